/* The OpenAPI document and the list of routes, from the tables of routes and parameters. */
#include "server/openapi.h"

#include "almanac/batch.h"
#include "almanac/documents.h"
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/version.h"
#include "format/document.h"
#include "format/json.h"
#include "format/media.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/reply.h"
#include "server/worker.h"

static void append_member(struct base_buf *out, const char *name, struct base_text value)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    format_json_append_string(out, value);
}

static void append_number(struct base_buf *out, const char *name, double value)
{
    base_buf_append_format(out, ", \"%s\": %.10g", name, value);
}

/* ---- parameters ---------------------------------------------------------------------------- */

/* Texts with commas between as strings of JSON. */
static void append_texts(struct base_buf *out, const char *texts)
{
    struct base_text rest = base_text_of(texts);
    for (const char *between = ""; rest.length > 0; between = ", ") {
        base_buf_append_string(out, between);
        format_json_append_string(out, base_text_cut(&rest, ','));
    }
}

static void append_choices(struct base_buf *out, const char *choices)
{
    base_buf_append_string(out, "\"type\": \"string\", \"enum\": [");
    append_texts(out, choices);
    base_buf_append_string(out, "]");
}

static void append_limits(struct base_buf *out, const struct almanac_params_row *row)
{
    if (row->least == 0.0 && row->most == 0.0) return;
    append_number(out, "minimum", row->least);
    append_number(out, "maximum", row->most);
}

/* One body or several, or columns: a list with commas between in a query. */
static bool is_list(const struct almanac_params_row *row)
{
    return row->kind == ALMANAC_PARAMS_KIND_BODIES || row->kind == ALMANAC_PARAMS_KIND_FIELDS;
}

static void append_schema(struct base_buf *out, const struct almanac_params_row *row)
{
    base_buf_append_string(out, "{");
    switch (row->kind) {
    case ALMANAC_PARAMS_KIND_ANGLE: /* 48.93 or "48:55:48" */
        base_buf_append_string(out, "\"type\": [\"number\", \"string\"]");
        append_limits(out, row);
        break;
    case ALMANAC_PARAMS_KIND_NUMBER:
        base_buf_append_string(out, "\"type\": \"number\"");
        append_limits(out, row);
        break;
    case ALMANAC_PARAMS_KIND_WHOLE:
        base_buf_append_string(out, "\"type\": \"integer\"");
        append_limits(out, row);
        break;
    case ALMANAC_PARAMS_KIND_CHOICE:
        append_choices(out, row->choices);
        break;
    case ALMANAC_PARAMS_KIND_FLAG:
        base_buf_append_string(out, "\"type\": \"string\", \"enum\": [\"0\", \"1\"]");
        break;
    case ALMANAC_PARAMS_KIND_TEXT:
        base_buf_append_format(out,
                               "\"type\": \"string\", \"minLength\": %.0f, \"maxLength\": %.0f",
                               row->least, row->most);
        break;
    case ALMANAC_PARAMS_KIND_FIELDS:
        base_buf_append_string(out, "\"type\": \"array\", \"minItems\": 1, \"items\": "
                                    "{\"$ref\": \"#/components/schemas/Column\"}");
        break;
    default:
        base_buf_append_string(out, is_list(row) ? "\"type\": \"array\", \"minItems\": 1, "
                                                   "\"items\": {\"type\": \"string\"}"
                                                 : "\"type\": \"string\"");
        break;
    }
    base_buf_append_string(out, "}");
}

static void append_example(struct base_buf *out, const struct almanac_params_row *row)
{
    const bool is_number = row->kind == ALMANAC_PARAMS_KIND_NUMBER ||
                           row->kind == ALMANAC_PARAMS_KIND_ANGLE ||
                           row->kind == ALMANAC_PARAMS_KIND_WHOLE;
    if (is_number)
        base_buf_append_format(out, ", \"example\": %s", row->example);
    else if (!is_list(row))
        append_member(out, "example", base_text_of(row->example));
    else {
        base_buf_append_string(out, ", \"example\": [");
        append_texts(out, row->example);
        base_buf_append_string(out, "]");
    }
}

/* The description of a parameter. */
static void append_description(struct base_buf *out, const struct almanac_params_row *row)
{
    char bytes[512];
    struct base_buf text = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    base_buf_append_string(&text, row->expected);
    if (row->otherwise[0] != '\0')
        base_buf_append_format(&text, ". Without it: %s", row->otherwise);
    assert(!text.has_overflowed);
    base_buf_append_string(out, "\"description\": ");
    format_json_append_string(out, (struct base_text){bytes, text.used});
}

