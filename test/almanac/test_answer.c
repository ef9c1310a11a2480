/* almanac/answer: from the text of a request to its bytes. The Makefile links this program without
 * net/ and server/. */
#include "almanac/answer.h"

#include "almanac/targets.h"
#include "data.h"
#include "format/grammar.h"

#include <stdlib.h>

/* ---- an allocator that fails (the Makefile links with --wrap) ------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
static int until_failure = -1; /* allocations that still succeed; -1: all */

static bool is_failing(void)
{
    if (until_failure > 0) until_failure--;
    return until_failure == 0;
}

void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return is_failing() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return is_failing() ? NULL : __real_calloc(count, size);
}

static struct almanac_workspace work;
static struct base_buf out;
static struct almanac_answer answer;

static int open_all(void **state)
{
    (void)state;
    almanac_workspace_init(&work, data_store());
    base_buf_init(&out, 1u << 26);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    almanac_workspace_fini(&work);
    base_buf_fini(&out);
    return 0;
}

/* Answers a target; the bytes are terminated. */
static const char *get(const char *target, const char *accept)
{
    struct almanac_request_text text = targets_text(target, NULL);
    if (accept != NULL) text.accept = base_text_of(accept);
    base_buf_clear(&out);
    assert_int_equal(almanac_answer_whole(&work, &text, &out, &answer), BASE_ERR_OK);
    base_buf_append(&out, "", 1);
    return out.bytes;
}

static void expect_type(const char *want)
{
    assert_int_equal(answer.content_type.length, strlen(want));
    assert_memory_equal(answer.content_type.at, want, strlen(want));
}

#define MARS                                                                                       \
    "/api/v1/positions/mars?lat=48.93&lon=2.45&start=2026-10-30T18:00:00Z&step=6h&count=3"         \
    "&fields=time,body,az_deg,alt_deg"

static void test_answer_writes_positions_in_each_format(void **state)
{
    (void)state;
    assert_string_equal(get(MARS "&format=csv", NULL),
                        "body,time,az_deg,alt_deg\r\n"
                        "mars,2026-10-30T18:00:00Z,350.16576502,-23.60442320\r\n"
                        "mars,2026-10-31T00:00:00Z,71.95871974,6.87675158\r\n"
                        "mars,2026-10-31T06:00:00Z,163.68751631,57.08865988\r\n");
    expect_type("text/csv; charset=utf-8; header=present");
    assert_string_equal(get(MARS "&format=ndjson", NULL),
                        "{\"body\": \"mars\", \"time\": \"2026-10-30T18:00:00Z\", \"az_deg\": "
                        "350.16576502, \"alt_deg\": -23.60442320}\n"
                        "{\"body\": \"mars\", \"time\": \"2026-10-31T00:00:00Z\", \"az_deg\": "
                        "71.95871974, \"alt_deg\": 6.87675158}\n"
                        "{\"body\": \"mars\", \"time\": \"2026-10-31T06:00:00Z\", \"az_deg\": "
                        "163.68751631, \"alt_deg\": 57.08865988}\n");
    expect_type("application/x-ndjson; charset=utf-8");
    assert_string_equal(get(MARS "&format=text", NULL),
                        "body      time                                az_deg        alt_deg\n"
                        "mars      2026-10-30T18:00:00Z          350.16576502   -23.60442320\n"
                        "mars      2026-10-31T00:00:00Z           71.95871974     6.87675158\n"
                        "mars      2026-10-31T06:00:00Z          163.68751631    57.08865988\n");
    expect_type("text/plain; charset=utf-8");
    assert_string_equal(
        get(MARS "&format=json", NULL),
        "{\"observer\": {\"lat_deg\": 48.930000000, \"lon_deg\": 2.450000000, \"elevation_m\": "
        "0.000}, \"positions\": [\n"
        "{\"body\": \"mars\", \"time\": \"2026-10-30T18:00:00Z\", \"az_deg\": 350.16576502, "
        "\"alt_deg\": -23.60442320},\n"
        "{\"body\": \"mars\", \"time\": \"2026-10-31T00:00:00Z\", \"az_deg\": 71.95871974, "
        "\"alt_deg\": 6.87675158},\n"
        "{\"body\": \"mars\", \"time\": \"2026-10-31T06:00:00Z\", \"az_deg\": 163.68751631, "
        "\"alt_deg\": 57.08865988}\n"
        "], \"warnings\": [], \"meta\": {\"source\": "
        "\"builtin-1900-2100/1\", \"time_scale\": "
        "\"UTC\", \"ut1_utc_s\": -0.050529, \"ut1_source\": \"iers-predicted\", \"refraction\": "
        "{\"model\": "
        "\"standard\", \"pressure_hpa\": 1013.25, \"temperature_c\": 15.00}, \"azimuth\": "
        "\"north-through-east\", \"version\": \"0.1.0\"}, \"links\": {\"self\": "
        "\"/api/v1/"
        "positions?bodies=mars&lat=48.93&lon=2.45&fields=body,time,az_deg,alt_deg&start=2026-10-"
        "30T18:00:00Z&count=3&step=21600.0s\"}}\n");
    expect_type("application/json; charset=utf-8");
    assert_string_equal(answer.caching, "public, max-age=86400");
}

