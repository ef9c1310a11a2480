/* The boundaries of the constellations as rows of C: sky_constellation_rows HEADER CONSTELLATIONS
 *
 * The table is searched from north to south, so declinations must not rise.
 */
#include "lib/table.h"

int main(int argc, char **argv)
{
    if (argc != 3) table_fail_path(argv[0], "expects HEADER data/constellations.csv");
    struct table_file file = table_open(argv[2]);
    struct base_text line, column[4];
    struct base_buf out;
    double last_dec_deg = 90.0;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "sky_constellation_rows", "data/constellations.csv");
    if (!table_next(&file, &line)) table_fail(&file, "the table is empty"); /* names of columns */
    while (table_next_row(&file, &line)) {
        table_columns(&file, line, ',', column, 4);
        const double lower_h = table_number(&file, column[0], 0.0, 24.0);
        const double upper_h = table_number(&file, column[1], 0.0, 24.0);
        const double dec_deg = table_number(&file, column[2], -90.0, 90.0);
        if (lower_h >= upper_h) table_fail(&file, "the zone has no width");
        if (dec_deg > last_dec_deg) table_fail(&file, "the declination rises");
        if (column[3].length != 3) table_fail(&file, "the abbreviation has not three letters");
        last_dec_deg = dec_deg;
        base_buf_append_format(&out, "{%.*s, ", (int)column[0].length, column[0].at);
        base_buf_append_format(&out, "%.*s, ", (int)column[1].length, column[1].at);
        base_buf_append_format(&out, "%.*s, ", (int)column[2].length, column[2].at);
        table_append_literal(&out, column[3]);
        base_buf_append_string(&out, "},\n");
    }
    table_write(argv[1], &out);
    return 0;
}
