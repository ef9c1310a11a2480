/* Leaves one stack and goes on with another: a few instructions on x86-64 and AArch64, ucontext
 * elsewhere (or with -DNET_SWITCH_UCONTEXT). Knows stacks, not tasks.
 *
 * What a C function may expect of a call survives a switch: the callee-saved registers. Modes of
 * the floating point unit (rounding, masks) are the thread's, not the context's.
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

/* A place to go on from. All zeros is right for the context that a thread begins with. */
struct net_switch {
    void *stack_pointer; /* where the others' registers lie while it is left */
    void *stack;         /* lowest byte; AddressSanitizer wants to know */
    size_t stack_bytes;
    void *fake_stack; /* AddressSanitizer's */
    struct net_switch *came_from;
#ifdef NET_SWITCH_UCONTEXT
    ucontext_t ucontext;
#endif
};

/* Makes a context that begins with entry().
 *
 * Given  stack  bytes of it are borrowed for the context's life
 *        entry  calls net_switch_arrive() first, never returns: its last act is net_switch_leave()
 */
void net_switch_prepare(struct net_switch *context, void *stack, size_t bytes, void (*entry)(void));

/* Goes on in `to`; returns when somebody switches to `from`. Both on this thread. */
void net_switch_to(struct net_switch *from, struct net_switch *to);

/* To be called first in entry(), with its own context. */
void net_switch_arrive(struct net_switch *self);

/* As net_switch_to, for good. */
__attribute__((noreturn)) void net_switch_leave(struct net_switch *from, struct net_switch *to);

#endif
