/* The document is read by jansson; each of its values goes through the table of parameters as the
 * text a query would hold, so there is one set of limits and messages.
 */
#include "almanac/batch.h"

#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/provenance.h"
#include "almanac/request.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "data/time_range.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "format/media.h"
#include "format/rows.h"
#include "format/votable.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/time.h"

#include <assert.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct observer {
    struct base_text id; /* in the thread's room while it is read, then in ids */
    struct almanac_params params;
    struct sky_observer site; /* of params, as are both */
    struct sky_air air;
};

struct batch {
    struct almanac_positions positions;
    struct almanac_positions_frame frame;
    struct format_rows written;
    enum almanac_params_format format;
    struct data_zone zone;
    struct observer *observers;
    char *ids; /* the text of theirs */
    size_t observer_count;
    struct sky_tt *times; /* a list; NULL: the range of positions */
    int64_t time_count;
    int64_t index; /* of the present time */
    size_t looker; /* of the present observer */
    bool has_header;
};

static void free_batch(void *state)
{
    struct batch *b = state;
    data_zone_close(&b->zone);
    free(b->observers);
    free(b->ids);
    free(b->times);
    free(b);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* A document on its way to a batch. */
struct reading {
    struct almanac_workspace *work;
    struct almanac_request *ask;
    struct base_buf *text; /* what values are as text */
    char where[40];        /* the present item of a list: "observers[1]" */
    int where_length;      /* 0: the document itself */
    bool is_in_object;     /* the item has members */
};

static void append_value(struct base_buf *out, const json_t *value)
{
    if (json_is_string(value)) {
        base_buf_append(out, json_string_value(value), json_string_length(value));
    } else if (json_is_boolean(value)) {
        base_buf_append_string(out, json_is_true(value) ? "1" : "0");
    } else if (json_is_integer(value)) {
        base_buf_append_format(out, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
        if (at != NULL) out->used += base_num_shortest(at, json_real_value(value));
    }
}

/* A value, or a list of them with commas between, as a query would hold it; .at is NULL for an
 * object, a null or a list in a list. */
static struct base_text text_of(struct reading *r, const json_t *value)
{
    size_t first = r->text->used;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            const json_t *item = json_array_get(value, i);
            if (json_is_array(item) || json_is_object(item) || json_is_null(item))
                return (struct base_text){NULL, 0};
            if (i > 0) base_buf_append_string(r->text, ",");
            append_value(r->text, item);
        }
    } else if (json_is_object(value) || json_is_null(value)) {
        return (struct base_text){NULL, 0};
    } else {
        append_value(r->text, value);
    }
    if (r->text->has_overflowed) return (struct base_text){NULL, 0};
    return (struct base_text){r->text->bytes + first, r->text->used - first};
}

/* A name that outlives the document: problems are written when it is gone. */
static struct base_text kept(struct reading *r, const char *name, size_t length)
{
    size_t first = r->text->used;
    base_buf_append(r->text, name, length);
    return (struct base_text){r->text->bytes + first, r->text->used - first};
}

/* Adds a problem with the present object, or with a member of it: observers[1].lat. */
static void add_problem(struct reading *r, struct almanac_problem *problem)
{
    assert(r->where_length >= 0 && r->where_length < (int)sizeof r->where);
    char name[64];
    int length = r->where_length;
    memcpy(name, r->where, sizeof r->where);
    if (r->is_in_object && problem->parameter.length > 0)
        length += snprintf(name + length, sizeof name - (size_t)length, ".%.*s",
                           (int)problem->parameter.length, problem->parameter.at);
    if (length > 0 && length < (int)sizeof name) problem->parameter = kept(r, name, (size_t)length);
    almanac_request_add(r->ask, problem);
}

/* Whose problems follow: an item of a list, or the document itself. */
static void enter(struct reading *r, const char *list, size_t index, bool is_object)
{
    r->where_length = snprintf(r->where, sizeof r->where, "%s[%zu]", list, index);
    assert(r->where_length < (int)sizeof r->where);
    r->is_in_object = is_object;
}

static void leave(struct reading *r)
{
    r->where_length = 0;
    r->is_in_object = false;
}

static bool is_numeric(enum almanac_params_kind kind)
{
    return kind == ALMANAC_PARAMS_KIND_ANGLE || kind == ALMANAC_PARAMS_KIND_NUMBER ||
           kind == ALMANAC_PARAMS_KIND_WHOLE;
}

