/* A judge of JSON texts, RFC 8259: grammar alone. */
#ifndef TEST_APP_GRAMMAR_H
#define TEST_APP_GRAMMAR_H

#include <stdbool.h>
#include <string.h>

static inline const char *grammar_value(const char *at);

static inline const char *grammar_blank(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static inline const char *grammar_string(const char *at)
{
    if (*at++ != '"') return NULL;
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) return NULL;
        if (*at != '\\') continue;
        at++;
        if (*at == 'u') {
            if (strspn(at + 1, "0123456789abcdefABCDEF") < 4) return NULL;
            at += 4;
        } else if (*at == '\0' || strchr("\"\\/bfnrt", *at) == NULL) {
            return NULL;
        }
    }
    return at + 1;
}

static inline const char *grammar_number(const char *at)
{
    at += *at == '-';
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || (digits > 1 && *at == '0')) return NULL;
    at += digits;
    if (*at == '.') {
        digits = strspn(++at, "0123456789");
        if (digits == 0) return NULL;
        at += digits;
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '+' || *at == '-';
        digits = strspn(at, "0123456789");
        if (digits == 0) return NULL;
        at += digits;
    }
    return at;
}

static inline const char *grammar_members(const char *at, char end, bool is_object)
{
    at = grammar_blank(at + 1);
    if (*at == end) return at + 1;
    for (;; at = grammar_blank(at + 1)) {
        if (is_object) {
            at = grammar_string(at);
            if (at == NULL || *(at = grammar_blank(at)) != ':') return NULL;
            at = grammar_blank(at + 1);
        }
        at = grammar_value(at);
        if (at == NULL) return NULL;
        at = grammar_blank(at);
        if (*at == end) return at + 1;
        if (*at != ',') return NULL;
    }
}

static inline const char *grammar_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (int i = 0; i < 3; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0) return at + strlen(words[i]);
    switch (*at) {
    case '{':
        return grammar_members(at, '}', true);
    case '[':
        return grammar_members(at, ']', false);
    case '"':
        return grammar_string(at);
    default:
        return grammar_number(at);
    }
}

static inline bool grammar_is_json(const char *text)
{
    const char *end = grammar_value(grammar_blank(text));
    return end != NULL && *grammar_blank(end) == '\0';
}

#endif
