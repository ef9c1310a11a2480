/* The table of documents: everything that a request can ask of the almanac. Routes, help and
 * OpenAPI are made from it.
 */
#ifndef ALMANAC_DOCUMENTS_H
#define ALMANAC_DOCUMENTS_H

#include "almanac/content.h"
#include "almanac/request.h"
#include "base/text.h"
#include "data/dataset.h"

#include <stdbool.h>
#include <string.h>

/* In the order in which paths are compared. */
enum almanac_documents_name {
    ALMANAC_DOCUMENTS_POSITIONS,
    ALMANAC_DOCUMENTS_POSITIONS_OF_BODY,
    ALMANAC_DOCUMENTS_SKY,
    ALMANAC_DOCUMENTS_TONIGHT,
    ALMANAC_DOCUMENTS_CHART,
    ALMANAC_DOCUMENTS_BATCH,
    ALMANAC_DOCUMENTS_EVENTS,
    ALMANAC_DOCUMENTS_TIME,
    ALMANAC_DOCUMENTS_BODIES,
    ALMANAC_DOCUMENTS_BODY,
    ALMANAC_DOCUMENTS_CONVENTIONS,
    ALMANAC_DOCUMENTS_PLACES,
    ALMANAC_DOCUMENTS_COUNT
};

enum almanac_documents_method {
    ALMANAC_DOCUMENTS_GET, /* the request is in the query */
    ALMANAC_DOCUMENTS_POST /* the request is in the body */
};

struct almanac_documents_row {
    struct base_text path; /* with a "/" at its end where a name follows, which is ask->rest */
    const char *rest_name; /* of the rest, such as "body"; NULL when there may be no rest */
    enum almanac_documents_method method;
    struct almanac_request_rules rules;
    /* Adds problems of the parameters as a whole to those of the request. NULL: nothing more to
     * check. Parameters in ask->unreadable are given, but their values are undefined. */
    void (*check)(const struct data_dataset *dataset, struct almanac_request *ask);
    almanac_content_open *open;
    const char *caching;      /* Cache-Control where it does not follow from the instant; or NULL */
    const char *schema;       /* of its JSON, in the OpenAPI document; or NULL */
    const char *summary;      /* one line */
    const char *example;      /* a target that is answered with 200 */
    const char *example_body; /* of a POST; else NULL */
};

extern const struct almanac_documents_row almanac_documents_all[ALMANAC_DOCUMENTS_COUNT];

/* Whether a path leads to a document.
 *
 * Gives  *rest, what follows the document's own path
 */
static inline bool almanac_documents_matches(const struct almanac_documents_row *row,
                                             struct base_text path, struct base_text *rest)
{
    const struct base_text own = row->path;
    if (path.length < own.length || memcmp(path.at, own.at, own.length) != 0) return false;
    *rest = (struct base_text){path.at + own.length, path.length - own.length};
    return rest->length == 0 || own.at[own.length - 1] == '/';
}

/* The document of a decoded path, and the rest of the path; NULL when there is no document. A slash
 * at the end of the path makes no difference: "/api/v1/bodies/" is "/api/v1/bodies". */
const struct almanac_documents_row *almanac_documents_find(struct base_text path,
                                                           struct base_text *rest);

#endif
