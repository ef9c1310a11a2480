/* The schemas of documents as strings of C, one a line: server_schemas HEADER SCHEMAS
 *
 * The file is one JSON object over many lines. The openapi document adds members of its own, so the
 * braces around it are left out; indentation is removed, and a comma at the end becomes ", ".
 */
#include "lib/table.h"

static struct base_text without_indent(struct base_text line)
{
    while (line.length > 0 && line.at[0] == ' ') line.at++, line.length--;
    return line;
}

int main(int argc, char **argv)
{
    if (argc != 3) table_fail_path(argv[0], "expects HEADER src/server/schemas.json");
    struct table_file file = table_open(argv[2]);
    struct base_text line;
    struct base_buf out, member;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    base_buf_init(&member, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "server_schemas", "src/server/schemas.json");
    if (!table_next(&file, &line) || !base_text_equals(line, BASE_TEXT("{")))
        table_fail(&file, "the file does not begin with \"{\"");
    while (table_next(&file, &line) && file.rest.length > 0) {
        line = without_indent(line);
        if (line.length == 0) continue;
        const bool is_continued = line.at[line.length - 1] == ',';
        base_buf_clear(&member);
        base_buf_append(&member, line.at, line.length - (is_continued ? 1 : 0));
        if (is_continued) base_buf_append_string(&member, ", ");
        table_append_literal(&out, (struct base_text){member.bytes, member.used});
        base_buf_append_string(&out, ",\n");
    }
    if (!base_text_equals(line, BASE_TEXT("}")))
        table_fail(&file, "the file does not end with \"}\"");
    base_buf_fini(&member);
    table_write(argv[1], &out);
    return 0;
}
