/* Matches of names. Each row stores which letters its names contain and begin with, so that the
 * texts of most rows need not be read.
 */
#include "data/town_match.h"

#include "base/spelling.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define SHORT_MIN_LETTERS 4 /* of a name that may have one misspelling */
#define LONG_MIN_LETTERS  8 /* of a name that may have two */
#define SHORT_FORM_MAX    3 /* letters of "MO", "NSW" */
#define EDITS_MAX         2

static enum data_town_match_kind better(enum data_town_match_kind a, enum data_town_match_kind b)
{
    return a < b ? a : b;
}

static enum data_town_match_kind worse(enum data_town_match_kind a, enum data_town_match_kind b)
{
    return a > b ? a : b;
}

/* The bit of a letter or digit; any other character has a bit that no row has. */
static uint32_t bit_of(char c)
{
    if (c >= 'a' && c <= 'z') return 1u << (c - 'a');
    return c >= '0' && c <= '9' ? DATA_TOWN_TABLE_DIGIT : DATA_TOWN_TABLE_DIGIT << 1;
}

static uint32_t letters_of(struct base_text text)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] != ' ') letters |= bit_of(text.at[i]);
    return letters;
}

enum data_town_match_kind data_town_match_keys(struct base_text keys, struct base_text name)
{
    assert(name.length > 0);
    enum data_town_match_kind best = DATA_TOWN_MATCH_NONE;
    const char *const end = keys.at + keys.length;
    for (const char *at = keys.at; (size_t)(end - at) >= name.length; at++) {
        at = memchr(at, name.at[0], (size_t)(end - at) - name.length + 1);
        if (at == NULL) break;
        const char before = at == keys.at ? '|' : at[-1];
        if ((before != '|' && before != ' ') || memcmp(at, name.at, name.length) != 0) continue;
        if (before == ' ')
            best = better(best, DATA_TOWN_MATCH_WORD);
        else if (at + name.length == end || at[name.length] == '|')
            return DATA_TOWN_MATCH_NAME;
        else
            best = better(best, DATA_TOWN_MATCH_PREFIX);
    }
    return best;
}

/* ---- countries and divisions --------------------------------------------------------------------
 */

/* NAME for the whole name of a country or its code, PREFIX for the beginning of its name. */
static enum data_town_match_kind match_country(const struct data_town_table_country *country,
                                               struct base_text words)
{
    if (base_text_equals_any_case(country->code, words)) return DATA_TOWN_MATCH_NAME;
    enum data_town_match_kind match = data_town_match_keys(country->keys, words);
    return match == DATA_TOWN_MATCH_WORD ? DATA_TOWN_MATCH_NONE : match;
}

static struct base_text division_keys(const struct data_town_table *towns, int division)
{
    const struct data_town_table_division *d = &towns->divisions[division];
    return (struct base_text){towns->texts + d->at + d->name_length + 1, d->keys_length};
}

/* As for a country, but OTHER_NAME for a short form, so that the code of a country comes first. */
static enum data_town_match_kind match_division(const struct data_town_table *towns, int division,
                                                struct base_text words)
{
    if (division == 0) return DATA_TOWN_MATCH_NONE;
    enum data_town_match_kind match = data_town_match_keys(division_keys(towns, division), words);
    if (match == DATA_TOWN_MATCH_NAME && words.length <= SHORT_FORM_MAX)
        return DATA_TOWN_MATCH_OTHER_NAME;
    return match == DATA_TOWN_MATCH_WORD ? DATA_TOWN_MATCH_NONE : match;
}

/* Matches the country, the division, or the division followed by the country. */
static enum data_town_match_kind match_area(const struct data_town_table *towns,
                                            const struct data_town_table_row *row,
                                            struct base_text words)
{
    const struct data_town_table_country *country = &towns->countries[row->country];
    enum data_town_match_kind best =
        better(match_country(country, words), match_division(towns, row->division, words));
    const size_t longest = towns->divisions[row->division].keys_length;
    for (size_t i = 1; best == DATA_TOWN_MATCH_NONE && i <= longest && i + 1 < words.length; i++) {
        if (words.at[i] != ' ') continue;
        enum data_town_match_kind inner =
            match_division(towns, row->division, (struct base_text){words.at, i});
        if (inner > DATA_TOWN_MATCH_OTHER_NAME) continue;
        const struct base_text rest = {words.at + i + 1, words.length - i - 1};
        enum data_town_match_kind outer = match_country(country, rest);
        if (outer != DATA_TOWN_MATCH_NONE) best = worse(inner, outer);
    }
    return best;
}