static void test_answer_chooses_the_format_by_accept(void **state)
{
    (void)state;
    assert_string_equal(
        get("/api/v1/places?q=paris,fr&limit=1", "text/html, text/csv;q=0.5"),
        "id,name,country,country_name,lat_deg,lon_deg,tz,division,population\r\n"
        "Europe/Paris,Paris,FR,France,48.8667,2.3333,Europe/Paris,Île-de-France,2138551\r\n");
    expect_type("text/csv; charset=utf-8; header=present");
    assert_string_equal(answer.caching, "public, max-age=86400");
    get("/api/v1/places?q=paris&limit=1", "image/png");
    assert_int_equal(answer.status, 406);
}

static void test_answer_names_the_file_of_a_download(void **state)
{
    (void)state;
    get("/api/v1/bodies?format=csv&download=1", NULL);
    assert_string_equal(answer.file_name, "bodies.csv");
    get("/api/v1/bodies/mars?download=1", NULL);
    assert_string_equal(answer.file_name, "body.json");
    get("/api/v1/bodies", NULL);
    assert_string_equal(answer.file_name, "");
}

static void test_answer_tells_all_problems_at_once(void **state)
{
    (void)state;
    assert_string_equal(
        get("/api/v1/positions?lat=91&lon=2&fieldz=az_deg", NULL),
        "{\"type\": \"https://planettracker.example/problems/parameter-unknown\", \"title\": "
        "\"Parameter is not known\", \"status\": 400, \"detail\": \"there is no parameter "
        "\\\"fieldz\\\"; did you mean \\\"fields\\\"?\", \"code\": \"parameter-unknown\", "
        "\"parameter\": \"fieldz\", \"got\": \"az_deg\", \"did_you_mean\": \"fields\", \"errors\": "
        "[{\"detail\": \"there is no parameter \\\"fieldz\\\"; did you mean \\\"fields\\\"?\", "
        "\"code\": \"parameter-unknown\", \"parameter\": \"fieldz\", \"got\": \"az_deg\", "
        "\"did_you_mean\": \"fields\"}, {\"detail\": \"lat is \\\"91\\\"; expected degrees north "
        "as a decimal or d:m:s, -90..90\", \"code\": \"parameter-invalid\", \"parameter\": "
        "\"lat\", \"got\": \"91\", \"expected\": \"degrees north as a decimal or d:m:s, -90..90\", "
        "\"example\": \"48.93\"}]}\n");
    assert_int_equal(answer.status, 400);
    expect_type("application/problem+json");
    assert_string_equal(answer.caching, "no-store");
}

static void test_answer_knows_no_other_path(void **state)
{
    (void)state;
    get("/api/v1/status", NULL); /* the server's own */
    assert_int_equal(answer.status, 404);
    assert_non_null(strstr(out.bytes, "\"code\": \"route-unknown\""));
}

