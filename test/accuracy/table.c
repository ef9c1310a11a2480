/* Reads truth tables and keeps the score. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int figures, broken;

/* Cuts a line at its commas; a field may be empty. */
static int split(char *line, char **parts)
{
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; count < TABLE_COLUMNS_MAX; at++) {
        parts[count++] = at;
        at += strcspn(at, ",");
        if (*at == '\0') break;
        *at = '\0';
    }
    return count;
}

bool table_open(struct table *t, const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    t->file = fopen(path, "r");
    if (t->file == NULL) {
        printf("%-44s missing\n", name);
        return false;
    }
    do
        if (fgets(t->header, sizeof t->header, t->file) == NULL) return false;
    while (t->header[0] == '#');
    t->columns = split(t->header, t->names);
    return true;
}

bool table_next(struct table *t)
{
    if (fgets(t->line, sizeof t->line, t->file) == NULL) {
        fclose(t->file);
        return false;
    }
    if (split(t->line, t->fields) != t->columns) {
        fprintf(stderr, "a row with another number of columns than the header\n");
        exit(2);
    }
    return true;
}

const char *table_text(const struct table *t, const char *name)
{
    for (int i = 0; i < t->columns; i++)
        if (strcmp(t->names[i], name) == 0) return t->fields[i];
    fprintf(stderr, "no column %s\n", name);
    exit(2);
}

double table_number(const struct table *t, const char *name)
{
    return atof(table_text(t, name));
}

double table_days_of_jd(const char *jd)
{
    const char *point = strchr(jd, '.');
    return (double)(atol(jd) - 2451545) + (point != NULL ? atof(point) : 0.0);
}

void table_add(struct table_spread *s, double difference)
{
    s->rows++;
    s->squares += difference * difference;
    s->worst = fmax(s->worst, isnan(difference) ? INFINITY : fabs(difference));
}

void table_report(const char *what, const struct table_spread *s, const char *unit)
{
    if (s->rows == 0) return;
    double rms = sqrt(s->squares / s->rows);
    bool is_ok = s->worst <= s->limit && (s->rms_limit == 0.0 || rms <= s->rms_limit);
    figures++;
    broken += !is_ok;
    char limit[64];
    snprintf(limit, sizeof limit, s->rms_limit > 0.0 ? "%g (rms %g)" : "%g", s->limit,
             s->rms_limit);
    printf("%-44s %5d rows  rms %9.4f  max %9.4f  limit %-16s %s %s\n", what, s->rows, rms,
           s->worst, limit, unit, is_ok ? "ok" : "BROKEN");
}

int table_close_score(void)
{
    printf("%d figures, %d broken\n", figures, broken);
    return figures == 0 || broken > 0;
}

double table_around(double difference_deg)
{
    return difference_deg - 360.0 * round(difference_deg / 360.0);
}

struct sky_tt table_tt_of_ut(const struct sky_context *sky, double ut_days)
{
    double day = floor(ut_days + 0.5),
           second = round((ut_days + 0.5 - day) * SKY_DAY_S * 1e4) / 1e4;
    struct sky_civil civil = sky_civil_date((int32_t)day);
    civil.hour = (int)(second / 3600.0);
    civil.minute = (int)(second / 60.0) % 60;
    civil.second = second - civil.hour * 3600 - civil.minute * 60;
    struct sky_tt tt;
    if (sky_civil_tt(&sky->leaps, &sky->orient, civil, &tt) != BASE_ERR_OK) exit(2);
    return tt;
}

struct sky_frame table_frame(const struct sky_context *sky, struct sky_tt tt, enum sky_body body)
{
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_frame_init(sky, tt, &frame, &fault) != BASE_ERR_OK ||
        sky_frame_add(sky, body, &frame, &fault) != BASE_ERR_OK) {
        fprintf(stderr, "no frame at TT %.6f\n", tt.days);
        exit(2);
    }
    return frame;
}
