/* The place of a request, given as the name or the id of a town. */
#ifndef ALMANAC_PLACE_NAME_H
#define ALMANAC_PLACE_NAME_H

#include "almanac/problem.h"
#include "base/err.h"
#include "base/text.h"
#include "data/town_table.h"

#define ALMANAC_PLACE_NAME_EXPECTED                                                                \
    "a town, \"name,CC\", \"name,division\" or a zone such as Europe/Paris"

/* Finds the one town that the value of `place` means.
 *
 * Given  text  as data_town_search_resolve reads it
 * Gives  *town
 * Fails  MISSING with *problem: PLACE_UNKNOWN with the nearest name, or PLACE_AMBIGUOUS with the
 *        ids to choose from. The problem borrows text; *town stays untouched
 */
BASE_ERR_CHECKED
enum base_err almanac_place_name_resolve(struct base_text text, struct data_town_table_town *town,
                                         struct almanac_problem *problem);

#endif
