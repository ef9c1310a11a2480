/* Names as names are compared: without case, accents and punctuation. */
#ifndef DATA_NAME_FOLD_H
#define DATA_NAME_FOLD_H

#include "base/text.h"

#define DATA_NAME_FOLD_MAX 64 /* letters of a query; a longer one is nobody's name */

struct data_name_fold {
    char letters[DATA_NAME_FOLD_MAX]; /* not terminated */
    size_t length;
    bool is_whole; /* false: the rest did not fit */
};

/* Forgives case, accents and punctuation: a to z, digits, and one blank between words.
 *
 * Latin letters lose what is above, below and across them (U+00C0 to U+024F, U+1E00 to U+1EFF, and
 * combining marks), with ss for the German sharp s, ae, oe, th for those letters and a for the
 * Azerbaijani schwa; a stop, an apostrophe and the like fall away, & is "and", all other
 * punctuation parts words. Other letters stay as they are.
 */
struct data_name_fold data_name_fold_name(struct base_text text);

#endif
