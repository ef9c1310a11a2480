/* The formats of documents: their names, media types and the endings of files that hold them. */
#ifndef FORMAT_MEDIA_H
#define FORMAT_MEDIA_H

#include "base/text.h"

/* enumerator, name, media type, its parameters, ending of a file. FIRST is for the first row, so that
 * lists can have separators.
 *
 * Source  RFC 8259 (JSON), RFC 4180 and RFC 7111 (CSV), RFC 5545 (iCalendar), IVOA VOTable 1.5, HTML
 *         Living Standard, section 9.2 (event streams)
 */
#define FORMAT_MEDIA_LIST_WITH(FIRST, X)                                                           \
    FIRST(JSON, "json", "application/json", "; charset=utf-8", "json")                             \
    X(NDJSON, "ndjson", "application/x-ndjson", "; charset=utf-8", "ndjson")                       \
    X(CSV, "csv", "text/csv", "; charset=utf-8; header=present", "csv")                            \
    X(TEXT, "text", "text/plain", "; charset=utf-8", "txt")                                        \
    X(ICS, "ics", "text/calendar", "; charset=utf-8", "ics")                                       \
    X(SVG, "svg", "image/svg+xml", "", "svg")                                                      \
    X(EVENT_STREAM, "sse", "text/event-stream", "; charset=utf-8", "txt")                          \
    X(VOTABLE, "votable", "application/x-votable+xml", "; charset=utf-8; serialization=TABLEDATA", \
      "vot")
#define FORMAT_MEDIA_LIST(X) FORMAT_MEDIA_LIST_WITH(X, X)

/* The names as one literal, "json,ndjson". */
#define FORMAT_MEDIA_NAME(enumerator, name, type, parameters, ending)       name
#define FORMAT_MEDIA_COMMA_NAME(enumerator, name, type, parameters, ending) "," name
#define FORMAT_MEDIA_NAMES                                                  FORMAT_MEDIA_LIST_WITH(FORMAT_MEDIA_NAME, FORMAT_MEDIA_COMMA_NAME)

struct format_media_row {
    struct base_text name;         /* "json" */
    struct base_text type;         /* "application/json", as Accept names it */
    struct base_text content_type; /* with its parameters, as Content-Type names it */
    const char *ending;            /* of a file, without the dot */
};

/* The row of a format.
 *
 * Given  format  its place in the list
 */
const struct format_media_row *format_media_row(unsigned format);

#endif
