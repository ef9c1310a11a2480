/* format/text_table, format/rows: cards, and the fields beside the rows of a document. */
#include "format/text_table.h"

#include "check.h"
#include "format/rows.h"

static struct base_buf out;

static const char *text(void)
{
    base_buf_append(&out, "", 1);
    assert_false(out.has_overflowed);
    return out.bytes;
}

/* The values of a document. */
struct values {
    struct base_text name;
    double height_m, bearing_deg;
    int count;
    bool has_height;
};

#define AT(member) offsetof(struct values, member)
static const struct format_document_column COLUMNS[] = {
    FORMAT_DOCUMENT_COLUMN("name", WORD, FORMAT_DOCUMENT_BOTH, AT(name), FORMAT_DOCUMENT_ALWAYS, -1,
                           "", "meta.id", "", "what it is called"),
    FORMAT_DOCUMENT_BEGIN("inner", AT(has_height)),
    FORMAT_DOCUMENT_COLUMN("height_m", NUMBER, FORMAT_DOCUMENT_BOTH, AT(height_m), AT(has_height),
                           1, "m", "", "", "how high it is"),
    FORMAT_DOCUMENT_END,
    FORMAT_DOCUMENT_COLUMN("count", WHOLE, FORMAT_DOCUMENT_NESTED, AT(count),
                           FORMAT_DOCUMENT_ALWAYS, -1, "", "", "", ""),
};
static const struct format_text_table_value CARD[] = {
    FORMAT_TEXT_TABLE_LINE("name", "", WORD, AT(name), FORMAT_DOCUMENT_ALWAYS, -1, PRINTF, ""),
    FORMAT_TEXT_TABLE_MORE(", ", WHOLE, AT(count), -1, " times"),
    FORMAT_TEXT_TABLE_LINE("height", "up ", NUMBER, AT(height_m), AT(has_height), 1, SIGNED, " m"),
    FORMAT_TEXT_TABLE_MORE(" at ", TURN, AT(bearing_deg), 1, " deg"),
    FORMAT_TEXT_TABLE_LINE("", "", WHOLE, AT(count), FORMAT_DOCUMENT_ALWAYS, -1, PRINTF, "."),
};

static const char *card_of(const struct values *values)
{
    base_buf_clear(&out);
    format_text_table_append_card(&out, CARD, sizeof CARD / sizeof *CARD, values);
    return text();
}

static void
test_text_table_card_has_titles_of_one_width_and_no_line_without_its_first_value(void **state)
{
    (void)state;
    struct values values = {BASE_TEXT("tower"), 12.25, 359.99, -3, true};
    assert_string_equal(card_of(&values), "name                  tower, -3 times\n"
                                          "height                up +12.2 m at 0.0 deg\n"
                                          "-3.\n");
    values.has_height = false;
    assert_string_equal(card_of(&values), "name                  tower, -3 times\n-3.\n");
    values.name = (struct base_text){NULL, 0};
    assert_string_equal(card_of(&values), "-3.\n");
}

static const char *fields_of(enum format_rows_format format,
                             const struct format_rows_fields *fields)
{
    base_buf_clear(&out);
    format_rows_append_fields(&out, format, fields, 0);
    return text();
}

static void test_text_table_fields_are_members_in_json_and_params_in_a_votable(void **state)
{
    (void)state;
    struct values values = {BASE_TEXT("tower"), 12.25, 0.0, 3, true};
    const struct format_rows_fields fields = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, CARD,
                                              sizeof CARD / sizeof *CARD, &values};
    assert_string_equal(fields_of(FORMAT_ROWS_JSON, &fields),
                        "\"name\": \"tower\", \"inner\": {\"height_m\": 12.3}, \"count\": 3");
    assert_string_equal(
        fields_of(FORMAT_ROWS_VOTABLE, &fields),
        "<PARAM name=\"name\" datatype=\"char\" arraysize=\"*\" ucd=\"meta.id\" value=\"tower\">"
        "<DESCRIPTION>what it is called</DESCRIPTION></PARAM>\n"
        "<PARAM name=\"height_m\" datatype=\"double\" unit=\"m\" value=\"12.3\">"
        "<DESCRIPTION>how high it is</DESCRIPTION></PARAM>\n");
    values.has_height = false;
    assert_string_equal(fields_of(FORMAT_ROWS_JSON, &fields),
                        "\"name\": \"tower\", \"inner\": null, \"count\": 3");
    assert_null(strstr(fields_of(FORMAT_ROWS_VOTABLE, &fields), "height_m"));
}

static void test_text_table_fields_are_absent_from_formats_that_have_rows_alone(void **state)
{
    (void)state;
    const struct values values = {BASE_TEXT("tower"), 12.25, 0.0, 3, true};
    struct format_rows_fields fields = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, CARD,
                                        sizeof CARD / sizeof *CARD, &values};
    assert_string_equal(fields_of(FORMAT_ROWS_NDJSON, &fields), "");
    assert_string_equal(fields_of(FORMAT_ROWS_CSV, &fields), "");
    assert_int_equal(strncmp(fields_of(FORMAT_ROWS_TEXT, &fields), "name ", 5), 0);
    fields.card = NULL;
    assert_string_equal(fields_of(FORMAT_ROWS_TEXT, &fields), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_text_table_card_has_titles_of_one_width_and_no_line_without_its_first_value),
        cmocka_unit_test(test_text_table_fields_are_members_in_json_and_params_in_a_votable),
        cmocka_unit_test(test_text_table_fields_are_absent_from_formats_that_have_rows_alone),
    };
    base_buf_init(&out, 65536);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    base_buf_fini(&out);
    return failed;
}