static void append_parameter(struct base_buf *out, const struct almanac_params_row *row)
{
    base_buf_append_string(out, "\"");
    base_buf_append_text(out, row->name);
    base_buf_append_string(out, "\": {\"name\": \"");
    base_buf_append_text(out, row->name);
    base_buf_append_string(out, "\", \"in\": \"query\", \"style\": \"form\", \"explode\": false, ");
    append_description(out, row);
    base_buf_append_string(out, ", \"schema\": ");
    append_schema(out, row);
    append_example(out, row);
    base_buf_append_string(out, "}");
}

/* ---- routes -------------------------------------------------------------------------------- */

static void append_path(struct base_buf *out, const struct server_route *route)
{
    base_buf_append_text(out, route->document->path);
    if (route->document->rest_name != NULL)
        base_buf_append_format(out, "{%s}", route->document->rest_name);
}

/* The part of the example's path in place of the name in braces. */
static struct base_text example_of_rest(const struct server_route *route)
{
    struct base_text rest = base_text_of(route->document->example);
    assert(rest.length > route->document->path.length);
    rest.at += route->document->path.length;
    rest.length -= route->document->path.length;
    return base_text_cut(&rest, '?');
}

static void append_route_parameters(struct base_buf *out, const struct server_route *route)
{
    const char *between = "";
    base_buf_append_string(out, ", \"parameters\": [");
    if (route->document->rest_name != NULL) {
        base_buf_append_format(
            out,
            "{\"name\": \"%s\", \"in\": \"path\", \"required\": true, \"style\": \"simple\", "
            "\"schema\": {\"type\": \"string\"}",
            route->document->rest_name);
        append_member(out, "example", example_of_rest(route));
        base_buf_append_string(out, "}");
        between = ", ";
    }
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        if (!(route->document->rules.known >> i & 1u)) continue;
        base_buf_append_format(out, "%s{\"$ref\": \"#/components/parameters/", between);
        base_buf_append_text(out, almanac_params_rows()[i].name);
        base_buf_append_string(out, "\"}");
        between = ", ";
    }
    base_buf_append_string(out, "]");
}

static void append_body(struct base_buf *out, const struct server_route *route)
{
    if (route->document->example_body == NULL) return;
    const bool is_json = route->document->example_body[0] == '{';
    base_buf_append_format(
        out,
        ", \"requestBody\": {\"required\": true, \"content\": {\"%s\": {\"schema\": "
        "{\"$ref\": \"#/components/schemas/%s\"}, \"example\": ",
        is_json ? "application/json" : "application/x-www-form-urlencoded",
        is_json ? "Batch" : "LocationForm");
    if (is_json)
        base_buf_append_string(out, route->document->example_body);
    else
        format_json_append_string(out, base_text_of(route->document->example_body));
    base_buf_append_string(out, "}}}");
}

static bool is_json_type(struct base_text type)
{
    return base_text_equals(type, BASE_TEXT("application/json"));
}

/* One media type of an answer; everything except JSON is text. */
static void append_media(struct base_buf *out, const struct server_route *route,
                         struct base_text type)
{
    format_json_append_string(out, type);
    if (is_json_type(type) && route->document->schema != NULL)
        base_buf_append_format(out, ": {\"schema\": {\"$ref\": \"#/components/schemas/%s\"}}",
                               route->document->schema);
    else
        base_buf_append_string(out, is_json_type(type) ? ": {}"
                                                       : ": {\"schema\": {\"type\": \"string\"}}");
}

static void append_content(struct base_buf *out, const struct server_route *route)
{
    assert(route->content_type != NULL || route->document->rules.formats != 0);
    const char *between = "";
    base_buf_append_string(out, "\"content\": {");
    if (route->content_type != NULL) append_media(out, route, base_text_of(route->content_type));
    for (int i = 0; i < ALMANAC_PARAMS_FORMATS && route->content_type == NULL; i++) {
        if (!(route->document->rules.formats >> i & 1u)) continue;
        base_buf_append_string(out, between);
        append_media(out, route, format_media_row((unsigned)i)->type);
        between = ", ";
    }
    base_buf_append_string(out, "}");
}

static void append_operation_id(struct base_buf *out, const struct server_route *route)
{
    struct base_text path = route->document->path;
    base_buf_append_string(out, route->document->method == ALMANAC_DOCUMENTS_POST ? "post" : "get");
    for (size_t i = 0; i < path.length; i++) {
        const bool is_letter =
            (path.at[i] >= 'a' && path.at[i] <= 'z') || (path.at[i] >= '0' && path.at[i] <= '9');
        base_buf_append(out, is_letter ? &path.at[i] : "_", 1);
    }
    if (route->document->rest_name != NULL) base_buf_append_string(out, route->document->rest_name);
}

