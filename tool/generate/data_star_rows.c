/* Stars and lines of constellations as rows of C: data_star_rows HEADER STARS LINES
 *
 * Lines join stars by their index in the table; a chain ends with -1.
 */
#include "lib/star_list.h"

static void append_star(struct base_buf *out, const struct star_list_star *star)
{
    base_buf_append_string(out, "DATA_STAR_TABLE_STAR(");
    for (size_t i = 0; i < sizeof star->numbers / sizeof *star->numbers; i++) {
        base_buf_append_text(out, star->numbers[i]);
        base_buf_append_string(out, ", ");
    }
    table_append_literal(out, star->name);
    base_buf_append_string(out, ")\n");
}

static void append_chain(struct base_buf *out, const struct star_list_chain *chain)
{
    base_buf_append_format(out, "DATA_STAR_TABLE_LINE(%d,", chain->rank);
    for (int i = 0; i < chain->count; i++) base_buf_append_format(out, " %d,", chain->stars[i]);
    base_buf_append_string(out, " -1)\n");
}

int main(int argc, char **argv)
{
    static struct star_list list;
    struct star_list_chain chain;
    struct base_buf out;
    if (argc != 4) table_fail_path(argv[0], "expects HEADER data/stars.csv data/star-lines.csv");
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "data_star_rows", "data/stars.csv and data/star-lines.csv");
    star_list_read(&list, argv[2]);
    for (int i = 0; i < list.count; i++) append_star(&out, &list.stars[i]);
    struct table_file lines = star_list_open_lines(argv[3]);
    while (star_list_next_chain(&list, &lines, &chain)) append_chain(&out, &chain);
    table_write(argv[1], &out);
    return 0;
}
