/* Whether the server is ready for requests: the data are there, and known positions are computed
 * correctly. */
#ifndef SERVER_SELF_TEST_H
#define SERVER_SELF_TEST_H

#include "base/buf.h"
#include "data/dataset.h"

#include <stdbool.h>

struct server_self_test {
    bool is_passed;
    int checked;          /* positions that the ephemeris covers; zero is not a failure */
    double worst_arcsec;  /* the largest error among them */
    const char *failed;   /* name of the first body that was wrong; NULL: none */
    double failed_arcsec; /* its error */
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
struct server_self_test server_self_test_check(const struct data_dataset *dataset);

enum server_self_test_state {
    SERVER_SELF_TEST_YES,
    SERVER_SELF_TEST_FAILING,
    SERVER_SELF_TEST_DRAINING
};

/* Appends {"status": "ready", ...} with reasons when it is not. */
void server_self_test_append_json(struct base_buf *out, const struct server_self_test *ready,
                                  enum server_self_test_state state);

#endif