static void append_route(struct base_buf *out, const struct server_route *route)
{
    assert(route->document->summary != NULL && route->document->example != NULL);
    base_buf_append_string(out, "\"");
    append_path(out, route);
    base_buf_append_format(out, "\": {\"%s\": {\"operationId\": \"",
                           route->document->method == ALMANAC_DOCUMENTS_POST ? "post" : "get");
    append_operation_id(out, route);
    base_buf_append_string(out, "\"");
    append_member(out, "summary", base_text_of(route->document->summary));
    append_route_parameters(out, route);
    append_body(out, route);
    base_buf_append_string(out, ", \"responses\": {\"200\": {\"description\": \"The answer\", ");
    append_content(out, route);
    base_buf_append_string(out, "}, \"default\": {\"$ref\": \"#/components/responses/problem\"}}");
    append_member(out, "x-example", base_text_of(route->document->example));
    base_buf_append_string(out, "}}");
}

/* ---- schemas ------------------------------------------------------------------------------- */

/* The schemas of documents, except those made from tables of the program. */
static const char *const SCHEMAS[] = {
#include "gen/server_schemas.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
};

/* The type of a column. */
static const char *schema_of(const struct format_document_column *column)
{
    switch (column->kind) {
    case FORMAT_DOCUMENT_OPEN:
        return "\"$ref\": \"#/components/schemas/Uncertainty\"";
    case FORMAT_DOCUMENT_WHOLE:
        return "\"type\": \"integer\"";
    case FORMAT_DOCUMENT_TRUTH:
        return "\"type\": \"boolean\"";
    case FORMAT_DOCUMENT_NUMBER:
    case FORMAT_DOCUMENT_TURN:
        return column->has_offset == FORMAT_DOCUMENT_ALWAYS ? "\"type\": \"number\""
                                                            : "\"type\": [\"number\", \"null\"]";
    default:
        return "\"type\": \"string\"";
    }
}

static void append_row_schema(struct base_buf *out)
{
    struct base_text names[64];
    int count = almanac_position_columns_columns(names);
    base_buf_append_string(out,
                           ", \"Row\": {\"type\": \"object\", \"additionalProperties\": false, "
                           "\"properties\": {");
    for (int i = 0; i < count; i++) {
        base_buf_append_string(out, i > 0 ? ", " : "");
        format_json_append_string(out, names[i]);
        const struct format_document_column *column = almanac_position_columns_at(i);
        base_buf_append_format(out, ": {%s", schema_of(column));
        append_member(out, "description", base_text_of(column->about));
        base_buf_append_string(out, "}");
    }
    base_buf_append_string(out, "}}, \"Column\": {\"type\": \"string\", \"enum\": [");
    for (int i = 0; i < count; i++) {
        base_buf_append_string(out, i > 0 ? ", " : "");
        format_json_append_string(out, names[i]);
    }
    base_buf_append_string(out, "]}");
}

static void append_codes(struct base_buf *out)
{
    static const char *const codes[] = {
#define CODE(name, status, code, title) code,
        ALMANAC_PROBLEM_LIST(CODE)
#undef CODE
    };
    base_buf_append_string(out, ", \"ProblemCode\": {\"type\": \"string\", \"enum\": [");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        base_buf_append_format(out, "%s\"%s\"", i > 0 ? ", " : "", codes[i]);
    base_buf_append_string(out, "]}");
}

/* Members of an object, each a parameter of the table. */
static void append_properties(struct base_buf *out, uint64_t known)
{
    assert(known != 0 && known >> ALMANAC_PARAMS_TOTAL == 0);
    const char *between = "";
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        if (!(known >> i & 1u)) continue;
        const struct almanac_params_row *row = &almanac_params_rows()[i];
        base_buf_append_string(out, between);
        between = ", ";
        format_json_append_string(out, row->name);
        base_buf_append_string(out, ": {\"allOf\": [");
        append_schema(out, row);
        base_buf_append_string(out, "], ");
        append_description(out, row);
        base_buf_append_string(out, "}");
    }
}