/* Refuses a member, and quotes its value; a member without a value is missing. */
static void refuse(struct reading *r, struct base_text parameter, const json_t *got,
                   const char *expected)
{
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_PARAMETER_MISSING,
                                      .parameter = parameter,
                                      .expected = base_text_of(expected)};
    if (got != NULL) {
        char text[128];
        size_t length = json_dumpb(got, text, sizeof text, JSON_ENCODE_ANY | JSON_COMPACT);
        problem.kind = ALMANAC_PROBLEM_PARAMETER_INVALID;
        problem.got = kept(r, text, length < sizeof text ? length : sizeof text);
    }
    add_problem(r, &problem);
}

/* Sets a parameter of the table from a member. */
static void read_member(struct reading *r, const char *name, const json_t *value, uint64_t known,
                        struct almanac_params *params)
{
    struct almanac_problem problem;
    enum almanac_params_name named = almanac_params_named(base_text_of(name));
    struct base_text text = text_of(r, value);
    if (named == ALMANAC_PARAMS_TOTAL || !(known >> named & 1u)) {
        problem = almanac_params_unknown(kept(r, name, strlen(name)), known);
        problem.got = text;
        add_problem(r, &problem);
        return;
    }
    const struct almanac_params_row *row = &almanac_params_rows()[named];
    if (text.at == NULL || (json_is_boolean(value) && is_numeric(row->kind))) {
        params->given |= UINT64_C(1) << named;
        r->ask->unreadable |= UINT64_C(1) << named;
        refuse(r, row->name, value, row->expected);
    } else if (almanac_params_set(r->work->dataset, row->name, text, params, &problem) !=
               BASE_ERR_OK) {
        r->ask->unreadable |= UINT64_C(1) << named;
        if (almanac_params_is_list(named)) /* of the document alone, whose names need no path */
            almanac_request_add_faults(r->work->dataset, r->ask, named, text, &problem);
        else
            add_problem(r, &problem);
    }
}

#define P(name) ALMANAC_PARAMS_BIT(name)

static void read_observer(struct reading *r, const json_t *object, struct observer *observer)
{
    const char *name;
    json_t *value;
    struct almanac_problem problem;
    observer->params.zones = &r->work->zones;
    if (!json_is_object(object)) {
        refuse(r, (struct base_text){"", 0}, object, "an object with lat and lon, or place");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        if (strcmp(name, "id") == 0)
            observer->id = text_of(r, value);
        else
            read_member(r, name, value, ALMANAC_BATCH_OBSERVER_KNOWN, &observer->params);
    }
    if (almanac_request_resolve_place(&observer->params, &problem) != BASE_ERR_OK)
        add_problem(r, &problem);
}

static bool read_observers(struct reading *r, const json_t *list, struct batch *b)
{
    b->observer_count = json_array_size(list);
    if (b->observer_count == 0 || b->observer_count > ALMANAC_BATCH_OBSERVERS_MAX) {
        refuse(r, BASE_TEXT("observers"), list, "a list of 1 to 1000");
        return false;
    }
    b->observers = calloc(b->observer_count, sizeof *b->observers);
    if (b->observers == NULL) return false;
    for (size_t i = 0; i < b->observer_count; i++) {
        struct almanac_params *params = &b->observers[i].params;
        *params = b->positions.request; /* the air that all have, unless it says else */
        params->given = 0;
        enter(r, "observers", i, true);
        read_observer(r, json_array_get(list, i), &b->observers[i]);
        leave(r);
        params->given |= b->positions.request.given & ALMANAC_BATCH_AIR_KNOWN;
    }
    return true;
}

/* A list of instants, each by the table's `time`. */
static void read_times(struct reading *r, const json_t *list, struct batch *b)
{
    b->time_count = (int64_t)json_array_size(list);
    if (b->time_count == 0 || b->time_count > ALMANAC_BATCH_TIMES_MAX) {
        refuse(r, BASE_TEXT("times"), list, "a list of 1 to 10000");
        return;
    }
    b->times = calloc((size_t)b->time_count, sizeof *b->times);
    if (b->times == NULL)
        almanac_request_add(r->ask, &(struct almanac_problem){.kind = ALMANAC_PROBLEM_INTERNAL});
    for (int64_t i = 0; b->times != NULL && i < b->time_count; i++) {
        struct almanac_params one = b->positions.request;
        one.given &= ~P(TIME);
        enter(r, "times", (size_t)i, false);
        read_member(r, "time", json_array_get(list, (size_t)i), P(TIME), &one);
        leave(r);
        b->times[i] = one.time.when;
    }
}

