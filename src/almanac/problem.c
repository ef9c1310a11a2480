/* Problems: one row a kind, two ways to write them. */
#include "almanac/problem.h"

#include "format/json.h"

#define GOT_MAX_BYTES 120

struct row {
    int status;
    const char *code, *title;
};

static const struct row *row_of(const struct almanac_problem *problem)
{
#define ROW(name, status, code, title) [ALMANAC_PROBLEM_##name] = {status, code, title},
    static const struct row rows[ALMANAC_PROBLEM_COUNT] = {ALMANAC_PROBLEM_LIST(ROW)};
#undef ROW
    return &rows[problem->kind];
}

int almanac_problem_status(const struct almanac_problem *problem)
{
    return row_of(problem)->status;
}

/* Cut between two characters of UTF-8. */
static struct base_text shortened(struct base_text text)
{
    if (text.length <= GOT_MAX_BYTES) return text;
    text.length = GOT_MAX_BYTES;
    while (text.length > 0 && ((unsigned char)text.at[text.length] & 0xC0) == 0x80) text.length--;
    return text;
}

static void append_quoted(struct base_buf *out, struct base_text text)
{
    text = shortened(text);
    base_buf_append_string(out, "\"");
    while (text.length > 0) {
        size_t length = base_text_utf8_length(text);
        unsigned char first = (unsigned char)text.at[0];
        /* No escape codes to a terminal: U+0000..U+001F, U+007F..U+009F. */
        bool is_control = first < ' ' || first == 127 ||
                          (first == 0xC2 && length == 2 && (unsigned char)text.at[1] < 0xA0);
        if (length == 0 || is_control)
            base_buf_append_string(out, "?");
        else
            base_buf_append(out, text.at, length);
        text.at += length > 0 ? length : 1;
        text.length -= length > 0 ? length : 1;
    }
    base_buf_append_string(out, "\"");
}

/* What is wrong, without what is expected. */
static void append_complaint(struct base_buf *out, const struct almanac_problem *p)
{
    if (p->parameter.length == 0 && p->got.length == 0) { /* the request as a whole is to blame */
        base_buf_append_string(out, row_of(p)->title);
        return;
    }
    switch (p->kind) {
    case ALMANAC_PROBLEM_PARAMETER_MISSING:
        base_buf_append_text(out, p->parameter);
        base_buf_append_string(out, " is missing");
        break;
    case ALMANAC_PROBLEM_PARAMETER_CONFLICT:
        base_buf_append_text(out, p->parameter);
        base_buf_append_format(out, " %s", p->note);
        return;
    case ALMANAC_PROBLEM_PARAMETER_UNKNOWN:
        base_buf_append_string(out, "there is no parameter ");
        append_quoted(out, p->parameter);
        break;
    case ALMANAC_PROBLEM_BODY_UNKNOWN:
        base_buf_append_string(out, "there is no body ");
        append_quoted(out, p->got);
        break;
    case ALMANAC_PROBLEM_PLACE_UNKNOWN:
        base_buf_append_string(out, "there is no place ");
        append_quoted(out, p->got);
        break;
    case ALMANAC_PROBLEM_PLACE_AMBIGUOUS:
        append_quoted(out, p->got);
        base_buf_append_string(out, " is the name of more than one place");
        break;
    case ALMANAC_PROBLEM_BODY_MISSING:
        append_quoted(out, p->got);
        base_buf_append_format(out, " is not in %s", p->source);
        return;
    case ALMANAC_PROBLEM_TIME_OUT_OF_RANGE:
        base_buf_append_format(out, "%s is covered%s%s from %s to %s, not ", p->note,
                               p->source != NULL ? " by " : "", p->source != NULL ? p->source : "",
                               p->valid_from, p->valid_until);
        base_buf_append_string(out, p->is_around ? "all the days that matter around "
                                    : p->got.length > 0
                                        ? "at "
                                        : "all of the range asked for and its margin");
        if (p->got.length > 0) append_quoted(out, p->got);
        return;
    case ALMANAC_PROBLEM_TOO_MANY_ROWS:
        base_buf_append_format(out, "the answer would have %lld rows, more than %lld",
                               (long long)p->rows, (long long)p->limit);
        return;
    case ALMANAC_PROBLEM_ROUTE_UNKNOWN:
        append_quoted(out, p->got);
        base_buf_append_string(out, " is no route of this server");
        return;
    case ALMANAC_PROBLEM_METHOD_NOT_ALLOWED:
        append_quoted(out, p->got);
        base_buf_append_string(out, " is not allowed here");
        break;
    default:
        base_buf_append_text(out, p->parameter);
        base_buf_append_string(out, " is ");
        append_quoted(out, p->got);
        break;
    }
    if (p->note != NULL) base_buf_append_format(out, ": %s", p->note);
}

void almanac_problem_append_sentence(struct base_buf *out, const struct almanac_problem *p)
{
    append_complaint(out, p);
    if (p->choices[0] != '\0') base_buf_append_format(out, "; expected one of %s", p->choices);
    if (p->expected.length > 0) {
        base_buf_append_string(out, "; expected ");
        base_buf_append_text(out, p->expected);
    }
    if (p->did_you_mean.length > 0) {
        base_buf_append_string(out, "; did you mean \"");
        base_buf_append_text(out, p->did_you_mean);
        base_buf_append_string(out, "\"?");
    }
}

static void append_text_member(struct base_buf *out, const char *name, struct base_text value)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    format_json_append_string(out, value);
}

static void append_member(struct base_buf *out, const char *name, struct base_text value)
{
    if (value.length > 0) append_text_member(out, name, value);
}

/* The members that a problem has alone and as one of many. */
static void append_members(struct base_buf *out, const struct almanac_problem *p)
{
    const struct row *row = row_of(p);
    char bytes[1024];
    struct base_buf sentence = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    almanac_problem_append_sentence(&sentence, p);
    base_buf_append_string(out, "\"detail\": ");
    format_json_append_string(out, (struct base_text){bytes, sentence.used});
    base_buf_append_format(out, ", \"code\": \"%s\"", row->code);
    append_member(out, "parameter", shortened(p->parameter));
    if (p->got.at != NULL) append_text_member(out, "got", shortened(p->got)); /* "lat=" got "" */
    append_member(out, "expected", p->choices[0] != '\0' ? base_text_of(p->choices) : p->expected);
    append_member(out, "example", p->example);
    append_member(out, "did_you_mean", p->did_you_mean);
    append_member(out, "valid_from", base_text_of(p->valid_from));
    append_member(out, "valid_to", base_text_of(p->valid_until));
    if (p->kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE && p->source != NULL)
        append_member(out, "source", base_text_of(p->source));
    if (p->kind == ALMANAC_PROBLEM_TOO_MANY_ROWS)
        base_buf_append_format(out, ", \"limit\": %lld, \"use\": \"batch\"", (long long)p->limit);
}

void almanac_problem_append_json(struct base_buf *out, const struct almanac_problem *problems,
                                 int count)
{
    const struct row *row = row_of(problems);
    base_buf_append_format(out, "{\"type\": \"https://planettracker.example/problems/%s\", ",
                           row->code);
    base_buf_append_format(out, "\"title\": \"%s\", \"status\": %d, ", row->title, row->status);
    append_members(out, problems);
    for (int i = 0; i < count; i++) {
        base_buf_append_string(out, i == 0 ? ", \"errors\": [{" : ", {");
        append_members(out, &problems[i]);
        base_buf_append_string(out, "}");
    }
    base_buf_append_string(out, "]}\n");
}
