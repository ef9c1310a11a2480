/* The rows of the table, and what can be asked of them. */
#include "cmd/table.h"

#include "almanac/day_table.h"
#include "almanac/events_merge.h"
#include "almanac/position_columns.h"
#include "almanac/towns_report.h"
#include "base/text.h"
#include "base/units.h"
#include "cmd/data_download.h"
#include "cmd/tui/timeline.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "data/time_text.h"
#include "server/config.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"
#include "sky/body.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* ---- commands ---- */

#define EXIT_NO    "failure, or the answer is no"
#define EXIT_USAGE "the command line is wrong"
#define EXIT_DATA  "a data file is missing, unreadable or damaged"
#define EXIT_RANGE "the instant lies outside the ephemeris"
#define EXITS_OF_THE_SKY                                                                           \
    {                                                                                              \
        "success", "failure", EXIT_USAGE, EXIT_DATA, EXIT_RANGE, NULL                              \
    }
#define EXITS_OF_DATA                                                                              \
    {                                                                                              \
        "success", "failure", EXIT_USAGE, EXIT_DATA, NULL, NULL                                    \
    }
#define EXITS_WITHOUT_DATA                                                                         \
    {                                                                                              \
        "success", "failure", EXIT_USAGE, NULL, NULL, NULL                                         \
    }

#define WORD_BODY                                                                                  \
    {                                                                                              \
        .value.name = "BODY", .value.kind = CMD_TABLE_BODY,                                        \
        .help = "the body: a name or a NAIF id"                                                    \
    }
#define WORD_BODIES                                                                                \
    {                                                                                              \
        .value.name = "BODIES", .value.kind = CMD_TABLE_PARAMETER,                                 \
        .value.parameter = ALMANAC_PARAMS_BODIES, .is_optional = true,                             \
        .help = "all of the ephemeris unless given"                                                \
    }
#define WORD_COMMAND                                                                               \
    {                                                                                              \
        .value.name = "COMMAND", .value.kind = CMD_TABLE_COMMAND, .is_optional = true,             \
        .help = "the command to explain; the program as a whole unless given"                      \
    }

