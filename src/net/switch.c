/* The switch between stacks, announced to AddressSanitizer; the instructions are in switch.S. */
#include "net/switch.h"
#include "net/sanitizer.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef NET_SANITIZER_ADDRESS
#include <sanitizer/common_interface_defs.h>
#endif

/* fake_stack: receives the fake frames of the present stack; NULL when it is left for good. */
static void announce_start(void **fake_stack, const struct net_switch *to)
{
#ifdef NET_SANITIZER_ADDRESS
    __sanitizer_start_switch_fiber(fake_stack, to->stack, to->stack_bytes);
#else
    (void)fake_stack, (void)to;
#endif
}

static void announce_finish(struct net_switch *self, void *fake_stack)
{
#ifdef NET_SANITIZER_ADDRESS
    /* The bounds of the thread's own stack become known when it is left for the first time. */
    const void *stack;
    size_t bytes;
    __sanitizer_finish_switch_fiber(fake_stack, &stack, &bytes);
    if (self->came_from->stack == NULL) {
        self->came_from->stack = (void *)(uintptr_t)stack;
        self->came_from->stack_bytes = bytes;
    }
#else
    (void)self, (void)fake_stack;
#endif
}

#ifdef NET_SWITCH_UCONTEXT

void net_switch_prepare(struct net_switch *context, void *stack, size_t bytes, void (*entry)(void))
{
    *context = (struct net_switch){.stack = stack, .stack_bytes = bytes};
    getcontext(&context->ucontext);
    context->ucontext.uc_stack.ss_sp = stack;
    context->ucontext.uc_stack.ss_size = bytes;
    context->ucontext.uc_link = NULL;
    makecontext(&context->ucontext, entry, 0);
}

static void swap(struct net_switch *from, struct net_switch *to)
{
    swapcontext(&from->ucontext, &to->ucontext);
}

#else

void net_switch_raw(void **save, void *load); /* switch.S */

#ifdef __x86_64__
#define FRAME_WORDS 8 /* 6 registers, the return address, 0 as the end of a backtrace */
#define ENTRY_WORD  6
#else
#define FRAME_WORDS 20 /* x19..x30, d8..d15 */
#define ENTRY_WORD  11 /* x30 */
#endif

void net_switch_prepare(struct net_switch *context, void *stack, size_t bytes, void (*entry)(void))
{
    assert(bytes >= FRAME_WORDS * sizeof(uintptr_t) + 16);
    *context = (struct net_switch){.stack = stack, .stack_bytes = bytes};
    uintptr_t top = ((uintptr_t)stack + bytes) & ~(uintptr_t)15;
    uintptr_t *frame = (uintptr_t *)top - FRAME_WORDS;
    memset(frame, 0, FRAME_WORDS * sizeof *frame);
    frame[ENTRY_WORD] = (uintptr_t)entry;
    context->stack_pointer = frame;
}

static void swap(struct net_switch *from, struct net_switch *to)
{
    net_switch_raw(&from->stack_pointer, to->stack_pointer);
}

#endif

void net_switch_to(struct net_switch *from, struct net_switch *to)
{
    assert(from != to);
    to->came_from = from;
    announce_start(&from->fake_stack, to);
    swap(from, to);
    announce_finish(from, from->fake_stack);
}

void net_switch_arrive(struct net_switch *self)
{
    announce_finish(self, NULL);
}

void net_switch_leave(struct net_switch *from, struct net_switch *to)
{
    assert(from != to);
    to->came_from = from;
    announce_start(NULL, to);
    swap(from, to);
    abort(); /* a context that had left for good was switched to */
}
