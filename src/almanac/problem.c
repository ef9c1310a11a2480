/* Problems: one row a kind, two ways to write them. */
#include "almanac/problem.h"

#include "format/json.h"

#include <assert.h>
#include <stddef.h>

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
    assert((unsigned)problem->kind < ALMANAC_PROBLEM_COUNT);
    const struct row *row = &rows[problem->kind];
    assert(row->title != NULL); /* ALMANAC_PROBLEM_NONE is not answered */
    return row;
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

static void append_out_of_range(struct base_buf *out, const struct almanac_problem *p)
{
    assert(p->kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE && p->note != NULL);
    base_buf_append_format(out, "%s is covered%s%s from %s to %s, but not ", p->note,
                           p->source != NULL ? " by " : "", p->source != NULL ? p->source : "",
                           p->valid_from, p->valid_until);
    if (p->is_around)
        base_buf_append_string(out, "all the days needed around ");
    else
        base_buf_append_string(
            out, p->got.length > 0 ? "at " : "for the whole requested range and its margin");
    if (p->got.length > 0) append_quoted(out, p->got);
}

/* How a kind of problem is worded: the texts before and after the faulty part, and what follows. */
struct form {
    enum almanac_problem_kind kind;
    const char *before, *after;
    enum { PARAMETER, QUOTED_PARAMETER, GOT } subject;
    bool has_note; /* after a colon */
};

/* Appends a complaint of a form; false for a kind without one. */
static bool append_form(struct base_buf *out, const struct almanac_problem *p)
{
    static const struct form forms[] = {
        {ALMANAC_PROBLEM_PARAMETER_MISSING, "", " is missing", PARAMETER, true},
        {ALMANAC_PROBLEM_PARAMETER_UNKNOWN, "there is no parameter ", "", QUOTED_PARAMETER, true},
        {ALMANAC_PROBLEM_BODY_UNKNOWN, "there is no body ", "", GOT, true},
        {ALMANAC_PROBLEM_PLACE_UNKNOWN, "there is no place ", "", GOT, true},
        {ALMANAC_PROBLEM_PLACE_AMBIGUOUS, "", " is the name of more than one place", GOT, true},
        {ALMANAC_PROBLEM_ROUTE_UNKNOWN, "there is no route ", "", GOT, false},
        {ALMANAC_PROBLEM_METHOD_NOT_ALLOWED, "", " is not allowed here", GOT, true},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *form = &forms[i];
        if (form->kind != p->kind) continue;
        base_buf_append_string(out, form->before);
        if (form->subject == PARAMETER)
            base_buf_append_text(out, p->parameter);
        else
            append_quoted(out, form->subject == GOT ? p->got : p->parameter);
        base_buf_append_string(out, form->after);
        if (form->has_note && p->note != NULL) base_buf_append_format(out, ": %s", p->note);
        return true;
    }
    return false;
}

/* What is wrong, without what is expected. */
static void append_complaint(struct base_buf *out, const struct almanac_problem *p)
{
    if (p->parameter.length == 0 && p->got.length == 0) { /* the request as a whole is to blame */
        base_buf_append_string(out, row_of(p)->title);
        return;
    }
    if (append_form(out, p)) return;
    switch (p->kind) {
    case ALMANAC_PROBLEM_PARAMETER_CONFLICT:
        assert(p->note != NULL);
        base_buf_append_text(out, p->parameter);
        base_buf_append_format(out, " %s", p->note);
        break;
    case ALMANAC_PROBLEM_BODY_MISSING:
        assert(p->source != NULL);
        append_quoted(out, p->got);
        base_buf_append_format(out, " is not in %s", p->source);
        break;
    case ALMANAC_PROBLEM_TIME_OUT_OF_RANGE:
        append_out_of_range(out, p);
        break;
    case ALMANAC_PROBLEM_TOO_MANY_ROWS:
        assert(p->rows > p->limit);
        base_buf_append_format(out, "the answer would have %lld rows, more than %lld",
                               (long long)p->rows, (long long)p->limit);
        break;
    default:
        base_buf_append_text(out, p->parameter);
        base_buf_append_string(out, " is ");
        append_quoted(out, p->got);
        if (p->note != NULL) base_buf_append_format(out, ": %s", p->note);
        break;
    }
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
    assert(count > 0);
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
