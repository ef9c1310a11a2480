/* The schemas of documents as strings of C, one a line: server_schemas HEADER SCHEMAS
 *
 * A line with "@language@" or "@body_kind@" stands for a line of each item of that list.
 *
 * The file is one JSON object over many lines. The openapi document adds members of its own, so the
 * braces around it are left out; indentation is removed, and a comma at the end becomes ", ".
 */
#include "almanac/i18n.h"
#include "lib/table.h"
#include "sky/body.h"

#define TAG(name, tag, own_name) tag,
static const char *const LANGUAGES[] = {ALMANAC_I18N_LANGUAGE_LIST(TAG)};
#undef TAG
#define KIND(name, text) text,
static const char *const KINDS[] = {SKY_BODY_KIND_LIST(KIND)};
#undef KIND

/* The lists that a mark stands for. */
static const struct list {
    struct base_text mark;
    const char *const *items;
    size_t count;
} LISTS[] = {
    {{"@language@", 10}, LANGUAGES, sizeof LANGUAGES / sizeof *LANGUAGES},
    {{"@body_kind@", 11}, KINDS, sizeof KINDS / sizeof *KINDS},
};

static struct base_text without_indent(struct base_text line)
{
    while (line.length > 0 && line.at[0] == ' ') line.at++, line.length--;
    return line;
}

/* Appends a line as a string of C. */
static void append_line(struct base_buf *out, struct base_text line)
{
    struct base_buf member;
    const bool is_continued = line.at[line.length - 1] == ',';
    base_buf_init(&member, TABLE_OUTPUT_MAX_BYTES);
    base_buf_append_text(&member, line);
    if (is_continued) base_buf_append_string(&member, " ");
    table_append_literal(out, (struct base_text){member.bytes, member.used});
    base_buf_append_string(out, ",\n");
    base_buf_fini(&member);
}

/* Appends a line for each item of a list, with a comma after all items but the last, or after the
 * last one too if the line has one. */
static void append_list(struct base_buf *out, struct base_text line, const char *mark,
                        const struct list *list)
{
    const bool is_continued = line.at[line.length - 1] == ',';
    const struct base_text before = {line.at, (size_t)(mark - line.at)};
    const char *end = mark + list->mark.length;
    const struct base_text after = {end, line.length - (size_t)(end - line.at)};
    for (size_t i = 0; i < list->count; i++) {
        struct base_buf one;
        base_buf_init(&one, TABLE_OUTPUT_MAX_BYTES);
        base_buf_append_text(&one, before);
        base_buf_append_string(&one, list->items[i]);
        base_buf_append_text(&one, after);
        if (!is_continued && i + 1 < list->count) base_buf_append_string(&one, ",");
        append_line(out, (struct base_text){one.bytes, one.used});
        base_buf_fini(&one);
    }
}

static void append(struct base_buf *out, struct base_text line)
{
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        const struct list *list = &LISTS[i];
        const char *mark = memmem(line.at, line.length, list->mark.at, list->mark.length);
        if (mark == NULL) continue;
        append_list(out, line, mark, list);
        return;
    }
    append_line(out, line);
}

int main(int argc, char **argv)
{
    if (argc != 3) table_fail_path(argv[0], "expects HEADER src/server/schemas.json");
    struct table_file file = table_open(argv[2]);
    struct base_text line;
    struct base_buf out;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "server_schemas", "src/server/schemas.json");
    if (!table_next(&file, &line) || !base_text_equals(line, BASE_TEXT("{")))
        table_fail(&file, "the file does not begin with \"{\"");
    while (table_next(&file, &line) && file.rest.length > 0) {
        line = without_indent(line);
        if (line.length == 0) continue;
        append(&out, line);
    }
    if (!base_text_equals(line, BASE_TEXT("}")))
        table_fail(&file, "the file does not end with \"}\"");
    table_write(argv[1], &out);
    return 0;
}
