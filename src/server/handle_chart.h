/* The route /api/v1/chart.svg: the dome as a picture. */
#ifndef SERVER_HANDLE_CHART_H
#define SERVER_HANDLE_CHART_H

#include "server/dispatch.h"

/* Answers with almanac_chart_svg_append's document, in English unless lang is given: one address,
 * one picture. */
void server_handle_chart_answer(struct server_dispatch *api, struct almanac_request *ask,
                                struct net_http_reply *reply);

#endif
