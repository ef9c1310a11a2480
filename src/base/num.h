/* Numbers to text and back, without a locale. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

/* Enough for any text that is written here. */
#define BASE_NUM_MAX_CHARS 32

/* A number with a fixed number of decimals, rounded half away from zero.
 *
 * Given  out       at least BASE_NUM_MAX_CHARS bytes; not terminated
 *        value     finite; |value| * 10^decimals below 9e15
 *        decimals  0..12
 * Gives  the number of bytes written; zero has no sign, so "-0.00" is never written
 * Cost   some 10 ns: integers only
 */
size_t base_num_fixed(char *out, double value, int decimals);

/* The nearest number with at most `decimals` decimals, in its shortest form, as Python's repr()
 * writes a float: at least one decimal ("90.0"), exponent below 1e-4 ("1.5e-05").
 *
 * Given  as base_num_fixed; at most 15 significant digits in all, so that the text reads back to
 *        the double nearest to it and no shorter text does
 * Gives  the number of bytes written; not terminated
 */
size_t base_num_trimmed(char *out, double value, int decimals);

/* The shortest decimal that reads back to the same double, as Python's repr() writes it.
 *
 * Given  out    at least BASE_NUM_MAX_CHARS bytes; not terminated
 *        value  finite
 * Gives  the number of bytes written
 * Cost   some 20 ns when nine decimals are enough, else about a microsecond
 */
size_t base_num_shortest(char *out, double value);

/* Reads a decimal number: sign, digits, point, exponent. The whole text must be the number.
 *
 * Given  text   no white space, no hexadecimal, no "inf" or "nan"
 * Gives  *value the nearest double, finite
 * Fails  FORMAT, fault->offset at the first byte not accepted; RANGE when it overflows a double
 */
BASE_ERR_CHECKED
enum base_err base_num_parse(struct base_text text, double *value, struct base_fault *fault);

/* Reads an unsigned whole number of at most `max`, digits only.
 *
 * Fails  FORMAT unless the text is 1 to 10 digits, RANGE above max
 */
BASE_ERR_CHECKED
enum base_err base_num_parse_whole(struct base_text text, unsigned max, unsigned *value,
                                   struct base_fault *fault);

#endif
