/* How a town's names, and what it lies in, answer a query: the search of app/places asks every row. */
#ifndef APP_SPELLING_H
#define APP_SPELLING_H

#include "app/fold.h"
#include "app/towns.h"
#include "base/text.h"

/* How a town answers a query, best first. */
enum app_spelling_match {
    APP_SPELLING_ID,         /* its id, in any case, or one that the database had formerly */
    APP_SPELLING_NAME,       /* one of its names */
    APP_SPELLING_OTHER_NAME, /* a name in another language; a name with its division's short form */
    APP_SPELLING_COUNTRY,    /* a name of its country or division */
    APP_SPELLING_PREFIX,     /* one of its names begins so */
    APP_SPELLING_WORD,       /* a later word of a name begins so */
    APP_SPELLING_OTHER_PREFIX, /* a name in another language begins so */
    APP_SPELLING_AREA,         /* its country's code, or the beginning of what COUNTRY is */
    APP_SPELLING_MISSPELT      /* a name is a few letters away */
};
#define APP_SPELLING_NONE ((enum app_spelling_match)(APP_SPELLING_MISSPELT + 1))

#define APP_SPELLING_SPLITS_MAX (APP_FOLD_MAX / 2)

/* A part of a query that may be a name, and the rest, which then says what it lies in. */
struct app_spelling_split {
    struct base_text name, area;
    uint32_t letters; /* which the name has */
};

/* A query, and all that is the same for every row. */
struct app_spelling {
    struct app_towns towns;
    struct base_text words;
    struct app_spelling_split splits[APP_SPELLING_SPLITS_MAX];
    int split_count;
    uint32_t initial, first_letters;            /* of the first word */
    uint8_t countries[APP_TOWNS_COUNTRIES_MAX]; /* how each answers the whole query */
    uint8_t divisions[APP_TOWNS_DIVISIONS_MAX];
};

/* Cuts a query after each of its words.
 *
 * Given  words  folded, at least one letter; borrowed as long as *q is asked
 */
void app_spelling_ask(struct app_spelling *q, struct base_text words);

/* Fills what the whole query is to countries and divisions: app_spelling_spelt needs it. */
void app_spelling_ask_areas(struct app_spelling *q);

/* How a row answers a query.
 *
 * spelt            its names as they are spelt, or all that it lies in
 * named            its own names, whole, alone or with what it lies in: NAME, OTHER_NAME or NONE
 * named_otherwise  the same with names in other languages
 * misspelt         its names a few letters away: MISSPELT, with how many in *edits, or NONE
 *
 * Gives  *edits  0 unless it is misspelt
 */
typedef enum app_spelling_match app_spelling_matcher(const struct app_spelling *q,
                                                     const struct app_towns_row *row, int *edits);
app_spelling_matcher app_spelling_spelt, app_spelling_named, app_spelling_named_otherwise,
    app_spelling_misspelt;

/* The best that one of some keys answers: NAME, PREFIX, WORD or NONE.
 *
 * Given  keys  folded names with | between
 *        name  folded, at least one letter
 */
enum app_spelling_match app_spelling_match_keys(struct base_text keys, struct base_text name);

#endif
