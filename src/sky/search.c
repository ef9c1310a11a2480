/* A safeguarded secant: as fast as the secant on smooth functions, never slower than two calls for
 * each halving. */
#include "sky/search.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

/* The bracket and the values that the secant is drawn through: the value of an end that stays twice
 * is halved (Illinois), so its sign stays and its size is no longer the function's. */
struct bracket {
    double from, until;
    double from_value, until_value;
    int stayed; /* -1: from stayed last time, 1: until did, 0: neither */
};

static double secant(const struct bracket *b)
{
    double slope = b->until_value - b->from_value;
    return b->from - b->from_value * (b->until - b->from) / slope;
}

static void narrow(struct bracket *b, double at, double value)
{
    if (sky_search_sign(value) == sky_search_sign(b->from_value)) {
        b->from = at;
        b->from_value = value;
        if (b->stayed == 1) b->until_value *= 0.5;
        b->stayed = 1;
    } else {
        b->until = at;
        b->until_value = value;
        if (b->stayed == -1) b->from_value *= 0.5;
        b->stayed = -1;
    }
}

enum base_err sky_search_root(sky_search_function *function, const void *asker,
                              const struct sky_search_end ends[2], double tolerance_days,
                              struct sky_tt *root, struct sky_fault *fault)
{
    assert(sky_search_sign(ends[0].value) != sky_search_sign(ends[1].value));
    assert(ends[0].when.days <= ends[1].when.days && tolerance_days > 0.0);
    struct bracket b = {ends[0].when.days, ends[1].when.days, ends[0].value, ends[1].value, 0};
    double at = 0.5 * (b.from + b.until);
    bool halves = false;
    for (int step = 0; step < SKY_SEARCH_STEPS_MAX && b.until - b.from > tolerance_days; step++) {
        double width = b.until - b.from, value;
        /* Half a tolerance inside the ends: near a root the other end then comes close at once. */
        at = halves ? 0.5 * (b.from + b.until) : secant(&b);
        at = fmin(fmax(at, b.from + 0.5 * tolerance_days), b.until - 0.5 * tolerance_days);
        enum base_err err = function(asker, (struct sky_tt){at}, &value, fault);
        if (err != BASE_ERR_OK) return err;
        if (value == 0.0) break;
        narrow(&b, at, value);
        halves = b.until - b.from > 0.5 * width;
    }
    root->days = at;
    return BASE_ERR_OK;
}
