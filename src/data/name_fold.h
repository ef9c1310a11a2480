/* Names in the form in which they are compared: without case, accents and punctuation. */
#ifndef DATA_NAME_FOLD_H
#define DATA_NAME_FOLD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define DATA_NAME_FOLD_MAX 64 /* bytes of a folded name; the names of towns are shorter */

struct data_name_fold {
    char letters[DATA_NAME_FOLD_MAX]; /* not terminated */
    size_t length;
    bool is_whole; /* false if the rest did not fit */
};

/* Folds a name to the letters a to z, digits, and one blank between words.
 *
 * Latin letters lose their diacritics (U+00C0 to U+024F, U+1E00 to U+1EFF, and combining marks).
 * The German sharp s becomes ss, ligatures and the Icelandic thorn become ae, oe, th, the
 * Azerbaijani schwa becomes a. Full stops, apostrophes and the like are dropped, "&" becomes "and",
 * other punctuation separates words. Other letters are kept.
 */
struct data_name_fold data_name_fold_name(struct base_text text);

#endif
