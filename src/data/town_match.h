/* How well the names of a town, its division and its country match a query. data/town_search calls
 * this room for every row.
 */
#ifndef DATA_TOWN_MATCH_H
#define DATA_TOWN_MATCH_H

#include "base/text.h"
#include "data/name_fold.h"
#include "data/town_table.h"

#include <stdint.h>

/* How a town matches a query, the best kind first. */
enum data_town_match_kind {
    DATA_TOWN_MATCH_ID,           /* its id, in any case, or a former one */
    DATA_TOWN_MATCH_NAME,         /* one of its names */
    DATA_TOWN_MATCH_OTHER_NAME,   /* one in another language, or one with a short form */
    DATA_TOWN_MATCH_COUNTRY,      /* a name of its country or division */
    DATA_TOWN_MATCH_PREFIX,       /* one of its names begins so */
    DATA_TOWN_MATCH_WORD,         /* a later word of a name begins so */
    DATA_TOWN_MATCH_OTHER_PREFIX, /* a name in another language begins so */
    DATA_TOWN_MATCH_AREA,         /* the code of its country, or a beginning of COUNTRY */
    DATA_TOWN_MATCH_MISSPELT      /* a name differs by a few letters */
};
#define DATA_TOWN_MATCH_NONE ((enum data_town_match_kind)(DATA_TOWN_MATCH_MISSPELT + 1))

#define DATA_TOWN_MATCH_SPLITS_MAX (DATA_NAME_FOLD_MAX / 2)

/* The beginning of a query, which may be a name, and the rest, which may be a country or division.
 */
struct data_town_match_split {
    struct base_text name, area;
    uint32_t letters; /* those of the name, a bit each */
};

/* A query, and everything that is the same for all rows. */
struct data_town_match {
    struct data_town_table towns;
    struct base_text words;
    struct data_town_match_split splits[DATA_TOWN_MATCH_SPLITS_MAX];
    int split_count;
    uint32_t initial, first_letters;                  /* of the first word */
    uint8_t countries[DATA_TOWN_TABLE_COUNTRIES_MAX]; /* how each matches the whole query */
    uint8_t divisions[DATA_TOWN_TABLE_DIVISIONS_MAX];
};

/* Splits a query after each of its words.
 *
 * Given  words  folded, at least one letter; borrowed during the life of *q
 */
void data_town_match_init(struct data_town_match *q, struct base_text words);

/* Matches the whole query with countries and divisions, as data_town_match_spelt needs. */
void data_town_match_init_areas(struct data_town_match *q);

/* Matches a row with a query.
 *
 * spelt            its names, its division and its country, as they are spelt
 * named            its own whole names, alone or followed by its area: NAME, OTHER_NAME or NONE
 * named_otherwise  the same with names in other languages
 * misspelt         its names with a few letters changed, *edits of them: MISSPELT or NONE
 *
 * Gives  *edits, 0 for all but misspelt
 */
typedef enum data_town_match_kind data_town_match_matcher(const struct data_town_match *q,
                                                          const struct data_town_table_row *row,
                                                          int *edits);
data_town_match_matcher data_town_match_spelt, data_town_match_named,
    data_town_match_named_otherwise, data_town_match_misspelt;

/* The best match of a name with several keys: NAME, PREFIX, WORD or NONE.
 *
 * Given  keys  folded names with | between
 *        name  folded, at least one letter
 */
enum data_town_match_kind data_town_match_keys(struct base_text keys, struct base_text name);

#endif
