/* Every model, definition, unit, limit and default as data: /api/v1/conventions. Values are the
 * code's own constants, not typed again.
 */
#ifndef ALMANAC_CONVENTIONS_H
#define ALMANAC_CONVENTIONS_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"

/* One convention. Texts are constant or live as long as the dataset. */
struct almanac_conventions_row {
    const char *section, *name;
    const char *text; /* the convention in words; NULL: it is the number */
    double number;
    int decimals;
    const char *unit;   /* of the number; "" without one */
    const char *source; /* paper, standard or resolution; "" where it is our own choice */
};

#define ALMANAC_CONVENTIONS_MAX 160

/* Lists all conventions of a dataset, section by section; gives their count. Public for its test. */
int almanac_conventions_list(const struct data_dataset *dataset,
                             struct almanac_conventions_row rows[ALMANAC_CONVENTIONS_MAX]);

/* Appends the document. JSON: {"conventions": {section: {name: {"value", "unit", "source"}}}};
 * The other formats: a row for each. */
void almanac_conventions_append(struct base_buf *out, const struct data_dataset *dataset,
                                enum almanac_params_format format, struct base_text base_path);

#endif
