/* JSON text: the only room that knows how it is written, and the names of the fields of answers. */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/buf.h"
#include "base/text.h"

/* Appends a string in quotes, with what JSON wants escaped; bytes that are no UTF-8 become U+FFFD.
 */
void format_json_append_string(struct base_buf *out, struct base_text text);

/* Appends a number with a fixed number of decimals; finite, below 9e15 once scaled. */
void format_json_append_number(struct base_buf *out, double value, int decimals);

#endif