/* Whether a content ends as its format does. */
static void expect_whole(enum almanac_params_format format, const char *target)
{
    static const char *const ends[ALMANAC_PARAMS_FORMATS] = {
        [ALMANAC_PARAMS_JSON] = "}\n",
        [ALMANAC_PARAMS_NDJSON] = "}\n",
        [ALMANAC_PARAMS_CSV] = "\r\n",
        [ALMANAC_PARAMS_TEXT] = "\n",
        [ALMANAC_PARAMS_ICS] = "END:VCALENDAR\r\n",
        [ALMANAC_PARAMS_SVG] = "</svg>\n",
        [ALMANAC_PARAMS_VOTABLE] = "</VOTABLE>\n",
    };
    if (ends[format] == NULL) fail_msg("add the end of format %u", (unsigned)format);
    const size_t length = strlen(ends[format]);
    assert_int_equal(strlen(out.bytes), out.used - 1); /* no byte is 0 */
    if (out.used - 1 < length || strcmp(out.bytes + out.used - 1 - length, ends[format]) != 0)
        fail_msg("%s does not end as its format does", target);
    if (format == ALMANAC_PARAMS_JSON && !grammar_is_json(out.bytes))
        fail_msg("%s is not JSON", target);
}

static void test_answer_of_each_document_is_complete(void **state)
{
    (void)state;
    const struct targets *all = targets_all();
    int answered = 0;
    for (int i = 0; i < all->count; i++) {
        const struct almanac_request_text text =
            targets_text(all->list[i].target, all->list[i].body);
        base_buf_clear(&out);
        assert_int_equal(almanac_answer_whole(&work, &text, &out, &answer), BASE_ERR_OK);
        base_buf_append(&out, "", 1);
        const bool is_answered = answer.status == 200;
        answered += is_answered;
        expect_whole(is_answered ? all->list[i].format : ALMANAC_PARAMS_JSON, all->list[i].target);
        const struct base_text type = format_media_row(all->list[i].format)->content_type;
        if (is_answered) assert_true(base_text_equals(answer.content_type, type));
    }
    assert_int_equal(answered, all->count - 4); /* four of the list are problems */
}

/* Where the tag at a place ends, or NULL; *is_alone when it has no content. */
static const char *end_of_tag(const char *at, bool *is_alone)
{
    char quote = '\0';
    for (; *at != '\0'; at++) {
        if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '>') {
            *is_alone = at[-1] == '/' || at[-1] == '?';
            return at;
        }
    }
    return NULL;
}

/* Whether every element ends, in the reverse order of their beginnings (XML 1.0, section 2.1). */
static bool is_well_formed(const char *at)
{
    const char *open[16];
    int depth = 0;
    while ((at = strchr(at, '<')) != NULL) {
        bool is_alone = false;
        const bool is_end = at[1] == '/';
        const char *name = at + 1 + is_end;
        const size_t length = strcspn(name, " />");
        at = end_of_tag(at, &is_alone);
        if (at == NULL || depth == 16) return false;
        if (is_alone) continue;
        if (!is_end)
            open[depth++] = name;
        else if (depth == 0 || strncmp(open[--depth], name, length) != 0 ||
                 strcspn(open[depth], " />") != length)
            return false;
    }
    return depth == 0;
}

static int count_of(const char *at, const char *end, const char *what)
{
    int count = 0;
    while ((at = strstr(at, what)) != NULL && at < end) count++, at++;
    return count;
}

/* The unit that ends a name is the unit of its field; every field says what it is. */
static void expect_fields(const char *table, const char *target)
{
    static const struct {
        const char *ending, *unit;
    } units[] = {{"_arcsec_per_s", "arcsec/s"},
                 {"_km_per_s", "km/s"},
                 {"_deg", "deg"},
                 {"_arcsec", "arcsec"},
                 {"_arcmin", "arcmin"},
                 {"_au", "AU"},
                 {"_km", "km"},
                 {"_s", "s"},
                 {"_jd", "d"},
                 {"_days_ahead", "d"},
                 {"_hpa", "hPa"}};
    for (const char *at = table; (at = strstr(at, "<FIELD name=\"")) != NULL; at++) {
        const char *name = at + strlen("<FIELD name=\""), *end = strchr(at, '\n');
        const size_t length = strcspn(name, "\"");
        const char *want = NULL;
        for (size_t i = 0; i < sizeof units / sizeof *units && want == NULL; i++) {
            const size_t tail = strlen(units[i].ending);
            if (length > tail && memcmp(name + length - tail, units[i].ending, tail) == 0)
                want = units[i].unit;
        }
        char member[40] = "unit=\"";
        if (want != NULL) snprintf(member, sizeof member, "unit=\"%s\"", want);
        if (want != NULL && count_of(at, end, member) == 0)
            fail_msg("%s: %.*s is not in %s", target, (int)length, name, want);
        assert_int_equal(count_of(at, end, " ucd=\""), 1);
        assert_int_equal(count_of(at, end, "<DESCRIPTION></DESCRIPTION>"), 0);
    }
}