/* The members of a batch that are also query parameters are taken from the table. */
static void append_batch_schemas(struct base_buf *out)
{
    base_buf_append_format(
        out,
        ", \"Batch\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": "
        "[\"observers\", \"times\"], \"properties\": {\"observers\": {\"type\": \"array\", "
        "\"minItems\": 1, \"maxItems\": %d, \"items\": {\"$ref\": "
        "\"#/components/schemas/BatchObserver\"}}, \"times\": {\"oneOf\": [{\"type\": \"array\", "
        "\"minItems\": 1, \"maxItems\": %d, \"items\": {\"type\": \"string\"}}, {\"$ref\": "
        "\"#/components/schemas/BatchTimes\"}]}, ",
        ALMANAC_BATCH_OBSERVERS_MAX, ALMANAC_BATCH_TIMES_MAX);
    append_properties(out, ALMANAC_BATCH_KNOWN);
    base_buf_append_string(
        out, "}}, \"BatchObserver\": {\"description\": \"lat and lon, or place\", \"type\": "
             "\"object\", \"additionalProperties\": false, \"properties\": {\"id\": {\"type\": "
             "\"string\", \"description\": \"the value of its rows in the column observer\"}, ");
    append_properties(out, ALMANAC_BATCH_OBSERVER_KNOWN);
    base_buf_append_string(out, "}}, \"BatchTimes\": {\"type\": \"object\", "
                                "\"additionalProperties\": false, \"required\": [\"start\"], "
                                "\"properties\": {");
    append_properties(out, ALMANAC_BATCH_TIMES_KNOWN);
    base_buf_append_string(out, "}}");
}

static void append_schemas(struct base_buf *out)
{
    for (size_t i = 0; i < sizeof SCHEMAS / sizeof *SCHEMAS; i++)
        base_buf_append_string(out, SCHEMAS[i]);
    append_row_schema(out);
    append_codes(out);
    append_batch_schemas(out);
}

/* ---- the documents ------------------------------------------------------------------------- */

static void append_document(struct base_buf *out, const struct server_route_table *table,
                            struct base_text base_path)
{
    const struct server_route *routes = table->rows;
    base_buf_append_string(
        out, "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"PlanetTracker\", \"version\": "
             "\"" BASE_VERSION "\", \"summary\": \"Where the planets are in anyone's sky\", "
             "\"license\": {\"name\": \"MIT\", \"identifier\": \"MIT\"}}, "
             "\"servers\": [{\"url\": \"");
    base_buf_append_text(out, base_path.length > 0 ? base_path : BASE_TEXT("/"));
    base_buf_append_string(out, "\"}], \"paths\": {");
    for (size_t i = 0, written = 0; i < table->count; i++) {
        if (routes[i].document->summary == NULL) continue;
        if (written++ > 0) base_buf_append_string(out, ", ");
        append_route(out, &routes[i]);
    }
    base_buf_append_string(out, "}, \"components\": {\"parameters\": {");
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_parameter(out, &almanac_params_rows()[i]);
    }
    base_buf_append_string(out, "}, \"schemas\": {");
    append_schemas(out);
    base_buf_append_string(
        out, "}, \"responses\": {\"problem\": {\"description\": \"What is wrong with the request "
             "(RFC 9457)\", \"content\": {\"application/problem+json\": {\"schema\": {\"$ref\": "
             "\"#/components/schemas/Problem\"}}}}}}}\n");
}

void server_openapi_answer(struct server_worker *worker, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    (void)request;
    server_reply_set_format(reply, &worker->work.ask, "openapi");
    append_document(&reply->body, worker->routes, worker->work.base_path);
}

void server_openapi_answer_discovery(struct server_worker *worker,
                                     const struct net_http_request *request,
                                     struct net_http_reply *reply)
{
    (void)request;
    const struct server_route_table *table = worker->routes;
    const struct server_route *routes = table->rows;
    server_reply_set_format(reply, &worker->work.ask, "api");
    struct base_buf *out = &reply->body;
    base_buf_append_string(out, "{\"name\": \"PlanetTracker\", \"version\": \"" BASE_VERSION
                                "\", \"source\": ");
    format_json_append_string(out, base_text_of(worker->work.dataset->source));
    base_buf_append_string(out, ", \"routes\": [");
    for (size_t i = 0, written = 0; i < table->count; i++) {
        if (routes[i].document->summary == NULL) continue;
        base_buf_append_format(
            out, "%s{\"method\": \"%s\", \"path\": \"", written++ > 0 ? ", " : "",
            routes[i].document->method == ALMANAC_DOCUMENTS_POST ? "POST" : "GET");
        base_buf_append_text(out, worker->work.base_path);
        append_path(out, &routes[i]);
        base_buf_append_string(out, "\"");
        append_member(out, "summary", base_text_of(routes[i].document->summary));
        base_buf_append_string(out, ", \"example\": \"");
        base_buf_append_text(out, worker->work.base_path);
        base_buf_append_string(out, routes[i].document->example); /* needs no escapes */
        base_buf_append_string(out, "\"}");
    }
    base_buf_append_string(out, "], \"links\": {\"openapi\": \"/openapi.json\", \"conventions\": "
                                "\"/api/v1/conventions\", \"status\": \"/api/v1/status\"}}\n");
}
