/* Whether this server may be given requests: the data are there, and known positions come out
 * right. */
#ifndef APP_READY_H
#define APP_READY_H

#include "app/store.h"
#include "base/buf.h"

#include <stdbool.h>

struct app_ready {
    bool is_passed;
    int checked;          /* positions that the ephemeris covers; none is no failure */
    double worst_arcsec;  /* the largest error among them */
    const char *failed;   /* name of the first body that was wrong; NULL: none */
    double failed_arcsec; /* by so much */
};

/* Computes known positions and compares.
 *
 * Gives   passed when every one that the ephemeris covers is within 1 arcsec. That is some ten
 *         times the difference of today's ephemerides, and a thousandth of what a wrong sign or a
 *         wrong time scale does
 * Source  JPL Horizons, observer tables of 2019-04-12 (DE431 and satellite ephemerides), 29 N 81 W
 *         10 m
 * Cost    30 microseconds
 */
struct app_ready app_ready_check(const struct app_store *store);

enum app_ready_state { APP_READY_YES, APP_READY_FAILING, APP_READY_DRAINING };

/* Appends {"status": "ready", ...} with reasons when it is not. */
void app_ready_append_json(struct base_buf *out, const struct app_ready *ready,
                           enum app_ready_state state);

#endif
