/* Every model, definition, unit, limit and default as data: /api/v1/conventions. Values are the
 * code's own constants, not typed again.
 */
#ifndef APP_CONVENTIONS_H
#define APP_CONVENTIONS_H

#include "app/api.h"

/* One convention. Texts are constant or live as long as the store. */
struct app_conventions_row {
    const char *section, *name;
    const char *text; /* what holds, in words; NULL: the number does */
    double number;
    int decimals;
    const char *unit;   /* of the number; "" without one */
    const char *source; /* paper, standard or resolution; "" where it is our own choice */
};

#define APP_CONVENTIONS_MAX 160

/* Lists all conventions of a store, section by section; gives their count. */
int app_conventions_list(const struct app_store *store,
                         struct app_conventions_row rows[APP_CONVENTIONS_MAX]);

/* Answers /api/v1/conventions. JSON: {"conventions": {section: {name: {"value", "unit",
 * "source"}}}}; NDJSON, CSV and text: a row for each. */
app_api_answer app_conventions_answer;

#endif
