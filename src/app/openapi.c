#include "app/openapi.h"

#include "app/json.h"
#include "app/routes.h"
#include "app/version.h"

static void append_member(struct base_buf *out, const char *name, struct base_text value)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    app_json_append_string(out, value);
}

static void append_number(struct base_buf *out, const char *name, double value)
{
    base_buf_append_format(out, ", \"%s\": %.10g", name, value);
}

/* ---- parameters ---------------------------------------------------------------------------- */

static void append_choices(struct base_buf *out, const char *choices)
{
    struct base_text rest = base_text_of(choices);
    base_buf_append_string(out, "\"type\": \"string\", \"enum\": [");
    for (const char *between = ""; rest.length > 0; between = ", ") {
        base_buf_append_string(out, between);
        app_json_append_string(out, base_text_cut(&rest, ','));
    }
    base_buf_append_string(out, "]");
}

static void append_limits(struct base_buf *out, const struct app_params_row *row)
{
    if (row->least == 0.0 && row->most == 0.0) return;
    append_number(out, "minimum", row->least);
    append_number(out, "maximum", row->most);
}

/* Lists and sexagesimal angles are strings to a validator; what they hold is in the description. */
static void append_schema(struct base_buf *out, const struct app_params_row *row)
{
    base_buf_append_string(out, "{");
    switch (row->kind) {
    case APP_PARAMS_KIND_NUMBER:
    case APP_PARAMS_KIND_ANGLE:
        base_buf_append_string(out, "\"type\": \"number\"");
        append_limits(out, row);
        break;
    case APP_PARAMS_KIND_WHOLE:
        base_buf_append_string(out, "\"type\": \"integer\"");
        append_limits(out, row);
        break;
    case APP_PARAMS_KIND_CHOICE:
        append_choices(out, row->choices);
        break;
    case APP_PARAMS_KIND_FLAG:
        base_buf_append_string(out, "\"type\": \"string\", \"enum\": [\"0\", \"1\"]");
        break;
    case APP_PARAMS_KIND_TEXT:
        base_buf_append_format(out,
                               "\"type\": \"string\", \"minLength\": %.0f, \"maxLength\": %.0f",
                               row->least, row->most);
        break;
    default:
        base_buf_append_string(out, "\"type\": \"string\"");
        break;
    }
    base_buf_append_string(out, "}");
}

static void append_example(struct base_buf *out, const struct app_params_row *row)
{
    const bool is_number = row->kind == APP_PARAMS_KIND_NUMBER ||
                           row->kind == APP_PARAMS_KIND_ANGLE || row->kind == APP_PARAMS_KIND_WHOLE;
    if (is_number)
        base_buf_append_format(out, ", \"example\": %s", row->example);
    else
        append_member(out, "example", base_text_of(row->example));
}

static void append_parameter(struct base_buf *out, const struct app_params_row *row)
{
    base_buf_append_string(out, "\"");
    base_buf_append_text(out, row->name);
    base_buf_append_string(out, "\": {\"name\": \"");
    base_buf_append_text(out, row->name);
    base_buf_append_string(out, "\", \"in\": \"query\", \"description\": ");
    char bytes[512];
    struct base_buf text = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    base_buf_append_string(&text, row->expected);
    if (row->otherwise[0] != '\0')
        base_buf_append_format(&text, ". Without it: %s", row->otherwise);
    app_json_append_string(out, (struct base_text){bytes, text.used});
    base_buf_append_string(out, ", \"schema\": ");
    append_schema(out, row);
    append_example(out, row);
    base_buf_append_string(out, "}");
}

/* ---- routes -------------------------------------------------------------------------------- */

static void append_path(struct base_buf *out, const struct app_route *route)
{
    base_buf_append_text(out, route->path);
    if (route->rest_name != NULL) base_buf_append_format(out, "{%s}", route->rest_name);
}

/* The part of the example's path that stands for the name in braces. */
static struct base_text example_of_rest(const struct app_route *route)
{
    struct base_text rest = base_text_of(route->example);
    rest.at += route->path.length;
    rest.length -= route->path.length;
    return base_text_cut(&rest, '?');
}

static void append_route_parameters(struct base_buf *out, const struct app_route *route)
{
    const char *between = "";
    base_buf_append_string(out, ", \"parameters\": [");
    if (route->rest_name != NULL) {
        base_buf_append_format(
            out,
            "{\"name\": \"%s\", \"in\": \"path\", \"required\": true, \"schema\": "
            "{\"type\": \"string\"}",
            route->rest_name);
        append_member(out, "example", example_of_rest(route));
        base_buf_append_string(out, "}");
        between = ", ";
    }
    for (int i = 0; i < APP_PARAMS_TOTAL; i++) {
        if (!(route->rules.known >> i & 1u)) continue;
        base_buf_append_format(out, "%s{\"$ref\": \"#/components/parameters/", between);
        base_buf_append_text(out, app_params_rows()[i].name);
        base_buf_append_string(out, "\"}");
        between = ", ";
    }
    base_buf_append_string(out, "]");
}

