/* Looking texts up, and filling them in. */
#include "almanac/i18n.h"

#include "format/header_list.h"
#include "format/json.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *key;
    const char *texts[ALMANAC_I18N_LANGUAGES];
    bool is_of_first_view;
};

static const struct row ROWS[] = {
#include "gen/almanac_i18n_rows.h"
};

static const char *const TAGS[] = {
#define TAG(name, tag, own_name) tag,
    ALMANAC_I18N_LANGUAGE_LIST(TAG)
#undef TAG
};

struct base_text almanac_i18n_tag(enum almanac_i18n_language language)
{
    assert((unsigned)language < ALMANAC_I18N_LANGUAGES);
    return base_text_of(TAGS[language]);
}

const char *almanac_i18n_own_name(enum almanac_i18n_language language)
{
#define NAME(name, tag, own_name) own_name,
    static const char *const names[] = {ALMANAC_I18N_LANGUAGE_LIST(NAME)};
#undef NAME
    assert((unsigned)language < ALMANAC_I18N_LANGUAGES);
    return names[language];
}

enum almanac_i18n_language almanac_i18n_language(struct base_text tag)
{
    struct base_text rest = tag, first = base_text_cut(&rest, '-');
    for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
        if (base_text_equals_any_case(first, base_text_of(TAGS[i])))
            return (enum almanac_i18n_language)i;
    return ALMANAC_I18N_LANGUAGES;
}

enum almanac_i18n_language almanac_i18n_accepted(struct base_text accept)
{
    enum almanac_i18n_language best = ALMANAC_I18N_EN;
    int best_weight = 0;
    struct format_header_list item;
    while (format_header_list_next(&accept, &item)) {
        enum almanac_i18n_language language = almanac_i18n_language(item.name);
        if (language == ALMANAC_I18N_LANGUAGES || item.weight <= best_weight) continue;
        best = language;
        best_weight = item.weight;
    }
    return best;
}

static int compare(const void *key, const void *row)
{
    return strcmp(key, ((const struct row *)row)->key);
}

struct base_text almanac_i18n_of(enum almanac_i18n_language language, const char *key)
{
    assert((unsigned)language < ALMANAC_I18N_LANGUAGES);
    const struct row *row = bsearch(key, ROWS, sizeof ROWS / sizeof *ROWS, sizeof *ROWS, compare);
    return base_text_of(row == NULL ? key : row->texts[language]);
}

void almanac_i18n_append_first_json(struct base_buf *out, enum almanac_i18n_language language)
{
    assert((unsigned)language < ALMANAC_I18N_LANGUAGES);
    bool is_next = false;
    base_buf_append_string(out, "{");
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        if (!ROWS[i].is_of_first_view) continue;
        base_buf_append_format(out, "%s\"%s\":", is_next ? "," : "", ROWS[i].key);
        format_json_append_string(out, base_text_of(ROWS[i].texts[language]));
        is_next = true;
    }
    base_buf_append_string(out, "}");
}

static bool append_value(struct base_buf *out, struct base_text name,
                         const struct almanac_i18n_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!base_text_equals(name, base_text_of(values[i].name))) continue;
        base_buf_append_text(out, values[i].value);
        return true;
    }
    return false;
}

void almanac_i18n_append(struct base_buf *out, enum almanac_i18n_language language, const char *key,
                         const struct almanac_i18n_value *values, size_t count)
{
    assert(values != NULL || count == 0);
    struct base_text rest = almanac_i18n_of(language, key);
    while (rest.length > 0) {
        base_buf_append_text(out, base_text_cut(&rest, '{'));
        if (rest.length == 0) break;
        struct base_text name = base_text_cut(&rest, '}');
        if (append_value(out, name, values, count)) continue;
        base_buf_append_string(out, "{");
        base_buf_append_text(out, name);
        base_buf_append_string(out, "}");
    }
}
