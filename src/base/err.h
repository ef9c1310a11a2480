/* The error codes of the program in one list, from which the enum, the names and the texts are
 * made.
 *
 * A function that can fail returns enum base_err and leaves its results untouched on error. One
 * that reads bytes from outside also fills a struct base_fault. AGAIN and END are normal results.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

#define BASE_ERR_LIST(X)                                                                           \
    X(OK, "fine")                                                                                  \
    X(AGAIN, "not now, try again")                                                                 \
    X(END, "nothing follows")                                                                      \
    X(FORMAT, "malformed input")                                                                   \
    X(RANGE, "outside the range that is covered")                                                  \
    X(MISSING, "not there")                                                                        \
    X(LIMIT, "a limit was reached")                                                                \
    X(MEMORY, "out of memory")                                                                     \
    X(SYSTEM, "a system call failed")                                                              \
    X(CANCELLED, "cancelled")                                                                      \
    X(LATE, "a deadline passed")                                                                   \
    X(NETWORK, "the network failed")

#define BASE_ERR_ENUM(name, text) BASE_ERR_##name,
enum base_err { BASE_ERR_LIST(BASE_ERR_ENUM) BASE_ERR_COUNT };
#undef BASE_ERR_ENUM

/* What is wrong with bytes from outside, and where. */
struct base_fault {
    enum base_err code;
    size_t offset;    /* of the first byte that was not accepted */
    const char *note; /* a constant text */
};

/* Makes the compiler refuse a call that drops the error. */
#define BASE_ERR_CHECKED __attribute__((warn_unused_result))

/* The text of an error, for people.
 *
 * Given  err  any value of the list
 * Gives  a constant text, never NULL
 */
const char *base_err_text(enum base_err err);

#endif