static void append_body(struct base_buf *out, const struct app_route *route)
{
    if (route->example_body == NULL) return;
    const bool is_json = route->example_body[0] == '{';
    base_buf_append_format(
        out,
        ", \"requestBody\": {\"required\": true, \"content\": {\"%s\": {\"schema\": "
        "{\"type\": \"object\"}, \"example\": ",
        is_json ? "application/json" : "application/x-www-form-urlencoded");
    if (is_json)
        base_buf_append_string(out, route->example_body);
    else
        app_json_append_string(out, base_text_of(route->example_body));
    base_buf_append_string(out, "}}}");
}

static void append_content(struct base_buf *out, const struct app_route *route)
{
    const char *between = "";
    base_buf_append_string(out, "\"content\": {");
    if (route->content_type != NULL) base_buf_append_format(out, "\"%s\": {}", route->content_type);
    for (int i = 0; i < APP_PARAMS_FORMATS && route->content_type == NULL; i++) {
        if (!(route->rules.formats >> i & 1u)) continue;
        base_buf_append_string(out, between);
        app_json_append_string(out, app_ask_type((enum app_params_format)i));
        base_buf_append_string(out, ": {");
        if (i == APP_PARAMS_JSON && route->schema != NULL)
            base_buf_append_format(out, "\"schema\": {\"$ref\": \"#/components/schemas/%s\"}",
                                   route->schema);
        base_buf_append_string(out, "}");
        between = ", ";
    }
    base_buf_append_string(out, "}");
}

static void append_operation_id(struct base_buf *out, const struct app_route *route)
{
    struct base_text path = route->path;
    base_buf_append_string(out, route->method == NET_HTTP_POST ? "post" : "get");
    for (size_t i = 0; i < path.length; i++) {
        const bool is_letter =
            (path.at[i] >= 'a' && path.at[i] <= 'z') || (path.at[i] >= '0' && path.at[i] <= '9');
        base_buf_append(out, is_letter ? &path.at[i] : "_", 1);
    }
    if (route->rest_name != NULL) base_buf_append_string(out, route->rest_name);
}

static void append_route(struct base_buf *out, const struct app_route *route)
{
    base_buf_append_string(out, "\"");
    append_path(out, route);
    base_buf_append_format(out, "\": {\"%s\": {\"operationId\": \"",
                           route->method == NET_HTTP_POST ? "post" : "get");
    append_operation_id(out, route);
    base_buf_append_string(out, "\"");
    append_member(out, "summary", base_text_of(route->summary));
    append_route_parameters(out, route);
    append_body(out, route);
    base_buf_append_string(out, ", \"responses\": {\"200\": {\"description\": \"The answer\", ");
    append_content(out, route);
    base_buf_append_string(out, "}, \"default\": {\"$ref\": \"#/components/responses/problem\"}}");
    append_member(out, "x-example", base_text_of(route->example));
    base_buf_append_string(out, "}}");
}

/* ---- schemas ------------------------------------------------------------------------------- */

static void append_row_schema(struct base_buf *out)
{
    static const char *const types[] = {
        [APP_ROWS_TEXT] = "{\"type\": \"string\"}",
        [APP_ROWS_WHOLE] = "{\"type\": \"integer\"}",
        [APP_ROWS_TRUTH] = "{\"type\": \"boolean\"}",
        [APP_ROWS_NUMBER] = "{\"type\": \"number\"}",
        [APP_ROWS_MAYBE] = "{\"type\": [\"number\", \"null\"]}",
        [APP_ROWS_DOUBT] =
            "{\"type\": \"object\", \"properties\": {\"az_arcsec\": {\"type\": "
            "\"number\"}, \"alt_arcsec\": {\"type\": \"number\"}, \"cause\": {\"type\": "
            "\"string\"}}}"};
    struct base_text names[64];
    int count = app_rows_columns(names);
    base_buf_append_string(out, "\"Row\": {\"type\": \"object\", \"additionalProperties\": false, "
                                "\"properties\": {");
    for (int i = 0; i < count; i++) {
        base_buf_append_string(out, i > 0 ? ", " : "");
        app_json_append_string(out, names[i]);
        base_buf_append_format(out, ": %s", types[app_rows_column_type(i)]);
    }
    base_buf_append_string(out, "}}");
}

static void append_problem_schema(struct base_buf *out)
{
    static const char *const codes[] = {
#define CODE(name, status, code, title) code,
        APP_PROBLEM_LIST(CODE)
#undef CODE
    };
    base_buf_append_string(
        out,
        "\"Problem\": {\"type\": \"object\", \"required\": [\"type\", \"title\", \"status\", "
        "\"detail\", \"code\", \"errors\"], \"properties\": {\"type\": {\"type\": \"string\"}, "
        "\"title\": {\"type\": \"string\"}, \"status\": {\"type\": \"integer\"}, \"detail\": "
        "{\"type\": \"string\"}, \"errors\": {\"type\": \"array\", \"items\": {\"type\": "
        "\"object\"}}, \"code\": {\"type\": \"string\", \"enum\": [");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        base_buf_append_format(out, "%s\"%s\"", i > 0 ? ", " : "", codes[i]);
    base_buf_append_string(out, "]}}}");
}

