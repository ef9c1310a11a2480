/* The texts of the page in each language: the tables are web/texts.tsv and, for the server
 * alone, web/texts-server.tsv. */
#ifndef ALMANAC_I18N_H
#define ALMANAC_I18N_H

#include "base/buf.h"
#include "base/text.h"

#include <stddef.h>

/* enumerator, tag (BCP 47), the language's own name; in the order of the columns of web/texts.tsv.
 * FIRST is for the first row, so that lists can have separators. */
#define ALMANAC_I18N_LANGUAGE_LIST_WITH(FIRST, X)                                                  \
    FIRST(EN, "en", "English")                                                                     \
    X(FR, "fr", "Français")                                                                        \
    X(DE, "de", "Deutsch")                                                                         \
    X(ES, "es", "Español")
#define ALMANAC_I18N_LANGUAGE_LIST(X) ALMANAC_I18N_LANGUAGE_LIST_WITH(X, X)

#define ALMANAC_I18N_ENUM(name, ...) ALMANAC_I18N_##name,
enum almanac_i18n_language { ALMANAC_I18N_LANGUAGE_LIST(ALMANAC_I18N_ENUM) ALMANAC_I18N_LANGUAGES };
#undef ALMANAC_I18N_ENUM

/* The tags as literals. */
#define ALMANAC_I18N_TAG(name, tag, own_name)       tag
#define ALMANAC_I18N_COMMA_TAG(name, tag, own_name) "," tag
#define ALMANAC_I18N_BLANK_TAG(name, tag, own_name) ", " tag
#define ALMANAC_I18N_TAGS                                                                          \
    ALMANAC_I18N_LANGUAGE_LIST_WITH(ALMANAC_I18N_TAG, ALMANAC_I18N_COMMA_TAG) /* "en,fr" */
#define ALMANAC_I18N_TAGS_SPACED                                                                   \
    ALMANAC_I18N_LANGUAGE_LIST_WITH(ALMANAC_I18N_TAG, ALMANAC_I18N_BLANK_TAG) /* "en, fr" */

/* "en", "fr" ... */
struct base_text almanac_i18n_tag(enum almanac_i18n_language language);

/* What its readers call the language: "English", "Français" ... */
const char *almanac_i18n_own_name(enum almanac_i18n_language language);

/* The language of a tag such as "fr" or "fr-CA"; ALMANAC_I18N_LANGUAGES when we do not have it. */
enum almanac_i18n_language almanac_i18n_language(struct base_text tag);

/* Our language that a reader prefers.
 *
 * Given   accept  the value of Accept-Language, or empty
 * Gives   that of the highest weight, the first of equals; English when none is accepted
 * Source  RFC 9110, section 12.5.4; RFC 4647, section 3.4 (lookup)
 */
enum almanac_i18n_language almanac_i18n_accepted(struct base_text accept);

/* The text of a key; the key itself when the table does not have it. */
struct base_text almanac_i18n_of(enum almanac_i18n_language language, const char *key);

/* A value for a {name} of a text. */
struct almanac_i18n_value {
    const char *name;
    struct base_text value;
};

/* Appends a text with its {names} replaced; a name without a value stays unchanged.
 *
 * Given  values  count of them; nothing is escaped here
 */
void almanac_i18n_append(struct base_buf *out, enum almanac_i18n_language language, const char *key,
                         const struct almanac_i18n_value *values, size_t count);

/* Appends the texts that the page's scripts need for the first view as one object of JSON, without
 * any `<`. */
void almanac_i18n_append_first_json(struct base_buf *out, enum almanac_i18n_language language);

#endif
