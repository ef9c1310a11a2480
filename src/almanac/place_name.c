/* The search is data/town_search; the problems of requests that match no town, or several, are
 * here.
 */
#include "almanac/place_name.h"

#include "base/buf.h"
#include "data/town_search.h"

#include <assert.h>
#include <stddef.h>

/* Writes "America/Argentina/San_Juan, America/Puerto_Rico": as many whole ids as there is
 * room for. */
static void list_ids(const int *rows, int count, struct almanac_problem *problem)
{
    const size_t room = sizeof problem->choices - 1;
    struct base_buf list = {.bytes = problem->choices, .room = room, .max = room};
    assert(count >= 2);
    for (int i = 0; i < count; i++) {
        const struct base_text id = data_town_table_town(rows[i]).id;
        if (list.used + id.length + 2 > room) break;
        if (i > 0) base_buf_append_string(&list, ", ");
        base_buf_append_text(&list, id);
    }
    problem->choices[list.used] = '\0';
}

enum base_err almanac_place_name_resolve(struct base_text text, struct data_town_table_town *town,
                                         struct almanac_problem *problem)
{
    const struct data_town_search_result result = data_town_search_resolve(text);
    if (result.outcome == DATA_TOWN_SEARCH_FOUND) {
        *town = result.town;
        return BASE_ERR_OK;
    }
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PLACE_UNKNOWN,
                                        .parameter = BASE_TEXT("place"),
                                        .got = text,
                                        .expected = BASE_TEXT(ALMANAC_PLACE_NAME_EXPECTED),
                                        .example = BASE_TEXT("Paris"),
                                        .did_you_mean = result.suggestion};
    if (result.outcome == DATA_TOWN_SEARCH_AMBIGUOUS) {
        problem->kind = ALMANAC_PROBLEM_PLACE_AMBIGUOUS;
        problem->expected = (struct base_text){NULL, 0};
        problem->example = data_town_table_town(result.namesakes[0]).id;
        list_ids(result.namesakes, result.namesake_count, problem);
    }
    return BASE_ERR_MISSING;
}
