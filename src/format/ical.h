/* Lines of iCalendar (RFC 5545): escaped, folded, ended by CRLF. Knows no astronomy. */
#ifndef FORMAT_ICAL_H
#define FORMAT_ICAL_H

#include "base/buf.h"
#include "base/text.h"

#define FORMAT_ICAL_LINE_MAX_OCTETS    75   /* section 3.1, without the line end */
#define FORMAT_ICAL_CONTENT_MAX_OCTETS 2048 /* of one content line of ours before folding */

/* Appends a content line unchanged, folded between characters, with CRLF.
 *
 * Given  line  UTF-8 without line ends, at most FORMAT_ICAL_CONTENT_MAX_OCTETS
 */
void format_ical_append_line(struct base_buf *out, struct base_text line);

/* Appends `NAME:value`, the value escaped as section 3.3.11 has TEXT: backslash, semicolon, comma,
 * line feed. */
void format_ical_append_text(struct base_buf *out, const char *name, struct base_text value);

#endif
