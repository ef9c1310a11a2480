/* The documents that are written in a single piece: each computes what it needs in the workspace
 * before its first byte.
 */
#ifndef ALMANAC_SHORT_DOCUMENTS_H
#define ALMANAC_SHORT_DOCUMENTS_H

#include "almanac/content.h"

/* The sky of an instant, and the night around it. */
almanac_content_open almanac_short_documents_sky;
almanac_content_open almanac_short_documents_tonight;

/* The dome as a picture, in English unless lang is given: one address, one picture. */
almanac_content_open almanac_short_documents_chart;

/* One instant in every scale of time. */
almanac_content_open almanac_short_documents_time;

/* All bodies, or the one that follows the path. */
almanac_content_open almanac_short_documents_bodies;
almanac_content_open almanac_short_documents_body;

almanac_content_open almanac_short_documents_conventions;

/* Towns by name or distance. */
almanac_content_open almanac_short_documents_places;

#endif
