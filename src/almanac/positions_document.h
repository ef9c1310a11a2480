/* The document of positions: of one instant in a single piece, of a range piece by piece. */
#ifndef ALMANAC_POSITIONS_DOCUMENT_H
#define ALMANAC_POSITIONS_DOCUMENT_H

#include "almanac/content.h"
#include "almanac/request.h"
#include "data/dataset.h"

#define ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX 1000000 /* of one request; a batch may have more */

/* Checks the range of a request, if it has one; of /api/v1/positions/{body} sets its bodies. */
void almanac_positions_document_check(const struct data_dataset *dataset,
                                      struct almanac_request *ask);
void almanac_positions_document_check_body(const struct data_dataset *dataset,
                                           struct almanac_request *ask);

/* Opens positions, and those of one body. */
almanac_content_open almanac_positions_document_open;

#endif
