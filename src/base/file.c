/* Files are mapped, so that only the pages that are read of a large kernel cost memory. Drafts
 * become files by a rename, in one step. */
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DRAFT_SUFFIX ".part-XXXXXX"
#define UNIQUE_CHARS 6

enum base_err base_file_map(const char *path, struct base_span *span)
{
    assert(path != NULL);
    /* O_NONBLOCK: opening a fifo must not block. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
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
    assert(span.bytes != NULL || span.size == 0);
    if (span.size > 0) munmap((void *)(uintptr_t)span.bytes, span.size);
}

/* Opens a unique name with the permissions that open() would give. */
static int open_temp(char *name)
{
    int fd = mkostemp(name, O_CLOEXEC);
    mode_t mask = umask(0);
    umask(mask);
    if (fd >= 0) (void)fchmod(fd, 0666 & ~mask);
    return fd;
}

enum base_err base_file_draft_open(const char *path, struct base_file_draft *draft)
{
    assert(path != NULL);
    struct base_file_draft opened = {.fd = -1};
    struct stat present;
    size_t length = strlen(path);
    if (stat(path, &present) == 0 && !S_ISREG(present.st_mode)) return BASE_ERR_FORMAT;
    opened.path = strdup(path);
    opened.temp = malloc(length + sizeof DRAFT_SUFFIX);
    if (opened.path == NULL || opened.temp == NULL) {
        free(opened.path);
        free(opened.temp);
        return BASE_ERR_MEMORY;
    }
    memcpy(opened.temp, path, length);
    memcpy(opened.temp + length, DRAFT_SUFFIX, sizeof DRAFT_SUFFIX);
    opened.fd = open_temp(opened.temp);
    if (opened.fd < 0) {
        free(opened.path);
        free(opened.temp);
        return BASE_ERR_SYSTEM;
    }
    *draft = opened;
    return BASE_ERR_OK;
}

enum base_err base_file_draft_adopt(const char *path, const char *temp,
                                    struct base_file_draft *draft, uint64_t *size)
{
    assert(base_file_is_draft(temp, path));
    struct stat stat;
    struct base_file_draft adopted = {strdup(path), strdup(temp), -1};
    enum base_err err = BASE_ERR_MEMORY;
    if (adopted.path == NULL || adopted.temp == NULL) goto done;
    err = BASE_ERR_SYSTEM;
    adopted.fd = open(temp, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (adopted.fd < 0 || fstat(adopted.fd, &stat) != 0 || !S_ISREG(stat.st_mode)) goto done;
    *draft = adopted;
    *size = (uint64_t)stat.st_size;
    return BASE_ERR_OK;
done:
    if (adopted.fd >= 0) close(adopted.fd);
    free(adopted.path);
    free(adopted.temp);
    return err;
}

bool base_file_is_draft(const char *name, const char *of)
{
    size_t length = strlen(of), suffix = sizeof DRAFT_SUFFIX - 1 - UNIQUE_CHARS;
    return strlen(name) == length + suffix + UNIQUE_CHARS && memcmp(name, of, length) == 0 &&
           memcmp(name + length, DRAFT_SUFFIX, suffix) == 0;
}

enum base_err base_file_draft_write(struct base_file_draft *draft, uint64_t offset,
                                    const void *bytes, size_t count)
{
    const char *at = bytes;
    assert(draft->fd >= 0 && (bytes != NULL || count == 0));
    assert(offset <= INT64_MAX - count); /* pwrite takes a signed offset */
    if (offset == 0 && ftruncate(draft->fd, 0) != 0) return BASE_ERR_SYSTEM;
    while (count > 0) {
        ssize_t written = pwrite(draft->fd, at, count, (off_t)offset);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return BASE_ERR_SYSTEM;
        assert((size_t)written <= count);
        at += written;
        offset += (uint64_t)written;
        count -= (size_t)written;
    }
    return BASE_ERR_OK;
}

/* Whether a draft was begun and has not ended. */
static bool is_open(const struct base_file_draft *draft)
{
    return draft->fd >= 0 && draft->path != NULL && draft->temp != NULL;
}

/* A rename is on the disk once its folder is. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    if (folder == NULL) return false;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    free(folder);
    return is_synced;
}

static void release_draft(struct base_file_draft *draft)
{
    free(draft->temp);
    free(draft->path);
    *draft = (struct base_file_draft){.fd = -1};
}

enum base_err base_file_draft_commit(struct base_file_draft *draft)
{
    assert(is_open(draft));
    bool is_whole = fsync(draft->fd) == 0;
    is_whole = close(draft->fd) == 0 && is_whole;
    bool is_kept = is_whole && rename(draft->temp, draft->path) == 0;
    if (!is_kept) unlink(draft->temp);
    is_kept = is_kept && sync_folder(draft->path);
    release_draft(draft);
    return is_kept ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

void base_file_draft_detach(struct base_file_draft *draft)
{
    assert(is_open(draft));
    close(draft->fd);
    release_draft(draft);
}

void base_file_draft_discard(struct base_file_draft *draft)
{
    assert(is_open(draft));
    close(draft->fd);
    unlink(draft->temp);
    release_draft(draft);
}