/* clang-format off */
static const struct cmd_table_command COMMANDS[CMD_TABLE_COMMAND_COUNT] = {
    [CMD_TABLE_NOW] = {
        .name = "now",
        .summary = "where the planets are, now or at any instant",
        .examples = "planettracker now --place Paris\n"
                    "planettracker now --lat 48.93 --lon 2.45\n"
                    "planettracker now --lat -39:45:14 --lon 145:03:04 --at 2018-10-31T03:22:47Z\n",
        .about = "Shows where the Sun, the Moon, the planets and Pluto are: azimuth from north through east, "
                 "and altitude as lifted by refraction. Prints a table for people to a terminal, and plain "
                 "columns with a header line to a pipe or a file.",
        .exits = {"success", "failure", EXIT_USAGE, EXIT_DATA ", or out of date with --strict", EXIT_RANGE, NULL},
        .see = "ephem,tonight,watch",
    },
    [CMD_TABLE_EPHEM] = {
        .name = "ephem",
        .summary = "positions over a range of instants",
        .examples = "planettracker ephem mars --place Paris --step 1h \\\n"
                    "    --from 2026-10-30T18:00Z --to 2026-10-31T06:00Z\n",
        .about = "Writes positions over a range of instants, both ends included: a row for each instant and "
                 "body. Rows are written as they are computed, so a long range needs no more memory than a "
                 "short one.",
        .words = {WORD_BODIES},
        .exits = EXITS_OF_THE_SKY,
        .see = "now,events,rise",
    },
    [CMD_TABLE_TONIGHT] = {
        .name = "tonight",
        .summary = "dusk, dawn and what can be seen between them",
        .examples = "planettracker tonight --place Paris\n"
                    "planettracker tonight --lat 48.93 --lon 2.45 --tz Europe/Paris\n",
        .about = "Shows sunset, the twilights and sunrise, the phase of the Moon, and for each body its rise, "
                 "transit and set between dusk and dawn, when it is seen best and how high, and whether it can "
                 "be seen, with the reason. JSON also has its altitude every ten minutes from noon to noon.",
        .exits = EXITS_OF_THE_SKY,
        .see = "now,rise,chart",
    },
    [CMD_TABLE_RISE] = {
        .name = "rise",
        .summary = "rise, transit and set, day by day",
        .examples = "planettracker rise sun,moon,saturn --place Paris --days 3\n"
                    "planettracker rise sun --lat 78.2 --lon 15.6 --tz Arctic/Longyearbyen --csv\n",
        .about = "Shows rise, transit and set for each day of the time zone (UTC unless --tz or --place is "
                 "given). On a day without a rise or a set the state says why: rise_only, set_only, always_up, "
                 "never_up, multiple, or grazing when refraction may decide. The next rise and set are then "
                 "searched up to 400 days ahead.",
        .words = {WORD_BODIES},
        .exits = EXITS_OF_THE_SKY,
        .see = "tonight,events,wait",
    },
    [CMD_TABLE_EVENTS] = {
        .name = "events",
        .summary = "phases, conjunctions, eclipses and others in order",
        .examples = "planettracker events --types phases,oppositions,eclipses --days 90\n"
                    "planettracker events --types rise,set --bodies moon --place Paris --days 7\n",
        .about = "Lists events in order of time. Events of the sky itself are geocentric. Rise, set, transit, "
                 "antitransit, twilight, altitude and azimuth need a place; with a place, eclipses also say "
                 "what can be seen there.",
        .exits = EXITS_OF_THE_SKY,
        .see = "rise,tonight,ephem",
    },
    [CMD_TABLE_IS_UP] = {
        .name = "is-up",
        .summary = "whether a body is above the horizon, as an exit status",
        .examples = "planettracker is-up mars --place Paris && echo Mars is up\n",
        .about = "Exits with 0 when the body is above the horizon and with 1 when it is not. The horizon is "
                 "that of almanacs: a planet's centre at -34', the Sun's centre at -50', the Moon's upper limb.",
        .words = {WORD_BODY},
        .exits = {"the body is above the horizon", "it is not, or failure", EXIT_USAGE, EXIT_DATA, EXIT_RANGE, NULL},
        .see = "wait,now,rise",
    },
    [CMD_TABLE_WAIT] = {
        .name = "wait",
        .summary = "sleep until a body rises, sets or culminates",
        .examples = "planettracker wait moon rise --place Paris && echo The Moon is rising\n",
        .about = "Sleeps until the next rise, set, transit or antitransit of the body, prints its instant and "
                 "exits.",
        .words = {WORD_BODY,
                  {.value.name = "EVENT", .value.kind = CMD_TABLE_CHOICE, .value.choices = "rise,set,transit,antitransit",
                   .value.expected = "rise, set, transit or antitransit", .help = "what to wait for"}},
        .exits = {"the event has occurred", "there is none within 400 days, or failure", EXIT_USAGE, EXIT_DATA, EXIT_RANGE,
                  NULL},
        .see = "is-up,rise",
    },
    [CMD_TABLE_EXPLAIN] = {
        .name = "explain",
        .summary = "every correction of one position, in arcseconds",
        .examples = "planettracker explain mars --place Paris\n",
        .about = "Shows every correction of one position in order: where the body stands with this correction "
                 "and those before it, and how far this one alone moved it, in arcseconds. The movements add "
                 "up to the difference between the last line and the first.",
        .words = {WORD_BODY},
        .exits = EXITS_OF_THE_SKY,
        .see = "now,time",
    },
    [CMD_TABLE_TIME] = {
        .name = "time",
        .summary = "an instant in every time scale, and sidereal time",
        .examples = "planettracker time --lon 2.45\n"
                    "planettracker time --at 2026-10-30T21:00Z --lon 2.45 --tz Europe/Paris\n",
        .about = "Shows an instant in UTC, UT1, TAI, TT and TDB, the differences between them, Julian dates, "
                 "sidereal time, the equation of time and the GPS week.",
        .exits = EXITS_OF_THE_SKY,
        .see = "explain,now",
    },
    [CMD_TABLE_BODIES] = {
        .name = "bodies",
        .summary = "the bodies, and the years that the ephemeris covers",
        .examples = "planettracker bodies\n"
                    "planettracker bodies saturn --json\n",
        .about = "Lists the bodies with their NAIF ids, radii, the time that the ephemeris covers and the error "
                 "of directions. JSON and CSV also have symbols, names in several languages and the magnitude "
                 "model.",
        .words = {WORD_BODIES},
        .exits = EXITS_OF_DATA,
        .see = "now,data",
    },
    [CMD_TABLE_WATCH] = {
        .name = "watch",
        .summary = "the sky on the whole screen, live",
        .examples = "planettracker watch --place Paris\n"
                    "planettracker watch --lat 48.93 --lon 2.45 --speed 600 --red\n"
                    "planettracker watch --place Paris --url http://localhost:8000\n",
        .about = "Shows the sky on the whole screen, live: a dome as seen looking up (zenith in the middle, "
                 "east on the left), a table, and when the selected body rises and sets. The key ? lists all "
                 "keys, q quits.\n"
                 "With --url a server computes the positions. A word beside the time gives the state of the "
                 "connection: live, stale (with the seconds since the last event), reconnecting or ended. "
                 "Without a terminal, --url prints a line for each instant.",
        .exits = {"success", "failure", "the command line is wrong, or there is no terminal", EXIT_DATA, EXIT_RANGE,
                  "network failure"},
        .see = "now,chart,stream",
    },
    [CMD_TABLE_CHART] = {
        .name = "chart",
        .summary = "the dome of the sky as an SVG picture",
        .examples = "planettracker chart --place Paris > sky.svg\n"
                    "planettracker chart --lat -33.9 --lon 151.2 --up south --theme red > sky.svg\n",
        .about = "Draws the dome of the sky as a picture (SVG): the zenith in the middle, north at the top, "
                 "east on the left as seen looking up. Bodies below the horizon are rings outside the circle. "
                 "The bytes are those of /api/v1/chart.svg.",
        .exits = EXITS_OF_THE_SKY,
        .see = "watch,now",
    },
    [CMD_TABLE_PLACES] = {
        .name = "places",
        .summary = "towns by name or by distance, with their time zones",
        .examples = "planettracker places bogota\n"
                    "planettracker places paris, fr\n"
                    "planettracker places --near 48.93,2.45 --limit 3\n",
        .about = "Finds towns by name, best match first, or by distance: 9,700 towns of all countries, from the "
                 "time-zone database and from GeoNames (CC BY 4.0), which gives those with 50,000 people or "
                 "more. Case, accents, punctuation and small misspellings do not matter. A country or a state "
                 "may follow the name or stand alone.",
        .words = {{.value.name = "NAME", .value.kind = CMD_TABLE_TEXT, .is_optional = true, .is_repeated = true,
                   .help = "the words of a name"}},
        .exits = {"found", "nothing found, or failure", EXIT_USAGE, NULL, NULL, NULL},
        .see = "now,tonight",
    },
    [CMD_TABLE_GET] = {
        .name = "get",
        .summary = "many HTTP requests at once, with a report",
        .examples = "planettracker get https://example.org/\n"
                    "planettracker get -n 100 -c 8 http://localhost:8000/planets/mars\n"
                    "planettracker get -O https://example.org/a.bin https://example.org/b.bin\n",
        .about = "Sends many requests at once. The body of a single URL goes to the standard output. The bodies "
                 "of several URLs, or of several requests (-n), are dropped, and a report of status codes, "
                 "bytes and latencies is printed instead.",
        .words = {{.value.name = "URL", .value.kind = CMD_TABLE_URL, .value.expected = "an address such as https://example.org/", .is_repeated = true,
                   .help = "an address; one without a scheme means http://"}},
        .exits = {"success", "a status of 400 or more, or a file cannot be written", EXIT_USAGE, NULL, NULL,
                  "network failure"},
        .see = "stream",
    },
    [CMD_TABLE_STREAM] = {
        .name = "stream",
        .summary = "a server's events as lines, across lost connections",
        .examples = "planettracker stream 'http://localhost:8000/api/v1/stream?place=Paris'\n"
                    "planettracker stream --types rise,set --data \\\n"
                    "    'http://localhost:8000/api/v1/stream?place=Paris'\n",
        .about = "Prints the events of a server (text/event-stream), each as one line of JSON with the members "
                 "\"event\", \"id\" and \"data\". When a connection ends, the program connects again after the "
                 "pause that the server asks for and continues after the last event.",
        .words = {{.value.name = "URL", .value.kind = CMD_TABLE_URL, .value.expected = "an address that begins with http:// or https://",
                   .help = "the address of the stream"}},
        .exits = {"the server ended the stream, -n events have arrived, or a signal came",
                  "the standard output cannot be written", EXIT_USAGE, NULL, NULL,
                  "network failure, or the address is not an event stream"},
        .see = "watch,get",
    },
    [CMD_TABLE_DATA] = {
        .name = "data",
        .summary = "the files that keep the sky exact: status, update, verify",
        .examples = "planettracker data status\n"
                    "planettracker data update\n"
                    "planettracker data update --kernel de440s\n"
                    "planettracker data verify\n",
        .about = "The program needs no files. Data files keep it exact for longer: the rotation of the Earth as "
                 "measured and predicted by IERS (finals2000A.all), leap seconds (leap-seconds.list) and a JPL "
                 "kernel.\n"
                 "status shows which data are used, their age, when they expire, and how well UT1 is "
                 "known. update downloads what is newer, whole and checked, or leaves the file as it was; an "
                 "interrupted download is resumed. verify checks every byte of the present files.",
        .words = {{.value.name = "ACTION", .value.kind = CMD_TABLE_CHOICE, .value.choices = "status,update,verify",
                   .value.expected = "status, update or verify", .help = "what to do"}},
        .exits = {"success", "the folder cannot be written, or another update is running", EXIT_USAGE,
                  "a file is missing, damaged or expired", NULL, "network failure"},
        .see = "bodies,serve",
    },
    [CMD_TABLE_SERVE] = {
        .name = "serve",
        .summary = "the web page and the API on http://localhost:8000",
        .examples = "planettracker serve --listen 0.0.0.0:8000\n",
        .about = "Serves the page, the API and the routes GET /planets/{name} and POST /geo_location until "
                 "SIGINT or SIGTERM; requests in flight are finished first. Sockets that systemd passes are "
                 "used instead of an address, and systemd is notified when the server is ready, stopping and "
                 "alive. New data files are used as soon as they appear; SIGHUP reads them again at once and "
                 "reopens the access log.",
        .exits = {"stopped by a signal", "failure", EXIT_USAGE, EXIT_DATA, NULL,
                  "the server cannot listen on the address"},
        .see = "stream,watch,data",
    },
    [CMD_TABLE_COMPLETIONS] = {
        .name = "completions",
        .summary = "completion of command lines for a shell",
        .examples = "planettracker completions fish | source\n"
                    "planettracker completions bash > planettracker.bash\n",
        .about = "Writes a script that completes commands, options and their values in a shell. `make install` "
                 "installs all three scripts.",
        .words = {{.value.name = "SHELL", .value.kind = CMD_TABLE_CHOICE, .value.choices = "bash,zsh,fish",
                   .value.expected = "bash, zsh or fish", .help = "the shell"}},
        .exits = EXITS_WITHOUT_DATA,
        .see = "help",
    },
    [CMD_TABLE_HELP] = {
        .name = "help",
        .summary = "help for the program or for one command",
        .examples = "planettracker help\n"
                    "planettracker help now\n",
        .about = "Shows help for the program, or for a command, as its --help does.",
        .words = {WORD_COMMAND},
        .exits = EXITS_WITHOUT_DATA,
        .see = "version",
    },
    [CMD_TABLE_VERSION] = {
        .name = "version",
        .summary = "the version of the program",
        .examples = "planettracker version\n",
        .about = "Prints the name and the version of the program in one line.",
        .exits = EXITS_WITHOUT_DATA,
        .see = "help",
    },
};
/* clang-format on */