static const char POSITIONS_SCHEMA[] =
    "\"Positions\": {\"type\": \"object\", \"required\": [\"observer\", \"positions\", "
    "\"warnings\", "
    "\"meta\", \"links\"], \"properties\": {\"observer\": {\"type\": \"object\"}, \"positions\": "
    "{\"type\": \"array\", \"items\": {\"$ref\": \"#/components/schemas/Row\"}}, \"warnings\": "
    "{\"type\": \"array\", \"items\": {\"type\": \"object\"}}, \"meta\": {\"type\": \"object\"}, "
    "\"links\": {\"type\": \"object\"}}}";

static const char PLACES_SCHEMA[] =
    "\"Places\": {\"type\": \"object\", \"required\": [\"places\", \"found\", \"warnings\", "
    "\"meta\", \"links\"], \"properties\": {\"places\": {\"type\": \"array\", \"items\": "
    "{\"type\": \"object\", \"required\": [\"id\", \"name\", \"country\", \"country_name\", "
    "\"lat_deg\", \"lon_deg\", \"tz\"], \"properties\": {\"id\": {\"type\": \"string\"}, "
    "\"name\": {\"type\": \"string\"}, \"country\": {\"type\": \"string\", \"pattern\": "
    "\"^[A-Z]{2}$\"}, \"country_name\": {\"type\": \"string\"}, \"lat_deg\": {\"type\": "
    "\"number\"}, \"lon_deg\": {\"type\": \"number\"}, \"tz\": {\"type\": \"string\"}, "
    "\"distance_km\": {\"type\": \"number\", \"minimum\": 0}}}}, \"found\": {\"type\": "
    "\"integer\", \"minimum\": 0}, \"warnings\": {\"type\": \"array\", \"items\": {\"type\": "
    "\"object\"}}, \"meta\": {\"type\": \"object\"}, \"links\": {\"type\": \"object\"}}}";

/* ---- the documents ------------------------------------------------------------------------- */

void app_openapi_append(struct base_buf *out)
{
    size_t count;
    const struct app_route *routes = app_routes_all(&count);
    base_buf_append_string(
        out, "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"PlanetTracker\", \"version\": "
             "\"" APP_VERSION "\", \"summary\": \"Where the planets are in anyone's sky\", "
             "\"license\": {\"name\": \"MIT\", \"identifier\": \"MIT\"}}, "
             "\"servers\": [{\"url\": \"/\"}], \"paths\": {");
    for (size_t i = 0, written = 0; i < count; i++) {
        if (routes[i].summary == NULL) continue;
        if (written++ > 0) base_buf_append_string(out, ", ");
        append_route(out, &routes[i]);
    }
    base_buf_append_string(out, "}, \"components\": {\"parameters\": {");
    for (int i = 0; i < APP_PARAMS_TOTAL; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_parameter(out, &app_params_rows()[i]);
    }
    base_buf_append_string(out, "}, \"schemas\": {");
    append_row_schema(out);
    base_buf_append_string(out, ", ");
    base_buf_append_string(out, POSITIONS_SCHEMA);
    base_buf_append_string(out, ", ");
    base_buf_append_string(out, PLACES_SCHEMA);
    base_buf_append_string(out, ", ");
    append_problem_schema(out);
    base_buf_append_string(
        out, "}, \"responses\": {\"problem\": {\"description\": \"What is wrong with the request "
             "(RFC 9457)\", \"content\": {\"application/problem+json\": {\"schema\": {\"$ref\": "
             "\"#/components/schemas/Problem\"}}}}}}}\n");
}

void app_openapi_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    (void)api;
    app_api_head(reply, ask, "openapi");
    app_openapi_append(&reply->body);
}

void app_openapi_answer_discovery(struct app_api *api, struct app_ask *ask,
                                  struct net_http_reply *reply)
{
    size_t count;
    const struct app_route *routes = app_routes_all(&count);
    app_api_head(reply, ask, "api");
    struct base_buf *out = &reply->body;
    base_buf_append_string(out, "{\"name\": \"PlanetTracker\", \"version\": \"" APP_VERSION
                                "\", \"source\": ");
    app_json_append_string(out, base_text_of(api->store->source));
    base_buf_append_string(out, ", \"routes\": [");
    for (size_t i = 0, written = 0; i < count; i++) {
        if (routes[i].summary == NULL) continue;
        base_buf_append_format(out, "%s{\"method\": \"%s\", \"path\": \"",
                               written++ > 0 ? ", " : "",
                               routes[i].method == NET_HTTP_POST ? "POST" : "GET");
        append_path(out, &routes[i]);
        base_buf_append_string(out, "\"");
        append_member(out, "summary", base_text_of(routes[i].summary));
        append_member(out, "example", base_text_of(routes[i].example));
        base_buf_append_string(out, "}");
    }
    base_buf_append_string(out, "], \"links\": {\"openapi\": \"/openapi.json\", \"conventions\": "
                                "\"/api/v1/conventions\", \"status\": \"/api/v1/status\"}}\n");
}
