/* Whether AddressSanitizer watches this build: net/stack and net/switch then announce to it the
 * stacks of tasks and the changes between them. */
#ifndef NET_SANITIZER_H
#define NET_SANITIZER_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define NET_SANITIZER_ADDRESS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define NET_SANITIZER_ADDRESS
#endif

#endif
