/* Switches from one stack to another: a few instructions on x86-64 and AArch64, ucontext elsewhere
 * (or with -DNET_SWITCH_UCONTEXT). Knows stacks, not tasks.
 *
 * A switch preserves what a C function expects of a call: the callee-saved registers. Modes of the
 * floating-point unit (rounding, masks) belong to the thread, not to the context.
 */
#ifndef NET_SWITCH_H
#define NET_SWITCH_H

#include <stddef.h>

#if !defined(NET_SWITCH_UCONTEXT) && !defined(__x86_64__) && !defined(__aarch64__)
#define NET_SWITCH_UCONTEXT
#endif
#ifdef NET_SWITCH_UCONTEXT
#include <ucontext.h>
#endif

/* A place to continue from. The context that a thread starts with is all zeros. */
struct net_switch {
    void *stack_pointer; /* saved registers, while another context runs */
    void *stack;         /* lowest byte; for AddressSanitizer */
    size_t stack_bytes;
    void *fake_stack; /* for AddressSanitizer */
    struct net_switch *came_from;
#ifdef NET_SWITCH_UCONTEXT
    ucontext_t ucontext;
#endif
};

/* Makes a context that starts with entry().
 *
 * Given  stack  borrowed as long as the context is used
 *        entry  calls net_switch_arrive() first and net_switch_leave() last; never returns
 */
void net_switch_prepare(struct net_switch *context, void *stack, size_t bytes, void (*entry)(void));

/* Continues in `to`; returns when another context switches to `from`. Both are on this thread. */
void net_switch_to(struct net_switch *from, struct net_switch *to);

/* The first call of entry(), with its own context. */
void net_switch_arrive(struct net_switch *self);

/* As net_switch_to, but never returns. */
__attribute__((noreturn)) void net_switch_leave(struct net_switch *from, struct net_switch *to);

#endif
