/* The route /api/v1/chart.svg: the dome as a picture. */
#ifndef APP_PICTURE_H
#define APP_PICTURE_H

#include "app/api.h"

/* Answers with app_chart_svg_append's document, in English unless lang is given: one address,
 * one picture. */
void app_picture_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

#endif