/* ---- options ---- */

#define B(id) CMD_TABLE_BIT(id)
#define PLACED                                                                                     \
    (B(NOW) | B(EPHEM) | B(TONIGHT) | B(RISE) | B(EVENTS) | B(IS_UP) | B(WAIT) | B(EXPLAIN) |      \
     B(WATCH) | B(CHART))
#define ZONED                                                                                      \
    (B(NOW) | B(EPHEM) | B(TONIGHT) | B(RISE) | B(EVENTS) | B(EXPLAIN) | B(TIME) | B(WATCH) |      \
     B(CHART))
#define SKYLINED (B(TONIGHT) | B(RISE) | B(EVENTS) | B(IS_UP) | B(WAIT))
#define AIRED                                                                                      \
    (B(NOW) | B(EPHEM) | B(TONIGHT) | B(RISE) | B(EVENTS) | B(EXPLAIN) | B(WATCH) | B(CHART))
#define COMPUTING (PLACED | B(TIME) | B(BODIES) | B(SERVE))
#define ROWS                                                                                       \
    (B(NOW) | B(EPHEM) | B(TONIGHT) | B(RISE) | B(EVENTS) | B(EXPLAIN) | B(TIME) | B(BODIES) |     \
     B(PLACES))
#define ALL ((UINT32_C(1) << CMD_TABLE_COMMAND_COUNT) - 1)

#define NAMED(id, long_name) .flag = CMD_TABLE_##id, .name = long_name
#define PARAM(id)            .value.kind = CMD_TABLE_PARAMETER, .value.parameter = ALMANAC_PARAMS_##id
#define IN(id)               .group = CMD_TABLE_GROUP_##id