/* An empty object is a range too: without a start. */
static void check_range(struct reading *r, const struct almanac_params *all)
{
    struct almanac_problem problem = almanac_params_missing(ALMANAC_PARAMS_START);
    if ((all->given & ALMANAC_BATCH_TIMES_KNOWN) == 0 ||
        almanac_positions_check_range(r->work->dataset, all, r->ask->unreadable, &problem) !=
            BASE_ERR_OK)
        almanac_request_add(r->ask, &problem);
}

static void read_document(struct reading *r, const json_t *document, struct batch *b)
{
    struct almanac_params *all = &b->positions.request;
    const char *name;
    json_t *value;
    all->zones = &r->work->zones;
    static const char *const first[] = {"tz", "ambiguous", "nonexistent"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        value = json_object_get(document, first[i]);
        if (value != NULL) read_member(r, first[i], value, ALMANAC_BATCH_KNOWN, all);
    }
    json_object_foreach((json_t *)(uintptr_t)document, name, value)
    {
        if (strcmp(name, "observers") == 0 || strcmp(name, "times") == 0 ||
            strcmp(name, "tz") == 0 || strcmp(name, "ambiguous") == 0 ||
            strcmp(name, "nonexistent") == 0)
            continue;
        read_member(r, name, value, ALMANAC_BATCH_KNOWN, all);
    }
    const json_t *times = json_object_get(document, "times");
    if (json_is_array(times)) {
        read_times(r, times, b);
    } else if (json_is_object(times)) {
        json_object_foreach((json_t *)(uintptr_t)times, name, value)
            read_member(r, name, value, ALMANAC_BATCH_TIMES_KNOWN, all);
        check_range(r, all);
    } else {
        refuse(r, BASE_TEXT("times"), times,
               "a list of instants, or an object with start, stop and step");
    }
    const json_t *observers = json_object_get(document, "observers");
    if (!read_observers(r, observers, b) && r->ask->problem_count == 0)
        almanac_request_add(r->ask, &(struct almanac_problem){.kind = ALMANAC_PROBLEM_INTERNAL});
}

/* ---- rows ---------------------------------------------------------------------------------- */

static struct sky_tt time_at(const struct batch *b, int64_t index)
{
    assert(index >= 0 && index < b->time_count);
    return b->times != NULL ? b->times[index]
                            : data_time_range_at(b->positions.dataset, &b->positions.range, index);
}

/* The rows of the present observer at the present time. */
static enum base_err append_rows(struct batch *b, struct base_buf *out)
{
    assert(b->looker < b->observer_count);
    struct almanac_positions *p = &b->positions;
    const struct observer *observer = &b->observers[b->looker];
    struct sky_fault fault;
    p->observer = observer->site;
    p->air = observer->air;
    p->request.given = observer->params.given;
    enum base_err err = almanac_positions_observe(p, time_at(b, b->index), &fault);
    for (int i = 0; err == BASE_ERR_OK && i < p->count; i++) {
        p->rows[i].observer = observer->id;
        format_rows_append(out, &b->written, &p->rows[i]);
    }
    return err;
}

static struct almanac_provenance provenance(const struct batch *b)
{
    return (struct almanac_provenance){
        .document = b,
        .about =
            "Positions of bodies of the solar system in the skies of observers, by PlanetTracker",
        .name = "batch",
        .source = b->positions.dataset->source,
    };
}

static void append_header(const struct batch *b, struct base_buf *out)
{
    const struct almanac_provenance from = provenance(b);
    if (b->format == ALMANAC_PARAMS_VOTABLE) almanac_provenance_open_votable(out, &from);
    format_rows_begin(out, &b->written);
}

/* The end of a VOTable, whether of all rows or of those that there could be. */
static enum base_err append_end(const struct batch *b, enum base_err err, struct base_buf *out)
{
    assert(err != BASE_ERR_OK);
    if (b->format != ALMANAC_PARAMS_VOTABLE) return err;
    if (err != BASE_ERR_END) {
        format_votable_break_off(out, base_err_text(err));
        return BASE_ERR_END;
    }
    const struct almanac_provenance from = provenance(b);
    almanac_provenance_close_votable(out, &from);
    return err;
}

