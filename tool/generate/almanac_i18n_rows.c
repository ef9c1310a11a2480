/* Texts in every language as rows of C, in the order of their keys:
 * almanac_i18n_rows HEADER TEXTS SERVER_TEXTS
 *
 * web/texts.tsv holds what scripts and server show, web/texts-server.tsv what the server alone
 * shows; a key that is in both has the text of the first. The last field of a row is whether
 * scripts need the text for the first view of the page.
 */
#include "almanac/i18n.h"
#include "lib/table.h"

#include <fnmatch.h>
#include <stdlib.h>

#define ROWS_MAX 2000

/* Keys of panels, of the time slider, of curves and of the view of one body, which follow the first
 * view. */
static const char *const LATER[] = {
    "api_link", "choose_*", "close",   "d_*",     "day*",        "dimmer",   "elevation",
    "foot",     "geo_*",    "hour_*",  "jump_*",  "language",    "lat",      "lon",
    "night_of", "no_js",    "now",     "pause",   "place",       "play",     "red",
    "search*",  "settings", "share",   "share_*", "show",        "slider_*", "sun_*",
    "tap",      "theme",    "theme_*", "time",    "time_slider", "to_table", "use_location",
};

struct row {
    struct base_text key, texts[ALMANAC_I18N_LANGUAGES];
    bool is_of_first_view;
    int order; /* of reading: the first of equal keys counts */
};

struct rows {
    struct row at[ROWS_MAX];
    int count;
};

static bool is_later(struct base_text key)
{
    char text[80];
    if (key.length >= sizeof text) return false;
    memcpy(text, key.at, key.length);
    text[key.length] = '\0';
    for (size_t i = 0; i < sizeof LATER / sizeof *LATER; i++)
        if (fnmatch(LATER[i], text, 0) == 0) return true;
    return false;
}

static void require_languages(const struct table_file *file, const struct base_text *column)
{
#define TAG(name, tag, own_name) tag,
    static const char *const tags[] = {ALMANAC_I18N_LANGUAGE_LIST(TAG)};
#undef TAG
    for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
        if (!base_text_equals(column[1 + i], base_text_of(tags[i])))
            table_fail(file, "column %d is not the language %s", 2 + i, tags[i]);
}

enum source { OF_SCRIPTS, OF_SERVER };

static void read_table(const char *path, enum source source, struct rows *rows)
{
    struct table_file file = table_open(path);
    struct base_text line, column[1 + ALMANAC_I18N_LANGUAGES];
    for (bool is_first = true; table_next(&file, &line); is_first = false) {
        table_columns(&file, line, '\t', column, 1 + ALMANAC_I18N_LANGUAGES);
        if (is_first) {
            require_languages(&file, column);
            continue;
        }
        if (rows->count == ROWS_MAX) table_fail(&file, "more than %d texts", ROWS_MAX);
        struct row *row = &rows->at[rows->count];
        *row = (struct row){.key = column[0], .order = rows->count++};
        row->is_of_first_view = source == OF_SCRIPTS && !is_later(column[0]);
        for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++) row->texts[i] = column[1 + i];
    }
}

static int compare(const void *a, const void *b)
{
    const struct row *one = a, *other = b;
    const size_t shared = one->key.length < other->key.length ? one->key.length : other->key.length;
    const int order = memcmp(one->key.at, other->key.at, shared);
    if (order != 0) return order;
    if (one->key.length != other->key.length) return one->key.length < other->key.length ? -1 : 1;
    return one->order - other->order;
}

static void append_row(struct base_buf *out, const struct row *row)
{
    base_buf_append_string(out, "{");
    table_append_literal(out, row->key);
    for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++) {
        base_buf_append_string(out, i == 0 ? ", {" : ", ");
        table_append_literal(out, row->texts[i]);
    }
    base_buf_append_format(out, "}, %s},\n", row->is_of_first_view ? "true" : "false");
}

int main(int argc, char **argv)
{
    static struct rows rows;
    struct base_buf out;
    if (argc != 4) table_fail_path(argv[0], "expects HEADER web/texts.tsv web/texts-server.tsv");
    read_table(argv[2], OF_SCRIPTS, &rows);
    read_table(argv[3], OF_SERVER, &rows);
    qsort(rows.at, (size_t)rows.count, sizeof *rows.at, compare);
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "almanac_i18n_rows", "web/texts.tsv and web/texts-server.tsv");
    for (int i = 0; i < rows.count; i++)
        if (i == 0 || !base_text_equals(rows.at[i].key, rows.at[i - 1].key))
            append_row(&out, &rows.at[i]);
    table_write(argv[1], &out);
    return 0;
}
