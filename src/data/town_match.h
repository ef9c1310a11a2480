/* How a town's names, and what it lies in, answer a query: the search of data/town_search asks every row. */
#ifndef DATA_TOWN_MATCH_H
#define DATA_TOWN_MATCH_H

#include "base/text.h"
#include "data/name_fold.h"
#include "data/town_table.h"

/* How a town answers a query, best first. */
enum data_town_match_kind {
    DATA_TOWN_MATCH_ID,         /* its id, in any case, or one that the database had formerly */
    DATA_TOWN_MATCH_NAME,       /* one of its names */
    DATA_TOWN_MATCH_OTHER_NAME, /* a name in another language; a name with its division's short form */
    DATA_TOWN_MATCH_COUNTRY,    /* a name of its country or division */
    DATA_TOWN_MATCH_PREFIX,     /* one of its names begins so */
    DATA_TOWN_MATCH_WORD,       /* a later word of a name begins so */
    DATA_TOWN_MATCH_OTHER_PREFIX, /* a name in another language begins so */
    DATA_TOWN_MATCH_AREA,         /* its country's code, or the beginning of what COUNTRY is */
    DATA_TOWN_MATCH_MISSPELT      /* a name is a few letters away */
};
#define DATA_TOWN_MATCH_NONE ((enum data_town_match_kind)(DATA_TOWN_MATCH_MISSPELT + 1))

#define DATA_TOWN_MATCH_SPLITS_MAX (DATA_NAME_FOLD_MAX / 2)

/* A part of a query that may be a name, and the rest, which then says what it lies in. */
struct data_town_match_split {
    struct base_text name, area;
    uint32_t letters; /* which the name has */
};

/* A query, and all that is the same for every row. */
struct data_town_match {
    struct data_town_table towns;
    struct base_text words;
    struct data_town_match_split splits[DATA_TOWN_MATCH_SPLITS_MAX];
    int split_count;
    uint32_t initial, first_letters;                  /* of the first word */
    uint8_t countries[DATA_TOWN_TABLE_COUNTRIES_MAX]; /* how each answers the whole query */
    uint8_t divisions[DATA_TOWN_TABLE_DIVISIONS_MAX];
};

/* Cuts a query after each of its words.
 *
 * Given  words  folded, at least one letter; borrowed as long as *q is asked
 */
void data_town_match_init(struct data_town_match *q, struct base_text words);

/* Fills what the whole query is to countries and divisions: data_town_match_spelt needs it. */
void data_town_match_init_areas(struct data_town_match *q);

/* How a row answers a query.
 *
 * spelt            its names as they are spelt, or all that it lies in
 * named            its own names, whole, alone or with what it lies in: NAME, OTHER_NAME or NONE
 * named_otherwise  the same with names in other languages
 * misspelt         its names a few letters away: MISSPELT, with how many in *edits, or NONE
 *
 * Gives  *edits  0 unless it is misspelt
 */
typedef enum data_town_match_kind data_town_match_matcher(const struct data_town_match *q,
                                                          const struct data_town_table_row *row,
                                                          int *edits);
data_town_match_matcher data_town_match_spelt, data_town_match_named,
    data_town_match_named_otherwise, data_town_match_misspelt;

/* The best that one of some keys answers: NAME, PREFIX, WORD or NONE.
 *
 * Given  keys  folded names with | between
 *        name  folded, at least one letter
 */
enum data_town_match_kind data_town_match_keys(struct base_text keys, struct base_text name);

#endif
