/* LD_PRELOADed into a server: counts malloc, calloc and realloc in a file that others can read
 * while it runs (COUNT_MALLOC_FILE, 8 bytes). glibc only. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *bytes, size_t size);

static _Atomic uint64_t before_start;
static _Atomic uint64_t *count = &before_start;

__attribute__((constructor)) static void open_count(void)
{
    const char *path = getenv("COUNT_MALLOC_FILE");
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *page = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (page != MAP_FAILED) count = page;
}

void *malloc(size_t size)
{
    atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
    return __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
    atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
    return __libc_calloc(items, size);
}

void *realloc(void *bytes, size_t size)
{
    atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
    return __libc_realloc(bytes, size);
}
