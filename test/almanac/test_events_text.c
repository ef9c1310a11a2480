/* almanac/events_text: every event has a title for people. */
#include "almanac/events_text.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#define KIND(kind, text) text,
static const char *const SKY_KINDS[] = {SKY_EVENTS_KIND_LIST(KIND)};
#undef KIND

/* A kind without a pattern would be titled by its name in the API. */
static void expect_title(const char *kind)
{
    char bytes[200];
    struct base_buf out = {.bytes = bytes, .room = sizeof bytes - 1, .max = sizeof bytes - 1};
    const struct almanac_events_merge_event event = {.sort = ALMANAC_EVENTS_MERGE_LOCAL,
                                                     .kind = kind,
                                                     .body = SKY_BODY_MARS,
                                                     .other = SKY_BODY_COUNT};
    almanac_events_text_append_title(&out, &event);
    bytes[out.used] = '\0';
    if (out.used == 0 || strcmp(bytes, kind) == 0) fail_msg("%s has no title", kind);
}

static void test_events_text_has_a_title_for_every_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++) expect_title(SKY_KINDS[kind]);
    for (int kind = 0; kind < SKY_RISE_KINDS; kind++) {
        const struct base_text name = sky_rise_kind_name((enum sky_rise_kind)kind);
        struct almanac_events_merge_query query = {0};
        if (almanac_events_merge_type(name, &query) == BASE_ERR_OK) expect_title(name.at);
    }
    expect_title("azimuth");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_text_has_a_title_for_every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
