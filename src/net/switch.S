/* void net_switch_raw(void **save, void *load): pushes the callee-saved registers, swaps the stack
 * pointer, pops the registers of the other stack and continues there. net_switch_prepare() in
 * switch.c relies on the order. Sources: System V ABI AMD64, figure 3.4; AAPCS64, 6.1. */
#if defined(__x86_64__)
    .text
    .globl net_switch_raw
    .type net_switch_raw, @function
    .p2align 4
net_switch_raw:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx   /* not ret: it would be mispredicted each time */
    jmp *%rcx
    .size net_switch_raw, .-net_switch_raw
#elif defined(__aarch64__)
    .text
    .globl net_switch_raw
    .type net_switch_raw, %function
    .p2align 4
net_switch_raw:
    stp x19, x20, [sp, #-160]!
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp d14, d15, [sp, #144]
    ldp d12, d13, [sp, #128]
    ldp d10, d11, [sp, #112]
    ldp d8, d9, [sp, #96]
    ldp x29, x30, [sp, #80]
    ldp x27, x28, [sp, #64]
    ldp x25, x26, [sp, #48]
    ldp x23, x24, [sp, #32]
    ldp x21, x22, [sp, #16]
    ldp x19, x20, [sp], #160
    ret
    .size net_switch_raw, .-net_switch_raw
#endif
    .section .note.GNU-stack, "", %progbits
