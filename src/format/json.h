/* JSON text (RFC 8259). */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"

/* Appends a string in quotes, escaped for JSON; invalid UTF-8 becomes U+FFFD.
 */
void format_json_append_string(struct base_buf *out, struct base_text text);

/* Appends a number with a fixed number of decimals; finite, below 9e15 once scaled. */
void format_json_append_number(struct base_buf *out, double value, int decimals);

/* Appends the values of a row as members, `"az_deg": 1.25, "alt_deg": null`, without braces around
 * them. A missing value is null. */
void format_json_append_members(struct base_buf *out, const struct format_document_view *view,
                                const void *row);

/* Appends a row as an object. */
void format_json_append_object(struct base_buf *out, const struct format_document_view *view,
                               const void *row);

#endif
