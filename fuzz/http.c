/* Requests: the same whether the bytes come at once or in pieces, and never beyond the limits.
 * The first byte of an input seeds the pieces. */
#include "net/http.h"

#include "fuzz.h"

static const struct net_http_limits LIMITS = {.head_bytes = 400, .target_bytes = 100, 60};

static void tell(struct base_buf *told, const struct net_http_request *request)
{
    FUZZ_REQUIRE(request->body.length <= LIMITS.body_bytes);
    FUZZ_REQUIRE(request->target.length <= LIMITS.target_bytes);
    base_buf_append_text(told, request->method_text);
    base_buf_append_text(told, request->target);
    base_buf_append_text(told, request->path);
    base_buf_append_text(told, request->query);
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        base_buf_append(told, request->head + field->name, field->name_length);
        base_buf_append(told, request->head + field->value, field->value_length);
    }
    base_buf_append_text(told, request->body);
    base_buf_append_string(told, request->keeps_open ? " stays\n" : " closes\n");
}

/* Each call gets its bytes at a new address, as the contract allows. */
static void read_in_pieces(struct base_text all, unsigned seed, struct base_buf *told)
{
    static struct net_http_parser parser;
    char *kept = NULL;
    struct net_http_bytes input = {NULL, 0};
    enum base_err err = BASE_ERR_AGAIN;
    net_http_parser_init(&parser, &LIMITS);
    while (all.length > 0 && err == BASE_ERR_AGAIN) {
        size_t piece = all.length;
        if (seed != 0) piece = 1 + (seed = seed * 1103515245u + 12345u) / 65536u % 17;
        if (piece > all.length) piece = all.length;
        char *fresh = malloc(input.length + piece);
        FUZZ_REQUIRE(fresh != NULL);
        if (input.length > 0) memcpy(fresh, input.at, input.length);
        memcpy(fresh + input.length, all.at, piece);
        free(kept);
        kept = fresh;
        input = (struct net_http_bytes){fresh, input.length + piece};
        all = (struct base_text){all.at + piece, all.length - piece};
        while ((err = net_http_parse(&parser, &input)) == BASE_ERR_OK) tell(told, &parser.request);
    }
    if (err != BASE_ERR_AGAIN) base_buf_append_format(told, "refused %u", parser.status);
    free(kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct base_buf whole, split;
    if (size < 2) return 0;
    base_buf_init(&whole, 1u << 20);
    base_buf_init(&split, 1u << 20);
    read_in_pieces(fuzz_text(bytes + 1, size - 1), 0, &whole);
    read_in_pieces(fuzz_text(bytes + 1, size - 1), bytes[0] + 1u, &split);
    FUZZ_REQUIRE(base_text_equals((struct base_text){whole.bytes, whole.used},
                                  (struct base_text){split.bytes, split.used}));
    base_buf_fini(&whole);
    base_buf_fini(&split);
    return 0;
}
