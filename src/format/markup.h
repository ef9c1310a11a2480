/* Text inside of XML and HTML: what would be markup becomes references. */
#ifndef FORMAT_MARKUP_H
#define FORMAT_MARKUP_H

#include "base/buf.h"
#include "base/text.h"

#define FORMAT_MARKUP_BYTES_OF_ONE 6 /* at most, for a byte of the text */

/* Appends text that people see, in HTML or in a picture of SVG: & < > " and ' become references,
 * control characters become blanks, invalid UTF-8 becomes U+FFFD. */
void format_markup_append_shown(struct base_buf *out, struct base_text text);

/* Appends text that programs read, in XML: & < > " and also tabs and ends of lines, which readers of
 * an attribute would take for blanks, become references. Characters that XML does not have, and
 * invalid UTF-8, become U+FFFD.
 *
 * Source  XML 1.0, section 2.2: of those below U+0020 only tab, line feed and carriage return are
 *         characters, U+FFFE and U+FFFF are none; section 3.3.3
 */
void format_markup_append_data(struct base_buf *out, struct base_text text);

#endif
