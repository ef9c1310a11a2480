/* Files as spans of memory: mmap, so that a kernel of any size costs only the pages read. */
#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum base_err base_file_map(const char *path, struct base_span *span)
{
    int file =
        open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* O_NONBLOCK: a fifo must not hang us */
    if (file < 0) return BASE_ERR_SYSTEM;
    enum base_err err = BASE_ERR_SYSTEM;
    struct stat stat;
    if (fstat(file, &stat) != 0) goto done;
    if (!S_ISREG(stat.st_mode)) {
        err = BASE_ERR_FORMAT;
        goto done;
    }
    struct base_span mapped = {NULL, (size_t)stat.st_size};
    if (mapped.size > 0) {
        void *bytes = mmap(NULL, mapped.size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes == MAP_FAILED) goto done;
        mapped.bytes = bytes;
    }
    *span = mapped;
    err = BASE_ERR_OK;
done:
    close(file);
    return err;
}

void base_file_unmap(struct base_span span)
{
    if (span.size > 0) munmap((void *)(uintptr_t)span.bytes, span.size);
}