/* clang-format off */
static const struct cmd_table_option OPTIONS[] = {
    {NAMED(PLACE, "place"), .value.name = "NAME", PARAM(PLACE), IN(WHERE), .commands = PLACED,
     .help = "a place, whose time zone is used too", .value.expected = "a town, \"name,CC\" or a time zone"},
    {NAMED(LAT, "lat"), .value.name = "DEG", PARAM(LAT), IN(WHERE), .commands = PLACED},
    {NAMED(LON, "lon"), .value.name = "DEG", PARAM(LON), IN(WHERE), .commands = PLACED},
    {NAMED(LON, "lon"), .value.name = "DEG", PARAM(LON), IN(WHERE), .commands = B(TIME), .help = "for local sidereal time"},
    {NAMED(ELEVATION, "elevation"), .value.name = "M", PARAM(ELEVATION), IN(WHERE), .commands = PLACED},
    {NAMED(NEAR, "near"), .value.name = "LAT,LON", PARAM(NEAR), IN(WHERE), .commands = B(PLACES),
     .help = "the nearest towns first", .value.expected = ALMANAC_TOWNS_REPORT_NEAR_EXPECTED},

    {NAMED(AT, "at"), .value.name = "TIME", PARAM(TIME), IN(WHEN),
     .commands = B(NOW) | B(IS_UP) | B(EXPLAIN) | B(TIME) | B(CHART)},
    {NAMED(AT, "at"), .value.name = "TIME", PARAM(TIME), IN(WHEN), .commands = B(TONIGHT),
     .help = "the night around this instant, or the next one"},
    {NAMED(AT, "at"), .value.name = "TIME", PARAM(TIME), IN(WHEN), .commands = B(WATCH), .help = "the instant to begin with"},
    {NAMED(FROM, "from"), .value.name = "TIME", PARAM(START), IN(WHEN), .commands = B(EPHEM) | B(EVENTS), .otherwise = "now",
     .help = "the first instant", .value.expected = DATA_TIME_TEXT_EXPECTED},
    {NAMED(FROM, "from"), .value.name = "TIME", PARAM(START), IN(WHEN), .commands = B(RISE), .otherwise = "now",
     .help = "an instant of the first day", .value.expected = DATA_TIME_TEXT_EXPECTED},
    {NAMED(TO, "to"), .value.name = "TIME", PARAM(STOP), IN(WHEN), .commands = B(EPHEM), .otherwise = "now",
     .help = "the last instant", .value.expected = DATA_TIME_TEXT_EXPECTED},
    {NAMED(TO, "to"), .value.name = "TIME", PARAM(STOP), IN(WHEN), .commands = B(EVENTS), .help = "the last instant",
     .value.expected = DATA_TIME_TEXT_EXPECTED},
    {NAMED(STEP, "step"), .value.name = "STEP", PARAM(STEP), IN(WHEN), .commands = B(EPHEM)},
    {NAMED(DAYS, "days"), .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = ALMANAC_DAY_TABLE_MAX, IN(WHEN),
     .commands = B(RISE), .help = "how many days", .value.expected = "a whole number, 1..36525", .otherwise = "1"},
    /* The command line has no limit but the ephemeris. */
    {NAMED(DAYS, "days"), .value.name = "N", .value.kind = CMD_TABLE_NUMBER, .value.least = 0, .value.most = 4e6, IN(WHEN),
     .commands = B(EVENTS), .help = "the length of the range, instead of --to", .value.expected = "a number of days, 0..4000000",
     .otherwise = "365"},
    {NAMED(TZ, "tz"), .value.name = "ZONE", PARAM(TZ), IN(WHEN), .commands = ZONED,
     .help = "read and show local times of this time zone", .otherwise = "that of --place, or UTC"},
    {NAMED(AMBIGUOUS, "ambiguous"), .value.name = "WHICH", PARAM(AMBIGUOUS), IN(WHEN), .commands = ZONED,
     .help = "a local time that clocks show twice"},
    {NAMED(NONEXISTENT, "nonexistent"), .value.name = "HOW", PARAM(NONEXISTENT), IN(WHEN), .commands = ZONED,
     .help = "a local time that clocks skip"},
    {NAMED(SPEED, "speed"), .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = CMD_TIMELINE_SPEED_MAX, IN(WHEN),
     .commands = B(WATCH), .help = "seconds of the sky per second; at most 100000 with --url",
     .value.expected = "a whole number, 1..604800", .otherwise = "1"},

    {NAMED(BODY_LIST, "bodies"), .value.name = "LIST", PARAM(BODIES), IN(WHAT), .otherwise = "all of the ephemeris",
     .commands = B(NOW) | B(TONIGHT) | B(CHART) | B(WATCH)},
    {NAMED(BODY_LIST, "bodies"), .value.name = "LIST", PARAM(BODIES), IN(WHAT), .otherwise = "all of the ephemeris",
     .commands = B(EVENTS), .help = "events of these bodies; an event of two bodies needs both"},
    {NAMED(PATH_BODY, "body"), .value.name = "NAME", PARAM(BODY), IN(WHAT), .commands = B(CHART),
     .help = "draw the path of this body from noon to noon"},
    {NAMED(TYPES, "types"), .value.name = "LIST", PARAM(TYPES), IN(WHAT), .commands = B(EVENTS), .help = "which events",
     .value.expected = "names separated by commas: " ALMANAC_EVENTS_MERGE_TYPES, .otherwise = "all except approaches and those that need a place",
     .value.choices = "phases,seasons,oppositions,conjunctions,elongations,stations,apsides,approaches,eclipses,rise,set,"
                "transit,antitransit,twilight,altitude:,azimuth:"},

    {NAMED(HORIZON, "horizon"), .value.name = "DEG", PARAM(HORIZON), IN(AIR), .commands = SKYLINED},
    {NAMED(EYE_HEIGHT, "eye-height"), .value.name = "M", PARAM(EYE_HEIGHT), IN(AIR), .commands = SKYLINED},
    {NAMED(DEFINITION, "definition"), .value.name = "NAME", PARAM(DEFINITION), IN(AIR), .commands = SKYLINED,
     .help = "34' of refraction and the Sun's centre at -50'; true discs (limb); true discs in the observer's air (physical); the centre without air"},
    {NAMED(REFRACTION, "refraction"), .value.name = "MODEL", PARAM(REFRACTION), IN(AIR), .commands = AIRED},
    {NAMED(PRESSURE, "pressure"), .value.name = "HPA", PARAM(PRESSURE), IN(AIR), .commands = AIRED},
    {NAMED(TEMPERATURE, "temperature"), .value.name = "C", PARAM(TEMPERATURE), IN(AIR), .commands = AIRED},

    {NAMED(THEME, "theme"), .value.name = "NAME", PARAM(THEME), IN(PICTURE), .commands = B(CHART)},
    {NAMED(VIEW, "view"), .value.name = "NAME", PARAM(VIEW), IN(PICTURE), .commands = B(CHART)},
    {NAMED(UP, "up"), .value.name = "NAME", PARAM(UP), IN(PICTURE), .commands = B(CHART)},
    {NAMED(STARS, "stars"), .value.name = "WHICH", PARAM(STARS), IN(PICTURE), .commands = B(CHART)},
    {NAMED(LANG, "lang"), .value.name = "TAG", PARAM(LANG), IN(PICTURE), .commands = B(CHART), .otherwise = "en"},
    {NAMED(RED, "red"), .value.kind = CMD_TABLE_SWITCH, IN(PICTURE), .commands = B(WATCH),
     .help = "begin in red on black, for eyes used to the dark"},

    {NAMED(LISTEN, "listen"), .value.name = "ADDRESS", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .value.expected = SERVER_CONFIG_LISTEN_EXPECTED, .otherwise = "127.0.0.1:8000", .environment = "HOST"},
    {NAMED(PORT, "port"), .value.name = "PORT", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "the port alone; 0 for any free one", .value.expected = SERVER_CONFIG_PORT_EXPECTED,
     .otherwise = "8000", .environment = "PORT"},
    {NAMED(THREADS, "threads"), .value.name = "N", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "event loops", .value.expected = SERVER_CONFIG_THREADS_EXPECTED, .otherwise = "one per processor"},
    {NAMED(WEB_ROOT, "web-root"), .value.name = "DIR", .value.kind = CMD_TABLE_FOLDER, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "serve the files of DIR instead of the page inside the program"},
    {NAMED(ACCESS_LOG, "access-log"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "one JSON object a request", .value.expected = SERVER_CONFIG_ACCESS_LOG_EXPECTED,
     .otherwise = "-"},
    {NAMED(RATE, "rate"), .value.name = "RATE", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "the limit for one client", .value.expected = SERVER_RATE_LIMIT_EXPECTED, .otherwise = "no limit"},
    {NAMED(TRUSTED_PROXIES, "trusted-proxies"), .value.name = "LIST", .value.kind = CMD_TABLE_TEXT, IN(SERVER),
     .repeat = CMD_TABLE_LAST, .commands = B(SERVE), .help = "whose X-Forwarded-For or Forwarded is trusted",
     .value.expected = SERVER_PROXIES_EXPECTED, .otherwise = "none"},
    {NAMED(BASE_PATH, "base-path"), .value.name = "PATH", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "serve everything below this path", .value.expected = SERVER_CONFIG_BASE_PATH_EXPECTED,
     .otherwise = "/"},
    {NAMED(MAX_STREAMS, "max-streams"), .value.name = "N", .value.kind = CMD_TABLE_TEXT, IN(SERVER), .repeat = CMD_TABLE_LAST,
     .commands = B(SERVE), .help = "event streams at once; more are refused with 503",
     .value.expected = SERVER_CONFIG_MAX_STREAMS_EXPECTED, .otherwise = "16384"},

    {NAMED(SERVER_URL, "url"), .value.name = "URL", .value.kind = CMD_TABLE_URL, IN(NETWORK), .commands = B(WATCH),
     .help = "show the sky of a server, such as http://localhost:8000, from its live event stream"},
    {NAMED(REQUESTS, "requests"), .letter = 'n', .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = 1000000,
     IN(NETWORK), .repeat = CMD_TABLE_LAST, .commands = B(GET), .help = "requests in all, to the URLs in turn",
     .value.expected = "a whole number, 1..1000000", .otherwise = "each URL once"},
    {NAMED(AT_ONCE, "at-once"), .letter = 'c', .value.name = "C", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = 1000,
     IN(NETWORK), .repeat = CMD_TABLE_LAST, .commands = B(GET), .help = "requests at once",
     .value.expected = "a whole number, 1..1000", .otherwise = "100"},
    {NAMED(FILE_URL, "url"), .value.name = "NAME=URL", .value.kind = CMD_TABLE_TEXT, IN(NETWORK), .repeat = CMD_TABLE_EACH,
     .commands = B(DATA), .actions = "update", .help = "where to download the file NAME; several addresses are tried in order"},
    {NAMED(MIRROR, "mirror"), .value.name = "URL", .value.kind = CMD_TABLE_URL, IN(NETWORK), .repeat = CMD_TABLE_LAST,
     .commands = B(DATA), .actions = "update", .help = "a folder that has all files", .environment = CMD_DATA_DOWNLOAD_MIRROR_ENV},
    {NAMED(TRIES, "tries"), .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = 100, IN(NETWORK),
     .repeat = CMD_TABLE_LAST, .commands = B(GET), .help = "tries for each request, with pauses between",
     .value.expected = "a whole number, 1..100", .otherwise = "4"},
    {NAMED(TRIES, "tries"), .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = 100, IN(NETWORK),
     .repeat = CMD_TABLE_LAST, .commands = B(DATA), .actions = "update", .help = "tries for each address, with pauses between",
     .value.expected = "a whole number, 1..100", .otherwise = "4"},
    {NAMED(TRIES, "tries"), .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 0, .value.most = 1000000, IN(NETWORK),
     .repeat = CMD_TABLE_LAST, .commands = B(STREAM),
     .help = "connections in a row without an event before giving up, or 0 for no limit",
     .value.expected = "a whole number, 0..1000000", .otherwise = "10"},
    {NAMED(MAX_TIME, "max-time"), .value.name = "S", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = BASE_DAY_S, IN(NETWORK),
     .repeat = CMD_TABLE_LAST, .commands = B(GET), .help = "the time for each request",
     .value.expected = "whole seconds, 1..86400", .otherwise = "600"},
    {NAMED(MAX_TIME, "max-time"), .value.name = "S", .value.kind = CMD_TABLE_WHOLE, .value.least = 1, .value.most = BASE_DAY_S, IN(NETWORK),
     .repeat = CMD_TABLE_LAST, .commands = B(DATA), .actions = "update", .help = "the time for each address",
     .value.expected = "whole seconds, 1..86400", .otherwise = "86400"},
    {NAMED(CA_FILE, "ca-file"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(NETWORK), .repeat = CMD_TABLE_LAST,
     .commands = B(GET) | B(STREAM), .help = "certificates to trust instead of the system's"},
    {NAMED(CA_FILE, "ca-file"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(NETWORK), .repeat = CMD_TABLE_LAST,
     .commands = B(DATA), .actions = "update", .help = "certificates to trust instead of the system's"},
    {NAMED(CA_FILE, "ca-file"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(NETWORK), .commands = B(WATCH),
     .help = "with --url, certificates to trust instead of the system's"},
    {NAMED(LAST_ID, "last-id"), .value.name = "ID", .value.kind = CMD_TABLE_TEXT, IN(NETWORK), .repeat = CMD_TABLE_LAST,
     .commands = B(STREAM), .help = "continue after this event", .value.expected = "an id of one line"},
    {NAMED(OFFLINE, "offline"), .value.kind = CMD_TABLE_SWITCH, IN(NETWORK), .repeat = CMD_TABLE_LAST, .commands = B(DATA),
     .actions = "update", .help = "open no socket; report what is missing"},

    {NAMED(EVENT_TYPES, "types"), .value.name = "LIST", .value.kind = CMD_TABLE_TEXT, IN(OUTPUT), .repeat = CMD_TABLE_LAST,
     .commands = B(STREAM), .help = "print only events of these types",
     .value.expected = "names with commas between, such as positions,rise,set",
     .value.choices = "positions,rise,set,transit,antitransit",
     .otherwise = "all"},
    {NAMED(COUNT, "count"), .letter = 'n', .value.name = "N", .value.kind = CMD_TABLE_WHOLE, .value.least = 0, .value.most = 1e9, IN(OUTPUT),
     .repeat = CMD_TABLE_LAST, .commands = B(STREAM), .help = "exit with 0 after this number of events",
     .value.expected = "a whole number, 0..1000000000", .otherwise = "0, no limit"},
    {NAMED(DATA_ALONE, "data"), .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST, .commands = B(STREAM),
     .help = "print the data alone, a line for each event"},
    {NAMED(LIMIT, "limit"), .value.name = "N", PARAM(LIMIT), IN(OUTPUT), .commands = B(PLACES)},
    {NAMED(PRINT, "print"), .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .commands = B(WAIT),
     .help = "print the instant and do not wait"},
    {NAMED(JSON, "json"), .value.kind = CMD_TABLE_FORMAT, .format = ALMANAC_PARAMS_JSON, IN(OUTPUT), .commands = ROWS,
     .help = "one JSON document, as the API gives it"},
    {NAMED(JSON, "json"), .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST, .commands = B(GET),
     .help = "print the report as JSON on the standard output"},
    {NAMED(JSON, "json"), .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST, .commands = B(DATA),
     .actions = "status", .help = "one JSON document"},
    {NAMED(NDJSON, "ndjson"), .value.kind = CMD_TABLE_FORMAT, .format = ALMANAC_PARAMS_NDJSON, IN(OUTPUT), .commands = ROWS,
     .help = "one JSON object a line"},
    {NAMED(CSV, "csv"), .value.kind = CMD_TABLE_FORMAT, .format = ALMANAC_PARAMS_CSV, IN(OUTPUT), .commands = ROWS,
     .help = "comma-separated values (RFC 4180)"},
    {NAMED(VOTABLE, "votable"), .value.kind = CMD_TABLE_FORMAT, .format = ALMANAC_PARAMS_VOTABLE, IN(OUTPUT),
     .commands = ROWS & ~B(EXPLAIN), .help = "VOTable 1.4, for TOPCAT, Aladin and astropy"},
    {NAMED(ICS, "ics"), .value.kind = CMD_TABLE_FORMAT, .format = ALMANAC_PARAMS_ICS, IN(OUTPUT), .commands = B(EVENTS),
     .help = "a calendar (iCalendar, RFC 5545)"},
    {NAMED(OUTPUT_FILE, "output"), .letter = 'o', .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(OUTPUT),
     .repeat = CMD_TABLE_LAST, .commands = B(GET), .help = "write the body of the one URL to FILE, whole or not at all"},
    {NAMED(REMOTE_NAMES, "remote-names"), .letter = 'O', .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST,
     .commands = B(GET), .help = "write each body to a file named after the end of its URL"},
    {NAMED(QUIET, "quiet"), .letter = 'q', .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST,
     .commands = B(GET), .help = "show no progress"},
    {NAMED(QUIET, "quiet"), .letter = 'q', .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST,
     .commands = B(DATA), .actions = "update", .help = "show no progress"},
    {NAMED(QUIET, "quiet"), .letter = 'q', .value.kind = CMD_TABLE_SWITCH, IN(OUTPUT), .repeat = CMD_TABLE_LAST,
     .commands = B(STREAM), .help = "print no message about reconnecting"},

    {NAMED(STRICT, "strict"), .value.kind = CMD_TABLE_SWITCH, IN(DATA_FILES), .commands = B(NOW),
     .help = "refuse to answer when UT1 or leap seconds are out of date for the instant"},
    {NAMED(STRICT, "strict"), .value.kind = CMD_TABLE_SWITCH, IN(DATA_FILES), .repeat = CMD_TABLE_LAST, .commands = B(DATA),
     .actions = "status", .help = "exit with 3 when something has expired"},
    {NAMED(KERNEL, "kernel"), .value.name = "NAME", .value.kind = CMD_TABLE_TEXT, IN(DATA_FILES), .repeat = CMD_TABLE_LAST,
     .commands = B(DATA), .actions = "update,verify", .help = "the kernel to download and use from now on, or to check",
     .value.choices = "de440s,de441,none",
     .value.expected = "de440s, de441 or the URL of a .bsp file; none for the kernel inside the program again"},
    {NAMED(SHA256, "sha256"), .value.name = "NAME=HEX", .value.kind = CMD_TABLE_TEXT, IN(DATA_FILES), .repeat = CMD_TABLE_EACH,
     .commands = B(DATA), .actions = "update", .help = "the SHA-256 that the file NAME must have"},
    {NAMED(EPHEMERIS, "ephemeris"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(DATA_FILES), .repeat = CMD_TABLE_LAST,
     .commands = COMPUTING, .environment = DATA_DATASET_EPHEMERIS_ENV,
     .help = "a JPL kernel (DE405 to DE441) instead of the one inside the program"},
    {NAMED(LEAP_SECONDS, "leap-seconds"), .value.name = "FILE", .value.kind = CMD_TABLE_FILE, IN(DATA_FILES),
     .repeat = CMD_TABLE_LAST, .commands = COMPUTING, .help = "a newer leap-seconds.list than the one inside the program"},
    {NAMED(DATA_DIR, "data-dir"), .value.name = "DIR", .value.kind = CMD_TABLE_FOLDER, IN(DATA_FILES), .repeat = CMD_TABLE_LAST,
     .commands = COMPUTING | B(DATA), .environment = DATA_DIR_ENV,
     .help = "the folder that `planettracker data update` fills; none for the data inside the program alone"},

    {NAMED(SHOW_HELP, "help"), .letter = 'h', .value.kind = CMD_TABLE_SWITCH, IN(OTHER), .repeat = CMD_TABLE_LAST,
     .commands = ALL | CMD_TABLE_PROGRAM, .help = "show this help"},
    {NAMED(SHOW_VERSION, "version"), .value.kind = CMD_TABLE_SWITCH, IN(OTHER), .repeat = CMD_TABLE_LAST,
     .commands = CMD_TABLE_PROGRAM, .help = "print the version of the program"},
};

static const struct cmd_table_variable VARIABLES[] = {
    {DATA_DATASET_EPHEMERIS_ENV, "a JPL kernel instead of the one inside the program; --ephemeris takes precedence",
     COMPUTING | B(DATA)},
    {DATA_DIR_ENV, "the folder of data files, or none; --data-dir takes precedence", COMPUTING | B(DATA)},
    {"XDG_DATA_HOME", "the folder of data files is planettracker in this one, ~/.local/share unless set",
     COMPUTING | B(DATA)},
    {CMD_DATA_DOWNLOAD_MIRROR_ENV, "the address of a folder that has all data files; --mirror takes precedence", B(DATA)},
    {"HOST", "the address to listen on; --listen takes precedence", B(SERVE)},
    {"PORT", "the port to listen on; --port and --listen take precedence", B(SERVE)},
    {"TZDIR", "the folder of the time-zone database, /usr/share/zoneinfo unless set", ZONED | B(IS_UP)},
    {"NO_COLOR", "when it is set and not empty, the output has no colours", B(NOW) | B(WATCH)},
    {"http_proxy, https_proxy, no_proxy", "the proxies for requests, as curl reads them",
     B(GET) | B(STREAM) | B(DATA) | B(WATCH)},
};
/* clang-format on */

const struct cmd_table *cmd_table(void)
{
    static const struct cmd_table table = {
        COMMANDS,  CMD_TABLE_COMMAND_COUNT,
        OPTIONS,   sizeof OPTIONS / sizeof *OPTIONS,
        VARIABLES, sizeof VARIABLES / sizeof *VARIABLES,
    };
    return &table;
}

/* ---- questions ---- */

int cmd_table_command_named(const struct cmd_table *table, struct base_text name)
{
    int i = 0;
    while (i < table->command_count &&
           !base_text_equals(name, base_text_of(table->commands[i].name)))
        i++;
    return i;
}

uint32_t cmd_table_bit(const struct cmd_table *table, int command)
{
    assert(command >= 0 && command <= table->command_count);
    return command == table->command_count ? CMD_TABLE_PROGRAM : UINT32_C(1) << command;
}

const struct cmd_table_option *cmd_table_option_of(const struct cmd_table *table, int command,
                                                   enum cmd_table_flag flag)
{
    const uint32_t bit = cmd_table_bit(table, command);
    for (int i = 0; i < table->option_count; i++)
        if (table->options[i].flag == flag && (table->options[i].commands & bit) != 0)
            return &table->options[i];
    return NULL;
}

const char *cmd_table_expected(const struct cmd_table_value *value)
{
    if (value->expected != NULL) return value->expected;
    switch (value->kind) {
    case CMD_TABLE_PARAMETER:
        return almanac_params_rows()[value->parameter].expected;
    case CMD_TABLE_BODY:
        return "a name such as mars";
    case CMD_TABLE_URL:
        return "an address such as https://example.org/";
    case CMD_TABLE_FILE:
        return "a file";
    case CMD_TABLE_FOLDER:
        return "a folder";
    case CMD_TABLE_COMMAND:
        return "a command";
    default:
        return "a value";
    }
}

/* ---- suggestions ---- */

/* What the kind of a parameter suggests. */
static enum cmd_table_suggestion suggest_parameter(enum almanac_params_name parameter,
                                                   const char *choices)
{
    assert((unsigned)parameter < ALMANAC_PARAMS_TOTAL);
    switch (almanac_params_rows()[parameter].kind) {
    case ALMANAC_PARAMS_KIND_CHOICE:
    case ALMANAC_PARAMS_KIND_FLAG:
    case ALMANAC_PARAMS_KIND_BODY:
        return CMD_TABLE_ONE;
    case ALMANAC_PARAMS_KIND_BODIES:
    case ALMANAC_PARAMS_KIND_FIELDS:
        return CMD_TABLE_LIST;
    case ALMANAC_PARAMS_KIND_ZONE:
        return CMD_TABLE_ZONES;
    default:
        return choices != NULL ? CMD_TABLE_LIST : CMD_TABLE_NOTHING;
    }
}

enum cmd_table_suggestion cmd_table_suggest(const struct cmd_table_value *value)
{
    switch (value->kind) {
    case CMD_TABLE_PARAMETER:
        return suggest_parameter(value->parameter, value->choices);
    case CMD_TABLE_CHOICE:
    case CMD_TABLE_BODY:
    case CMD_TABLE_COMMAND:
        return CMD_TABLE_ONE;
    case CMD_TABLE_FILE:
        return CMD_TABLE_FILES;
    case CMD_TABLE_FOLDER:
        return CMD_TABLE_FOLDERS;
    case CMD_TABLE_TEXT:
        return value->choices != NULL ? CMD_TABLE_LIST : CMD_TABLE_NOTHING;
    default:
        return CMD_TABLE_NOTHING;
    }
}

/* Appends one more of a list. */
static void append_choice(struct base_buf *out, struct base_text name, const char *between,
                          size_t begin)
{
    assert(begin <= out->used);
    if (out->used > begin) base_buf_append_string(out, between);
    base_buf_append_text(out, name);
}

static void append_names(struct base_buf *out, const char *names, const char *between, size_t begin)
{
    for (struct base_text rest = base_text_of(names); rest.length > 0;)
        append_choice(out, base_text_cut(&rest, ','), between, begin);
}

static void append_bodies(struct base_buf *out, const char *between, size_t begin)
{
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        append_choice(out, sky_body_info(body)->name, between, begin);
}

static void append_parameter(struct base_buf *out, const struct cmd_table_value *value,
                             const char *between, size_t begin)
{
    const struct almanac_params_row *row = &almanac_params_rows()[value->parameter];
    struct base_text columns[64];
    switch (row->kind) {
    case ALMANAC_PARAMS_KIND_CHOICE:
        append_names(out, row->choices, between, begin);
        break;
    case ALMANAC_PARAMS_KIND_FLAG:
        append_names(out, "1,0", between, begin);
        break;
    case ALMANAC_PARAMS_KIND_BODIES:
        append_bodies(out, between, begin);
        append_names(out, "planets,all", between, begin);
        break;
    case ALMANAC_PARAMS_KIND_BODY:
        append_bodies(out, between, begin);
        break;
    case ALMANAC_PARAMS_KIND_FIELDS:
        for (int i = 0, count = almanac_position_columns_columns(columns); i < count; i++)
            append_choice(out, columns[i], between, begin);
        break;
    default:
        if (value->choices != NULL) append_names(out, value->choices, between, begin);
    }
}

void cmd_table_append_choices(struct base_buf *out, const struct cmd_table *table,
                              const struct cmd_table_value *value, const char *between)
{
    const size_t begin = out->used;
    switch (value->kind) {
    case CMD_TABLE_PARAMETER:
        append_parameter(out, value, between, begin);
        break;
    case CMD_TABLE_CHOICE:
        append_names(out, value->choices, between, begin);
        break;
    case CMD_TABLE_TEXT:
        if (value->choices != NULL) append_names(out, value->choices, between, begin);
        break;
    case CMD_TABLE_BODY:
        append_bodies(out, between, begin);
        break;
    case CMD_TABLE_COMMAND:
        for (int i = 0; i < table->command_count; i++)
            append_choice(out, base_text_of(table->commands[i].name), between, begin);
        break;
    default:
        break;
    }
}

/* ---- words ---- */

/* Whether the words about an option end with what is expected of its value. */
static bool shows_expected(const struct cmd_table_option *option)
{
    return cmd_table_has_value(option) && (option->help == NULL || option->value.expected != NULL ||
                                           (option->value.kind == CMD_TABLE_PARAMETER &&
                                            option->value.parameter != ALMANAC_PARAMS_TZ));
}

static const char *otherwise_of(const struct cmd_table_option *option)
{
    const char *otherwise = option->otherwise;
    if (otherwise == NULL && option->value.kind == CMD_TABLE_PARAMETER)
        otherwise = almanac_params_rows()[option->value.parameter].otherwise;
    return otherwise != NULL && *otherwise != '\0' ? otherwise : NULL;
}

void cmd_table_append_about(struct base_buf *out, const struct cmd_table_option *option)
{
    assert(option->help != NULL || shows_expected(option));
    const char *otherwise = otherwise_of(option);
    if (option->actions != NULL) {
        append_names(out, option->actions, ", ", out->used);
        base_buf_append_string(out, ": ");
    }
    if (option->help != NULL) base_buf_append_string(out, option->help);
    if (option->help != NULL && shows_expected(option)) base_buf_append_string(out, ": ");
    if (shows_expected(option)) base_buf_append_string(out, cmd_table_expected(&option->value));
    if (otherwise == NULL && option->environment == NULL) return;
    base_buf_append_string(out, " (");
    if (otherwise != NULL) base_buf_append_format(out, "default: %s", otherwise);
    if (otherwise != NULL && option->environment != NULL) base_buf_append_string(out, "; ");
    if (option->environment != NULL)
        base_buf_append_format(out, "environment: %s", option->environment);
    base_buf_append_string(out, ")");
}