/* How a whole query matches the towns of an area: COUNTRY, AREA or NONE. Two letters are more
 * likely to be the beginning of a name than a code. */
static uint8_t area_alone(enum data_town_match_kind match, bool is_short)
{
    if (match == DATA_TOWN_MATCH_NONE) return DATA_TOWN_MATCH_NONE;
    return match == DATA_TOWN_MATCH_NAME && !is_short ? DATA_TOWN_MATCH_COUNTRY
                                                      : DATA_TOWN_MATCH_AREA;
}

void data_town_match_init_areas(struct data_town_match *q)
{
    for (int i = 0; i < q->towns.country_count; i++) {
        const struct data_town_table_country *country = &q->towns.countries[i];
        q->countries[i] = area_alone(match_country(country, q->words),
                                     base_text_equals_any_case(country->code, q->words));
    }
    for (int i = 0; i < q->towns.division_count; i++)
        q->divisions[i] = area_alone(match_division(&q->towns, i, q->words), false);
}

/* ---- the query --------------------------------------------------------------------------- */

void data_town_match_init(struct data_town_match *q, struct base_text words)
{
    assert(words.length > 0);
    q->towns = data_town_table_all();
    q->words = words;
    q->split_count = 0;
    for (size_t end = 1; end <= words.length && q->split_count < DATA_TOWN_MATCH_SPLITS_MAX;
         end++) {
        if (end < words.length && words.at[end] != ' ') continue;
        const size_t next = end < words.length ? end + 1 : end;
        struct data_town_match_split *split = &q->splits[q->split_count++];
        split->name = (struct base_text){words.at, end};
        split->area = (struct base_text){words.at + next, words.length - next};
        split->letters = letters_of(split->name);
    }
    assert(q->split_count > 0);
    q->initial = bit_of(words.at[0]);
    q->first_letters = q->splits[0].letters;
}

/* Matches the names of a town; its own names come before those in other languages. */
static enum data_town_match_kind match_name(const struct data_town_match *q,
                                            const struct data_town_table_row *row,
                                            struct base_text name)
{
    enum data_town_match_kind match =
        data_town_match_keys(data_town_table_keys(&q->towns, row), name);
    if (match <= DATA_TOWN_MATCH_OTHER_NAME || row->aliases_length == 0) return match;
    enum data_town_match_kind other =
        data_town_match_keys(data_town_table_aliases(&q->towns, row), name);
    if (other == DATA_TOWN_MATCH_NAME) return DATA_TOWN_MATCH_OTHER_NAME;
    return other == DATA_TOWN_MATCH_PREFIX ? better(match, DATA_TOWN_MATCH_OTHER_PREFIX) : match;
}

/* Matches the names of a row with a query as it is spelt. */
static enum data_town_match_kind match_names(const struct data_town_match *q,
                                             const struct data_town_table_row *row)
{
    enum data_town_match_kind best = DATA_TOWN_MATCH_NONE;
    if ((row->initials & q->initial) == 0 || (q->first_letters & ~row->letters) != 0) return best;
    for (int i = 0; i < q->split_count; i++) {
        const struct data_town_match_split *split = &q->splits[i];
        if ((split->letters & ~row->letters) != 0)
            break; /* all longer splits have these letters too */
        enum data_town_match_kind match = match_name(q, row, split->name);
        if (match == DATA_TOWN_MATCH_NONE) break;
        if (split->area.length > 0) {
            enum data_town_match_kind where = match_area(&q->towns, row, split->area);
            match = where == DATA_TOWN_MATCH_NONE ? DATA_TOWN_MATCH_NONE : worse(match, where);
        }
        best = better(best, match);
    }
    return best;
}