static enum base_err append(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct batch *b = state;
    assert(b->looker < b->observer_count && b->index < b->time_count);
    if (!b->has_header) append_header(b, out);
    b->has_header = true;
    while (out->used < enough_bytes) {
        enum base_err err = append_rows(b, out);
        if (err != BASE_ERR_OK) return append_end(b, err, out);
        if (++b->looker < b->observer_count) continue;
        b->looker = 0;
        if (++b->index == b->time_count) return append_end(b, BASE_ERR_END, out);
    }
    return BASE_ERR_OK;
}

/* ---- the request --------------------------------------------------------------------------- */

static bool check_rows(const struct batch *b, struct almanac_request *ask)
{
    assert(b->observer_count > 0 && b->time_count > 0);
    const int64_t bodies = __builtin_popcount(b->positions.request.bodies);
    const int64_t each = (int64_t)b->observer_count * bodies; /* none: a kernel without planets */
    int64_t rows;
    if (__builtin_mul_overflow(b->time_count, each, &rows)) rows = INT64_MAX;
    if (rows <= ALMANAC_BATCH_ROWS_MAX) return true;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_TOO_MANY_ROWS,
                                            .parameter = BASE_TEXT("times"),
                                            .rows = rows,
                                            .limit = ALMANAC_BATCH_ROWS_MAX};
    almanac_request_add(ask, &problem);
    return false;
}

/* Which item of a list of instants a problem is about, kept in the thread's room. */
static void name_time(const struct batch *b, int64_t index, struct base_buf *room,
                      struct almanac_problem *problem)
{
    assert(b->times != NULL && index >= 0 && index < b->time_count);
    const size_t first = room->used;
    base_buf_append_format(room, "times[%lld]", (long long)index);
    const size_t second = room->used;
    data_time_text_append(room, b->positions.dataset, b->times[index], 3);
    problem->parameter = (struct base_text){room->bytes + first, second - first};
    problem->got = (struct base_text){room->bytes + second, room->used - second};
}

/* Whether every instant of a list can be computed: the ephemeris has no gaps, so the first and the
 * last decide. Those of a range have been checked. */
static bool check_times(struct batch *b, struct base_buf *room, struct almanac_request *ask)
{
    struct sky_fault fault;
    int64_t least = 0, most = b->time_count - 1;
    if (b->times == NULL) return true;
    for (int64_t i = 0; i < b->time_count; i++) {
        if (b->times[i].days < b->times[least].days) least = i;
        if (b->times[i].days > b->times[most].days) most = i;
    }
    const int64_t ends[] = {least, most};
    for (int i = 0; i < 2; i++) {
        struct almanac_positions *p = &b->positions;
        if (almanac_positions_frame(p->dataset, p->cache, time_at(b, ends[i]), p->request.bodies,
                                    &fault) == BASE_ERR_OK)
            continue;
        struct almanac_problem problem =
            almanac_params_out_of_range(p->dataset, &fault, (struct base_text){"", 0});
        if (problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE)
            name_time(b, ends[i], room, &problem);
        almanac_request_add(ask, &problem);
        return false;
    }
    return true;
}

/* Copies the observers' names from the thread's room to the batch's own. */
static bool keep_ids(struct batch *b)
{
    size_t length = 0;
    assert(b->observers != NULL); /* or there was a problem */
    for (size_t i = 0; i < b->observer_count; i++) length += b->observers[i].id.length;
    b->ids = malloc(length + 1);
    char *at = b->ids;
    for (size_t i = 0; b->ids != NULL && i < b->observer_count; i++) {
        struct base_text *id = &b->observers[i].id;
        if (id->length > 0) memcpy(at, id->at, id->length);
        id->at = at;
        at += id->length;
    }
    assert(b->ids == NULL || at == b->ids + length);
    return b->ids != NULL;
}

/* Computes where the observers are, and in which air. */
static void fill_observers(struct batch *b)
{
    for (size_t i = 0; i < b->observer_count; i++) {
        struct observer *o = &b->observers[i];
        o->site = sky_horizon_observer(o->params.lat_deg, o->params.lon_deg, o->params.elevation_m);
        o->air = almanac_params_air(&o->params);
    }
}

/* The names of the formats of a batch, "ndjson, csv or votable", kept in the thread's room. */
static struct base_text format_names(struct base_buf *room)
{
    const size_t first = room->used;
    for (unsigned rest = ALMANAC_BATCH_FORMATS; rest != 0; rest &= rest - 1) {
        const bool is_last = (rest & (rest - 1)) == 0;
        if (room->used > first) base_buf_append_string(room, is_last ? " or " : ", ");
        base_buf_append_text(room, format_media_row((unsigned)__builtin_ctz(rest))->name);
    }
    return (struct base_text){room->bytes + first, room->used - first};
}

