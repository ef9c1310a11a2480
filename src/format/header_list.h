/* Lists of tokens in headers: Accept, Accept-Encoding, If-None-Match. */
#ifndef FORMAT_HEADER_LIST_H
#define FORMAT_HEADER_LIST_H

#include "base/text.h"

#include <stdbool.h>

/* One item of a list: "gzip;q=0.5" is {"gzip", 500}. */
struct format_header_list {
    struct base_text name; /* without white space around it; parameters cut off */
    int weight;            /* thousandths, 0..1000; a q-value that cannot be read weighs 0 */
};

/* Removes the next item from the front of a list; false at its end. Empty items are skipped.
 *
 * Source  RFC 9110, sections 5.6.1 and 12.4.2
 */
bool format_header_list_next(struct base_text *list, struct format_header_list *item);

/* What a list says of a token.
 *
 * Gives  its weight in thousandths, or that of "*" when it is not named; -1 when neither is there
 */
int format_header_list_weight(struct base_text list, struct base_text token);

/* Whether an If-None-Match names an entity tag, or any.
 *
 * Given  list  may hold weak tags: they match too
 *        etag  with its quotes, strong
 * Source RFC 9110, sections 8.8.3.2 and 13.1.2
 */
bool format_header_list_matches_etag(struct base_text list, struct base_text etag);

#endif
