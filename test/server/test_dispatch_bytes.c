/* server/dispatch adds headers to the almanac's answers; the content is the almanac's, byte for
 * byte. */
#include "almanac/answer.h"
#include "almanac/targets.h"
#include "server/asking.h"

#include <stdlib.h>

static struct base_buf sent;

/* Reads a reply to its end into sent. */
static void drain(void)
{
    base_buf_clear(&sent);
    if (ask.reply.stream.produce == NULL) {
        base_buf_append(&sent, ask.reply.body.bytes, ask.reply.body.used);
        return;
    }
    struct base_buf piece;
    struct net_http_turn turn = {.out = &piece};
    base_buf_init(&piece, 16 * NET_HTTP_TURN_BYTES);
    enum base_err err = BASE_ERR_OK;
    while (err == BASE_ERR_OK) {
        base_buf_clear(&piece);
        err = ask.reply.stream.produce(ask.reply.stream.state, &turn);
        base_buf_append(&sent, piece.bytes, piece.used);
    }
    base_buf_fini(&piece);
    assert_int_equal(err, BASE_ERR_END);
}

/* Asks the server for a target as a client would. */
static unsigned ask_target(const char *target, const char *body)
{
    static char text[16000];
    if (body == NULL) return ask_get(&ask, target);
    snprintf(
        text, sizeof text,
        "POST %s HTTP/1.1\r\nHost: a\r\nRequest-Id: unit-test\r\nContent-Length: %zu\r\n\r\n%s",
        target, strlen(body), body);
    return ask_raw(&ask, text);
}

static void test_dispatch_sends_the_bytes_of_the_almanac(void **state)
{
    (void)state;
    static struct almanac_workspace work;
    struct base_buf want;
    const struct targets *all = targets_all();
    almanac_workspace_init(&work, data_store());
    base_buf_init(&want, 1u << 26);
    base_buf_init(&sent, 1u << 26);
    for (int i = 0; i < all->count; i++) {
        const char *target = all->list[i].target;
        const struct almanac_request_text text = targets_text(target, all->list[i].body);
        struct almanac_answer answer;
        base_buf_clear(&want);
        assert_int_equal(almanac_answer_whole(&work, &text, &want, &answer), BASE_ERR_OK);
        if (answer.status != 200) { /* what a server adds: the request's id */
            want.used -= 2;
            base_buf_append_string(&want, ", \"request_id\": \"unit-test\"}\n");
        }
        assert_int_equal(ask_target(target, all->list[i].body), answer.status);
        assert_true(base_text_equals(ask.reply.content_type, answer.content_type));
        drain();
        if (sent.used != want.used || memcmp(sent.bytes, want.bytes, want.used) != 0)
            fail_msg("%s: %zu bytes are not the %zu of the almanac", target, sent.used, want.used);
        net_http_reply_clear(&ask.reply);
    }
    base_buf_fini(&want);
    base_buf_fini(&sent);
    almanac_workspace_fini(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dispatch_sends_the_bytes_of_the_almanac),
    };
    return cmocka_run_group_tests(tests, ask_open, ask_close);
}
