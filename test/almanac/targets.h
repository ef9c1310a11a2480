/* One request for each document in each of its formats, as text: what test_answer answers without a server and
 * test_dispatch_bytes through one. All of them name their instants.
 */
#ifndef TEST_ALMANAC_TARGETS_H
#define TEST_ALMANAC_TARGETS_H

#include "almanac/documents.h"
#include "almanac/params.h"
#include "check.h"

#include <stdio.h>
#include <string.h>

#define TARGETS_MAX 160

struct targets {
    int count;
    struct {
        char target[320];
        const char *body; /* of a POST, or NULL */
        enum almanac_params_format format;
    } list[TARGETS_MAX];
};

/* A target with "format=NAME" added to its query. */
static inline void targets_add(struct targets *all, const char *target, const char *body,
                               enum almanac_params_format format)
{
    struct base_text names = base_text_of(almanac_params_rows()[ALMANAC_PARAMS_FORMAT].choices);
    struct base_text name = base_text_cut(&names, ',');
    for (unsigned i = 0; i < format; i++) name = base_text_cut(&names, ',');
    assert_true(all->count < TARGETS_MAX);
    int length =
        snprintf(all->list[all->count].target, sizeof all->list[0].target, "%s%sformat=%.*s",
                 target, strchr(target, '?') != NULL ? "&" : "?", (int)name.length, name.at);
    assert_true(length > 0 && (size_t)length < sizeof all->list[0].target);
    all->list[all->count].body = body;
    all->list[all->count++].format = format;
}

/* The example of every document in each format that its row offers, and longer answers besides. */
static inline const struct targets *targets_all(void)
{
    static struct targets all;
    if (all.count > 0) return &all;
    for (int i = 0; i < ALMANAC_DOCUMENTS_COUNT; i++) {
        const struct almanac_documents_row *row = &almanac_documents_all[i];
        for (unsigned format = 0; format < ALMANAC_PARAMS_FORMATS; format++)
            if (row->rules.formats >> format & 1u)
                targets_add(&all, row->example, row->example_body,
                            (enum almanac_params_format)format);
    }
    static const struct {
        const char *target;
        enum almanac_params_format format;
    } more[] = {
        {"/api/v1/positions?place=Paris&start=2026-10-30T18:00:00Z&step=1m&count=500",
         ALMANAC_PARAMS_JSON},
        {"/api/v1/positions?place=Paris&start=2026-10-30T18:00:00Z&step=1m&count=500&bom=1",
         ALMANAC_PARAMS_CSV},
        {"/api/v1/events?types=day&place=Paris&start=2026-01-01T00:00:00Z&days=366",
         ALMANAC_PARAMS_JSON},
        {"/api/v1/events?types=day&place=Paris&start=2026-01-01T00:00:00Z&days=366",
         ALMANAC_PARAMS_CSV},
        {"/api/v1/events?types=day&place=Paris&start=2026-01-01T00:00:00Z&days=3",
         ALMANAC_PARAMS_VOTABLE},
        {"/api/v1/events?types=rise,set&place=Paris&start=2026-01-01T00:00:00Z&days=90",
         ALMANAC_PARAMS_ICS},
        {"/api/v1/positions?lat=91&lon=0&tires=4", ALMANAC_PARAMS_JSON},
        {"/api/v1/positions?lat=48&lon=2&time=9999-01-01T00:00:00Z", ALMANAC_PARAMS_JSON},
        {"/api/v1/bodies/vulcan", ALMANAC_PARAMS_CSV},
        {"/api/v1/bodies/", ALMANAC_PARAMS_TEXT},
        {"/api/v1/chart.svg?lat=48&lon=2&time=2026-10-30T21:00:00Z", ALMANAC_PARAMS_CSV},
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        targets_add(&all, more[i].target, NULL, more[i].format);
    return &all;
}

/* The text of a request for a target. */
static inline struct almanac_request_text targets_text(const char *target, const char *body)
{
    struct base_text rest = base_text_of(target);
    const struct base_text path = base_text_cut(&rest, '?');
    return (struct almanac_request_text){.path = path,
                                         .query = rest,
                                         .body = body != NULL ? base_text_of(body)
                                                              : (struct base_text){"", 0}};
}

#endif
