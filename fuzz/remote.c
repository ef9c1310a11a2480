/* Any text as a server's answer gives positions that can be drawn, or none, and texts without
 * control characters. */
#include "cmd/api_client.h"

#include "fuzz.h"

static const struct data_dataset *dataset(void)
{
    static struct data_dataset made;
    static bool is_open;
    struct base_fault fault;
    if (!is_open) FUZZ_REQUIRE(data_dataset_open(NULL, &made, &fault) == BASE_ERR_OK);
    is_open = true;
    return &made;
}

static void check_rows(const struct cmd_api_client_rows *rows)
{
    unsigned bodies = 0;
    FUZZ_REQUIRE(rows->count >= 1 && rows->count <= SKY_BODY_COUNT);
    for (int i = 0; i < rows->count; i++) {
        const struct sky_observation *seen = &rows->seen[i];
        FUZZ_REQUIRE(rows->bodies[i] < SKY_BODY_COUNT && !(bodies >> rows->bodies[i] & 1u));
        FUZZ_REQUIRE(seen->az_deg >= 0.0 && seen->az_deg <= 360.0);
        FUZZ_REQUIRE(seen->alt_deg >= -91.0 && seen->alt_deg <= 91.0);
        FUZZ_REQUIRE(memchr(seen->constellation, '\0', sizeof seen->constellation) != NULL);
        bodies |= 1u << rows->bodies[i];
    }
    FUZZ_REQUIRE(bodies >> SKY_BODY_SUN & 1u);
}

static void check_text(const char *text)
{
    struct base_text rest = base_text_of(text);
    FUZZ_REQUIRE(rest.length <= CMD_API_CLIENT_TEXT_MAX);
    while (rest.length > 0) {
        const size_t length = base_text_utf8_length(rest);
        FUZZ_REQUIRE(length > 0 &&
                     (length > 1 || ((unsigned char)rest.at[0] >= ' ' && rest.at[0] != 0x7f)));
        rest.at += length;
        rest.length -= length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct base_text json = {(const char *)bytes, size};
    struct cmd_api_client_rows rows;
    struct cmd_api_client_nexts nexts;
    char text[CMD_API_CLIENT_TEXT_MAX + 1];
    if (cmd_api_client_read_rows(dataset(), json, &rows) == BASE_ERR_OK) check_rows(&rows);
    if (cmd_api_client_read_nexts(dataset(), json, &nexts) == BASE_ERR_OK)
        FUZZ_REQUIRE(nexts.bodies >> SKY_BODY_COUNT == 0);
    cmd_api_client_read_problem(json, text);
    check_text(text);
    cmd_api_client_sanitise(json, text);
    check_text(text);
    return 0;
}
