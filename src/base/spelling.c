/* Distances between names, and the known name that a misspelt one was probably meant to be. The
 * distance of "mras" and "mars" is 1, that of "elvatoin" and "elevation" is 2.
 */
#include "base/spelling.h"

#include <assert.h>
#include <stdbool.h>

#define SLIPS_MAX 2 /* more than two suggest another word */

int base_spelling_distance(struct base_text a, struct base_text b)
{
    assert(a.length <= BASE_SPELLING_MAX_BYTES && b.length <= BASE_SPELLING_MAX_BYTES);
    int d[BASE_SPELLING_MAX_BYTES + 1][BASE_SPELLING_MAX_BYTES + 1];
    for (size_t i = 0; i <= a.length; i++) {
        for (size_t j = 0; j <= b.length; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (int)(i + j);
                continue;
            }
            int best = d[i - 1][j - 1] + (a.at[i - 1] != b.at[j - 1]);
            if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
            bool is_swap =
                i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1];
            if (is_swap && d[i - 2][j - 2] + 1 < best) best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[a.length][b.length];
}

static struct base_text lowered(struct base_text text, char out[BASE_SPELLING_MAX_BYTES])
{
    assert(text.length <= BASE_SPELLING_MAX_BYTES);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct base_text){out, text.length};
}

/* Whether the longer name is the shorter one with a unit after it: az and az_deg. */
static bool differs_by_unit(struct base_text a, struct base_text b)
{
    struct base_text brief = a.length < b.length ? a : b, full = a.length < b.length ? b : a;
    return brief.length > 1 && brief.length < full.length && full.at[brief.length] == '_' &&
           base_text_equals(brief, (struct base_text){full.at, brief.length});
}

struct base_text base_spelling_nearest(struct base_text name, const struct base_text *names,
                                       size_t count)
{
    char bytes[2][BASE_SPELLING_MAX_BYTES];
    struct base_text nearest = {NULL, 0};
    int least = SLIPS_MAX + 1;
    assert(names != NULL || count == 0);
    if (name.length > BASE_SPELLING_MAX_BYTES) return nearest;
    name = lowered(name, bytes[0]);
    for (size_t i = 0; i < count; i++) {
        if (names[i].length > BASE_SPELLING_MAX_BYTES) continue;
        struct base_text known = lowered(names[i], bytes[1]);
        int d = differs_by_unit(name, known) ? 0 : base_spelling_distance(name, known);
        if (d >= least || (size_t)d >= known.length || (size_t)d >= name.length) continue;
        least = d;
        nearest = names[i];
    }
    return nearest;
}