/* Chooses the format: the member of the document wins over the request. */
static bool choose_format(struct batch *b, struct base_buf *room, struct almanac_request *ask)
{
    const struct almanac_params *request = &b->positions.request;
    b->format = almanac_params_has(request, ALMANAC_PARAMS_FORMAT)
                    ? (enum almanac_params_format)request->format
                    : ask->format;
    if (ALMANAC_BATCH_FORMATS >> b->format & 1u) {
        ask->format = b->format;
        return true;
    }
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_NOT_ACCEPTABLE,
                                            .parameter = BASE_TEXT("format"),
                                            .got = format_media_row(b->format)->name,
                                            .expected = format_names(room)};
    almanac_request_add(ask, &problem);
    return false;
}

/* Opens the positions that the rows are made of, once the document is read. */
static bool open_positions(struct batch *b, struct almanac_workspace *work,
                           struct almanac_request *ask)
{
    struct almanac_positions *p = &b->positions;
    struct almanac_params request = p->request;
    struct almanac_problem problem;
    bool has_ids = false;
    for (size_t i = 0; i < b->observer_count; i++) has_ids |= b->observers[i].id.length > 0;
    if (request.zone != NULL) {
        if (data_zone_open(NULL, base_text_of(request.zone->name), &b->zone) != BASE_ERR_OK)
            return false;
        request.zone = &b->zone;
    }
    if (b->times != NULL) { /* positions needs one instant or a range */
        request.time.when = b->times[0];
        request.given |= P(TIME);
    }
    b->frame.rows = work->frame.rows;
    if (almanac_positions_open(work->dataset, &b->frame, &request, p, &problem) != BASE_ERR_OK) {
        if (b->times != NULL && problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE)
            name_time(b, 0, &work->scratch, &problem);
        almanac_request_add(ask, &problem);
        return false;
    }
    if (b->times == NULL) b->time_count = p->range.count;
    fill_observers(b);
    p->shape = almanac_position_columns_shape(request.fields, request.zone != NULL, has_ids);
    b->written.format = almanac_params_rows_format(b->format);
    almanac_position_columns_view(&p->shape, format_rows_way(b->written.format), &b->written.view);
    return check_rows(b, ask) && check_times(b, &work->scratch, ask);
}

/* Where a document stops to be JSON, kept in the thread's room. */
static const char *why_no_json(struct base_buf *room, const json_error_t *error)
{
    size_t first = room->used;
    base_buf_append_format(room, "line %d, column %d: %s", error->line, error->column, error->text);
    base_buf_append(room, "", 1);
    return room->has_overflowed ? NULL : room->bytes + first;
}

static json_t *parse(struct almanac_request *ask, struct base_buf *room)
{
    json_error_t error;
    json_t *document = json_loadb(ask->body.at, ask->body.length, JSON_REJECT_DUPLICATES, &error);
    if (json_is_object(document)) return document;
    const bool is_json = document != NULL;
    json_decref(document);
    const struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
        .parameter = BASE_TEXT("body"),
        .got = ask->body,
        .note = is_json ? NULL : why_no_json(room, &error),
        .expected = BASE_TEXT("a JSON object with observers, times and bodies (RFC 8259)"),
    };
    almanac_request_add(ask, &problem);
    return NULL;
}

void almanac_batch_open(struct almanac_workspace *work, struct almanac_content *content)
{
    struct almanac_request *ask = &work->ask;
    assert(ask->problem_count == 0);
    struct batch *b = calloc(1, sizeof *b);
    json_t *document = b != NULL ? parse(ask, &work->scratch) : NULL;
    if (document == NULL) {
        free(b);
        return;
    }
    struct reading reading = {.work = work, .ask = ask, .text = &work->scratch};
    /* All its room at once: what has been read must not move. */
    base_buf_reserve(&work->scratch, work->scratch.max - work->scratch.used);
    read_document(&reading, document, b);
    if (ask->problem_count == 0 && keep_ids(b) && choose_format(b, &work->scratch, ask) &&
        open_positions(b, work, ask))
        *content = (struct almanac_content){append, free_batch, b, "batch"};
    else
        free_batch(b);
    json_decref(document);
}
