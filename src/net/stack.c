/* Slabs of stacks, their guard pages, and their registration with memory checkers. */
#include "net/stack.h"
#include "net/sanitizer.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_STACK_REGISTER(low, high) 0u
#define VALGRIND_STACK_DEREGISTER(id)      ((void)(id))
#endif

#ifdef NET_SANITIZER_ADDRESS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_UNPOISON_MEMORY_REGION(low, bytes) ((void)(low), (void)(bytes))
#endif

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102 /* since Linux 6.13; an error before */
#endif

struct net_stack_slab {
    struct net_stack_slab *next;
    char *low;
    bool is_guarded;
    unsigned valgrind_ids[NET_STACK_SLAB_STACKS];
};

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

void net_stack_pool_init(struct net_stack_pool *pool, size_t stack_bytes)
{
    size_t page = page_bytes();
    size_t bytes = stack_bytes < NET_STACK_MIN_BYTES ? NET_STACK_MIN_BYTES : stack_bytes;
    assert(page > 0);
    *pool = (struct net_stack_pool){.stack_bytes = (bytes + page - 1) / page * page};
}

void net_stack_pool_fini(struct net_stack_pool *pool)
{
    while (pool->slabs != NULL) {
        struct net_stack_slab *slab = pool->slabs;
        pool->slabs = slab->next;
        for (unsigned i = 0; i < NET_STACK_SLAB_STACKS; i++)
            VALGRIND_STACK_DEREGISTER(slab->valgrind_ids[i]);
        munmap(slab->low, pool->stack_bytes * NET_STACK_SLAB_STACKS);
        free(slab);
    }
}

/* Makes a page a guard page. Gives whether enough mappings are left to guard each stack. */
static bool guard(char *page)
{
    static _Atomic unsigned split_mappings;
    if (madvise(page, page_bytes(), MADV_GUARD_INSTALL) == 0) return true;
    (void)mprotect(page, page_bytes(), PROT_NONE);
    return atomic_fetch_add(&split_mappings, 1) < NET_STACK_GUARDED_MAX;
}

static enum base_err add_slab(struct net_stack_pool *pool)
{
    struct net_stack_slab *slab = calloc(1, sizeof *slab);
    if (slab == NULL) return BASE_ERR_MEMORY;
    size_t bytes = pool->stack_bytes * NET_STACK_SLAB_STACKS;
    slab->low = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (slab->low == MAP_FAILED) {
        free(slab);
        return BASE_ERR_MEMORY;
    }
    /* A huge page would commit 32 stacks at the first touch of one. */
    (void)madvise(slab->low, bytes, MADV_NOHUGEPAGE);
    slab->is_guarded = guard(slab->low);
    for (unsigned i = 0; i < NET_STACK_SLAB_STACKS; i++) {
        char *low = slab->low + i * pool->stack_bytes;
        if (slab->is_guarded && i > 0) (void)guard(low);
        slab->valgrind_ids[i] =
            VALGRIND_STACK_REGISTER(low + page_bytes(), low + pool->stack_bytes - 1);
    }
    slab->next = pool->slabs;
    pool->slabs = slab;
    pool->next = 0;
    return BASE_ERR_OK;
}

enum base_err net_stack_allocate(struct net_stack_pool *pool, struct net_stack *stack)
{
    if (pool->slabs == NULL || pool->next == NET_STACK_SLAB_STACKS) {
        enum base_err err = add_slab(pool);
        if (err != BASE_ERR_OK) return err;
    }
    /* The lowest page is skipped even without a guard: all stacks have the same size. */
    assert(pool->next < NET_STACK_SLAB_STACKS);
    char *low = pool->slabs->low + pool->next++ * pool->stack_bytes + page_bytes();
    *stack = (struct net_stack){low, pool->stack_bytes - page_bytes(), pool->slabs->is_guarded};
    return BASE_ERR_OK;
}

void net_stack_trim(struct net_stack stack, const void *from)
{
    assert((const char *)from >= stack.low);
    size_t bytes = (size_t)((const char *)from - stack.low) / page_bytes() * page_bytes();
    if (bytes > 0) (void)madvise(stack.low, bytes, MADV_DONTNEED);
}

bool net_stack_is_sound(struct net_stack stack)
{
    static const char ZEROS[NET_STACK_PROBE_BYTES];
    return memcmp(stack.low, ZEROS, sizeof ZEROS) == 0;
}

void net_stack_unpoison(struct net_stack stack)
{
    ASAN_UNPOISON_MEMORY_REGION(stack.low, stack.bytes);
}