static void test_answer_of_every_votable_is_well_formed(void **state)
{
    (void)state;
    const struct targets *all = targets_all();
    int tables = 0;
    for (int i = 0; i < all->count; i++) {
        if (all->list[i].format != ALMANAC_PARAMS_VOTABLE) continue;
        const struct almanac_request_text text =
            targets_text(all->list[i].target, all->list[i].body);
        base_buf_clear(&out);
        assert_int_equal(almanac_answer_whole(&work, &text, &out, &answer), BASE_ERR_OK);
        base_buf_append(&out, "", 1);
        if (!is_well_formed(out.bytes)) fail_msg("%s is not well-formed", all->list[i].target);
        expect_fields(out.bytes, all->list[i].target);
        const int fields = count_of(out.bytes, out.bytes + out.used, "<FIELD ");
        assert_true(fields > 0);
        int rows = 0;
        for (const char *at = out.bytes; (at = strstr(at, "<TR>")) != NULL; at++, rows++)
            assert_int_equal(count_of(at, strstr(at, "</TR>"), "<TD>"), fields);
        if (rows == 0) fail_msg("%s has no row", all->list[i].target);
        tables++;
    }
    /* positions, of a body, sky, tonight, batch, events, time, bodies, a body, conventions, places,
     * days */
    assert_int_equal(tables, 12);
}

/* The link of a document: what stands between two texts, with XML's ampersands read. */
static void cut_link(const char *document, const char *before, char link[512])
{
    const char *at = strstr(document, before);
    size_t length = 0;
    if (at != NULL) at += strlen(before);
    for (; at != NULL && *at != '"' && length < 511; at++) {
        link[length++] = *at;
        if (strncmp(at, "&amp;", 5) == 0) at += 4;
    }
    link[length] = '\0';
}

static void test_answer_links_to_itself_below_the_base_path_in_json_and_votable(void **state)
{
    (void)state;
    int links = 0;
    work.base_path = BASE_TEXT("/sky");
    for (int i = 0; i < ALMANAC_DOCUMENTS_COUNT; i++) {
        const struct almanac_documents_row *row = &almanac_documents_all[i];
        const unsigned both = 1u << ALMANAC_PARAMS_JSON | 1u << ALMANAC_PARAMS_VOTABLE;
        char target[400], json[512], votable[512];
        if ((row->rules.formats & both) != both) continue;
        const char *between = strchr(row->example, '?') != NULL ? "&" : "?";
        snprintf(target, sizeof target, "%s%sformat=json", row->example, between);
        cut_link(get(target, NULL), "\"links\": {\"self\": \"", json);
        snprintf(target, sizeof target, "%s%sformat=votable", row->example, between);
        cut_link(get(target, NULL), "<INFO name=\"self\" value=\"", votable);
        assert_string_equal(votable, json);
        if (strncmp(json, "/sky/api/v1/", 12) != 0) fail_msg("%s links to %s", target, json);
        links++;
    }
    work.base_path = (struct base_text){NULL, 0};
    /* positions, of a body, sky, tonight, events, time, bodies, a body, conventions, places */
    assert_int_equal(links, 10);
}

static void test_answer_of_time_warns_in_json_and_votable(void **state)
{
    (void)state;
    assert_non_null(strstr(get("/api/v1/time?time=2028-10-30T21:00:00Z", NULL), "\"ut1-held\""));
    assert_non_null(strstr(get("/api/v1/time?time=2028-10-30T21:00:00Z&format=votable", NULL),
                           "<INFO name=\"warning\" value=\"ut1-held: "));
    assert_null(strstr(get("/api/v1/time?time=2020-10-30T21:00:00Z&format=votable", NULL),
                       "<INFO name=\"warning\""));
}

