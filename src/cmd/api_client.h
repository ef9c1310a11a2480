/* A client of this program's own API: writes the URLs of requests and reads the answers.
 *
 * The server may be any program, so everything that is read is checked, and texts are stripped of
 * control characters before they go to a terminal.
 */
#ifndef CMD_API_CLIENT_H
#define CMD_API_CLIENT_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "sky/body.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <stdbool.h>

#define CMD_API_CLIENT_URL_MAX  1024 /* of a server's address */
#define CMD_API_CLIENT_TEXT_MAX 400  /* of a text from a server, as it is shown */
#define CMD_API_CLIENT_EXPECTED                                                                    \
    "the address of a PlanetTracker server, such as http://localhost:8000 or "                     \
    "https://example.org/sky"

/* Whether a text can be a server's address: http or https, a host, perhaps a path; no query. */
bool cmd_api_client_is_address(const char *text);

/* The instants that a stream is asked for. */
struct cmd_api_client_course {
    bool is_live;       /* now, every second; else: */
    bool is_still;      /* one instant alone */
    int speed;          /* or a run: seconds shown in a second, 1 to the most of the parameter */
    struct sky_tt from; /* unless live */
};

/* Append the URL of the event stream, and of the whole sky with all that rises and sets.
 *
 * Given  address  accepted by cmd_api_client_is_address; a slash at its end is ignored
 *        params   lat, lon and air; bodies: all that the server has when not given, else these and
 *                 the Sun, whose altitude gives the light of the sky
 */
void cmd_api_client_append_stream(struct base_buf *out, const struct data_dataset *dataset,
                                  const char *address, const struct almanac_params *params,
                                  const struct cmd_api_client_course *course);
void cmd_api_client_append_sky(struct base_buf *out, const struct data_dataset *dataset,
                               const char *address, const struct almanac_params *params,
                               struct sky_tt when);

/* The part of an event "positions" that displays need. */
struct cmd_api_client_rows {
    struct sky_tt when;
    int count;
    enum sky_body bodies[SKY_BODY_COUNT];        /* each at most once; one is the Sun */
    struct sky_observation seen[SKY_BODY_COUNT]; /* place, rate, light; other fields 0 */
    double sun_alt_deg;                          /* airless */
};

/* Reads the data of an event "positions". Unknown bodies are skipped.
 *
 * Given  dataset  for its leap seconds
 * Fails  FORMAT: not JSON, no instant, no Sun, or a number that is missing or out of range; *rows
 *        as before
 */
BASE_ERR_CHECKED
enum base_err cmd_api_client_read_rows(const struct data_dataset *dataset, struct base_text json,
                                       struct cmd_api_client_rows *rows);

enum cmd_api_client_event {
    CMD_API_CLIENT_RISE,
    CMD_API_CLIENT_TRANSIT,
    CMD_API_CLIENT_SET,
    CMD_API_CLIENT_EVENTS
};

/* When each body rises, culminates and sets next. */
struct cmd_api_client_nexts {
    unsigned bodies; /* a bit for each that the server reported */
    struct {
        bool has; /* false: the server gave none */
        struct sky_tt tt;
    } next[SKY_BODY_COUNT][CMD_API_CLIENT_EVENTS];
};

/* Reads the document of /api/v1/sky.
 *
 * Fails  FORMAT when it is not such a document; *nexts as before
 */
BASE_ERR_CHECKED
enum base_err cmd_api_client_read_nexts(const struct data_dataset *dataset, struct base_text json,
                                        struct cmd_api_client_nexts *nexts);

/* The detail of a problem document (RFC 9457), as plain text.
 *
 * Gives  false when there is none; text is then empty
 */
bool cmd_api_client_read_problem(struct base_text json, char text[CMD_API_CLIENT_TEXT_MAX + 1]);

/* The reason of an event "bye" as plain text, or an empty text.
 *
 * Gives  whether the stream has ended for good; false when the server is restarting
 */
bool cmd_api_client_read_bye(struct base_text json, char text[CMD_API_CLIENT_TEXT_MAX + 1]);

/* Makes a text from a server safe for a terminal: UTF-8 without control characters, in one line,
 * truncated. */
void cmd_api_client_sanitise(struct base_text from, char text[CMD_API_CLIENT_TEXT_MAX + 1]);

#endif