enum data_town_match_kind data_town_match_spelt(const struct data_town_match *q,
                                                const struct data_town_table_row *row, int *edits)
{
    *edits = 0;
    return better(match_names(q, row),
                  better((enum data_town_match_kind)q->countries[row->country],
                         (enum data_town_match_kind)q->divisions[row->division]));
}

enum data_town_match_kind data_town_match_named(const struct data_town_match *q,
                                                const struct data_town_table_row *row, int *edits)
{
    enum data_town_match_kind best = DATA_TOWN_MATCH_NONE;
    *edits = 0;
    if ((row->initials & q->initial) == 0 || (q->first_letters & ~row->letters) != 0) return best;
    for (int i = 0; i < q->split_count; i++) {
        const struct data_town_match_split *split = &q->splits[i];
        if ((split->letters & ~row->letters) != 0) break;
        enum data_town_match_kind match =
            data_town_match_keys(data_town_table_keys(&q->towns, row), split->name);
        if (match != DATA_TOWN_MATCH_NAME) continue;
        if (split->area.length > 0) match = match_area(&q->towns, row, split->area);
        best = better(best, match);
    }
    return best <= DATA_TOWN_MATCH_OTHER_NAME ? best : DATA_TOWN_MATCH_NONE;
}

enum data_town_match_kind data_town_match_named_otherwise(const struct data_town_match *q,
                                                          const struct data_town_table_row *row,
                                                          int *edits)
{
    enum data_town_match_kind match = match_names(q, row);
    *edits = 0;
    return match <= DATA_TOWN_MATCH_OTHER_NAME ? match : DATA_TOWN_MATCH_NONE;
}

/* ---- misspellings --------------------------------------------------------------------------- */

static int edits_allowed(size_t letters)
{
    return letters >= LONG_MIN_LETTERS ? EDITS_MAX : letters >= SHORT_MIN_LETTERS ? 1 : 0;
}

/* Whether more than `most` letters of a text are not in a set: each of them needs an edit. */
static bool lacks(uint32_t letters, struct base_text text, int most)
{
    for (size_t i = 0; i < text.length && most >= 0; i++)
        most -= text.at[i] != ' ' && (bit_of(text.at[i]) & letters) == 0;
    return most < 0;
}

/* The distance of a name to the nearest key; more than `most` if all are farther. */
static int edits_of(struct base_text keys, const struct data_town_match_split *split, int most)
{
    const struct base_text name = split->name;
    int least = most + 1;
    assert(most >= 0 && name.length <= BASE_SPELLING_MAX_BYTES);
    while (keys.length > 0) {
        const struct base_text key = base_text_cut(&keys, '|');
        if (key.length > name.length + (size_t)most || name.length > key.length + (size_t)most)
            continue;
        if (key.length > BASE_SPELLING_MAX_BYTES || lacks(split->letters, key, most) ||
            lacks(letters_of(key), name, most))
            continue;
        int edits = base_spelling_distance(key, name);
        if (edits < least) least = edits;
    }
    return least;
}

enum data_town_match_kind data_town_match_misspelt(const struct data_town_match *q,
                                                   const struct data_town_table_row *row,
                                                   int *edits)
{
    enum data_town_match_kind match = DATA_TOWN_MATCH_NONE;
    for (int i = 0; i < q->split_count; i++) {
        const struct data_town_match_split *split = &q->splits[i];
        int most = match == DATA_TOWN_MATCH_NONE ? edits_allowed(split->name.length) : *edits - 1;
        if (split->name.length > BASE_SPELLING_MAX_BYTES ||
            __builtin_popcount(split->letters & ~row->letters) > EDITS_MAX)
            break; /* all longer splits are too long as well */
        if (most <= 0 || __builtin_popcount(split->letters & ~row->letters) > most ||
            lacks(row->letters, split->name, most))
            continue;
        int least = edits_of(data_town_table_keys(&q->towns, row), split, most);
        if (least > 1 && row->aliases_length > 0) {
            int other = edits_of(data_town_table_aliases(&q->towns, row), split, most);
            least = other < least ? other : least;
        }
        if (least > most) continue;
        if (split->area.length > 0 &&
            match_area(&q->towns, row, split->area) == DATA_TOWN_MATCH_NONE)
            continue;
        match = DATA_TOWN_MATCH_MISSPELT;
        *edits = least;
    }
    return match;
}