/* However small the pieces are, together they are the same bytes. */
static void test_answer_is_the_same_in_pieces(void **state)
{
    (void)state;
    const char *target =
        "/api/v1/positions?place=Paris&start=2026-10-30T18:00:00Z&step=1m&count=300";
    const size_t length = strlen(get(target, NULL));
    char *whole = strdup(out.bytes);
    assert_non_null(whole);
    assert_true(length > 2 * ALMANAC_ANSWER_WHOLE_MAX_BYTES);
    const struct almanac_request_text text = targets_text(target, NULL);
    struct base_text rest;
    const struct almanac_documents_row *document = almanac_documents_find(text.path, &rest);
    assert_true(almanac_answer_read(&work, document, rest, &text));
    assert_true(almanac_answer_is_fixed(&work, document));
    base_buf_clear(&out);
    enum base_err err = almanac_answer_begin(&work, document, &out, &answer);
    assert_int_equal(err, BASE_ERR_OK);
    size_t seen = 0;
    while (out.used > 0) {
        assert_true(seen + out.used <= length);
        assert_memory_equal(out.bytes, whole + seen, out.used);
        seen += out.used;
        base_buf_clear(&out);
        if (err == BASE_ERR_OK) err = almanac_answer_append(&answer, &out, 1000);
        assert_true(err == BASE_ERR_OK || err == BASE_ERR_END);
    }
    assert_int_equal(err, BASE_ERR_END);
    assert_int_equal(seen, length);
    almanac_answer_close(&answer);
    free(whole);
}

/* Whichever allocation fails, the answer is complete or a problem of the server: never an empty
 * 200. */
static void test_answer_without_memory_is_a_problem(void **state)
{
    (void)state;
    static const char body[] =
        "{\"observers\": [{\"id\": \"home\", \"lat\": 48.93, \"lon\": 2.45}], \"tz\": "
        "\"Europe/Paris\", \"bodies\": [\"mars\"], \"times\": [\"2026-10-30T18:00:00Z\"]}";
    const struct {
        const char *target, *body;
    } asked[] = {
        {"/api/v1/batch?format=csv", body},
        {"/api/v1/positions?lat=1&lon=2&start=2026-10-30T18:00:00Z&step=1m&count=3&tz=Asia/Tokyo",
         NULL},
        {"/api/v1/events?types=rise&place=Lima&start=2026-10-30T18:00:00Z&days=2", NULL},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct almanac_request_text text = targets_text(asked[i].target, asked[i].body);
        int failures = 0;
        for (int allowed = 1; allowed < 400; allowed++) {
            base_buf_clear(&out);
            until_failure = allowed;
            const enum base_err err = almanac_answer_whole(&work, &text, &out, &answer);
            const bool has_failed = until_failure == 0;
            until_failure = -1;
            if (err == BASE_ERR_MEMORY) continue; /* out itself could not grow */
            assert_int_equal(err, BASE_ERR_OK);
            assert_true(out.used > 0);
            if (answer.status != 200) failures++;
            if (!has_failed) {
                assert_int_equal(answer.status, 200);
                break;
            }
        }
        if (failures == 0) fail_msg("no allocation of %s failed", asked[i].target);
    }
}

static void test_answer_closed_before_its_end_leaks_nothing(void **state)
{
    (void)state;
    const struct almanac_request_text text = targets_text(
        "/api/v1/events?types=day&place=Paris&start=2026-01-01T00:00:00Z&days=3000", NULL);
    struct base_text rest;
    const struct almanac_documents_row *document = almanac_documents_find(text.path, &rest);
    assert_true(almanac_answer_read(&work, document, rest, &text));
    base_buf_clear(&out);
    assert_int_equal(almanac_answer_begin(&work, document, &out, &answer), BASE_ERR_OK);
    almanac_answer_close(&answer); /* the sanitizer finds what it still holds */
    assert_null(answer.content.append);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer_writes_positions_in_each_format),
        cmocka_unit_test(test_answer_chooses_the_format_by_accept),
        cmocka_unit_test(test_answer_names_the_file_of_a_download),
        cmocka_unit_test(test_answer_tells_all_problems_at_once),
        cmocka_unit_test(test_answer_knows_no_other_path),
        cmocka_unit_test(test_answer_of_each_document_is_complete),
        cmocka_unit_test(test_answer_of_every_votable_is_well_formed),
        cmocka_unit_test(test_answer_links_to_itself_below_the_base_path_in_json_and_votable),
        cmocka_unit_test(test_answer_of_time_warns_in_json_and_votable),
        cmocka_unit_test(test_answer_is_the_same_in_pieces),
        cmocka_unit_test(test_answer_without_memory_is_a_problem),
        cmocka_unit_test(test_answer_closed_before_its_end_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
