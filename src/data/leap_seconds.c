/* leap-seconds.list has two columns: the NTP seconds of a midnight, and TAI - UTC from then on.
 * Anchor: 2272060800 is 1972-01-01, with 10.
 */
#include "data/leap_seconds.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/text.h"
#include "base/units.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define NTP_DAY_OF_2000 36524 /* days from 1900-01-01 to 2000-01-01 */
#define DAY_OF_1972     (-10227)
#define HASHED_MAX      4096 /* bytes of all figures */

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

static struct base_text next_word(struct base_text *rest)
{
    while (rest->length > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t'))
        rest->at++, rest->length--;
    size_t length = 0;
    while (length < rest->length && rest->at[length] != ' ' && rest->at[length] != '\t' &&
           rest->at[length] != '\r')
        length++;
    struct base_text word = {rest->at, length};
    rest->at += length;
    rest->length -= length;
    return word;
}

/* Converts the NTP seconds of a midnight to days since 2000-01-01. */
static enum base_err day_of(struct base_text word, int32_t *day, struct base_fault *fault)
{
    unsigned seconds;
    enum base_err err = base_num_parse_whole(word, UINT32_MAX, &seconds, fault);
    if (err != BASE_ERR_OK) return err;
    if (seconds % BASE_DAY_S != 0) return reject(fault, BASE_ERR_FORMAT, 0, "not a midnight");
    *day = (int32_t)(seconds / BASE_DAY_S) - NTP_DAY_OF_2000;
    return BASE_ERR_OK;
}

static enum base_err add_row(struct base_text line, struct sky_leaps *table,
                             struct base_fault *fault)
{
    int32_t day;
    unsigned tai_utc_s;
    enum base_err err = day_of(next_word(&line), &day, fault);
    if (err != BASE_ERR_OK) return err;
    err = base_num_parse_whole(next_word(&line), 255, &tai_utc_s, fault);
    if (err != BASE_ERR_OK) return err;
    if (table->count == SKY_CIVIL_LEAPS_MAX)
        return reject(fault, BASE_ERR_LIMIT, 0, "too many leap seconds");
    if (table->count == 0) {
        if (day != DAY_OF_1972 || tai_utc_s != 10)
            return reject(fault, BASE_ERR_FORMAT, 0, "the list does not begin with 10 s in 1972");
    } else {
        int32_t step_s = (int32_t)tai_utc_s - table->rows[table->count - 1].tai_utc_s;
        if (day <= table->rows[table->count - 1].day || (step_s != 1 && step_s != -1))
            return reject(fault, BASE_ERR_FORMAT, 0,
                          "a row out of order, or a step other than one second");
    }
    assert(table->count < SKY_CIVIL_LEAPS_MAX);
    table->rows[table->count].day = day;
    table->rows[table->count++].tai_utc_s = (int32_t)tai_utc_s;
    return BASE_ERR_OK;
}

/* Whether a line holds five words of up to 8 characters: the SHA-1 at the end of every published
 * list, whose presence shows that the list is complete. */
static bool is_hash(struct base_text rest)
{
    for (int i = 0; i < 5; i++) {
        struct base_text word = next_word(&rest);
        if (word.length == 0 || word.length > 8) return false;
    }
    return next_word(&rest).length == 0;
}

enum base_err data_leap_seconds_parse(struct base_span text, struct data_leap_seconds *leaps,
                                      struct base_fault *fault)
{
    assert(text.bytes != NULL || text.size == 0);
    struct data_leap_seconds found = {.expires_day = INT32_MIN};
    struct base_text rest = {(const char *)text.bytes, text.size};
    bool has_hash = false;
    while (rest.length > 0) {
        size_t offset = text.size - rest.length;
        struct base_text line = base_text_cut(&rest, '\n');
        enum base_err err = BASE_ERR_OK;
        if (line.length >= 2 && line.at[0] == '#' && line.at[1] == '@') {
            line = (struct base_text){line.at + 2, line.length - 2};
            err = day_of(next_word(&line), &found.expires_day, fault);
        } else if (line.length >= 2 && line.at[0] == '#' && line.at[1] == 'h') {
            has_hash = is_hash((struct base_text){line.at + 2, line.length - 2});
        } else if (line.length > 0 && line.at[0] != '#') {
            err = add_row(line, &found.table, fault);
        }
        if (err != BASE_ERR_OK) {
            fault->offset += offset;
            return err;
        }
    }
    if (found.table.count == 0)
        return reject(fault, BASE_ERR_FORMAT, text.size, "no leap seconds in it");
    if (found.expires_day == INT32_MIN)
        return reject(fault, BASE_ERR_FORMAT, text.size, "no expiry date in it");
    if (!has_hash)
        return reject(fault, BASE_ERR_FORMAT, text.size,
                      "the list is cut short: no #h line ends it");
    assert(found.table.rows[0].day == DAY_OF_1972);
    *leaps = found;
    return BASE_ERR_OK;
}

/* Reads five hexadecimal words, written without leading zeros, as 40 digits. */
static bool read_hash(struct base_text rest, char *hex)
{
    for (int i = 0; i < 5; i++) {
        struct base_text digits = next_word(&rest);
        if (digits.length == 0 || digits.length > 8) return false;
        assert(digits.length <= 8);
        memset(hex + 8 * i, '0', 8);
        memcpy(hex + 8 * (i + 1) - digits.length, digits.at, digits.length);
    }
    hex[BASE_HASH_SHA1_HEX] = '\0';
    return true;
}

bool data_leap_seconds_hash_agrees(struct base_span text)
{
    char stated[BASE_HASH_SHA1_HEX + 1] = "", computed[BASE_HASH_SHA1_HEX + 1];
    assert(text.size > 0);
    struct base_buf figures;
    base_buf_init(&figures, HASHED_MAX);
    struct base_text rest = {(const char *)text.bytes, text.size};
    while (rest.length > 0) {
        struct base_text line = base_text_cut(&rest, '\n');
        char kind = line.length >= 2 && line.at[0] == '#' ? line.at[1] : ' ';
        bool is_comment = line.length == 0 || (line.at[0] == '#' && kind != '$' && kind != '@');
        if (kind == 'h') (void)read_hash((struct base_text){line.at + 2, line.length - 2}, stated);
        if (is_comment) continue;
        if (line.at[0] == '#') line = (struct base_text){line.at + 2, line.length - 2};
        base_buf_append_text(&figures, next_word(&line));
        if (kind == ' ') base_buf_append_text(&figures, next_word(&line));
    }
    base_hash_sha1((struct base_span){(unsigned char *)figures.bytes, figures.used}, computed);
    bool agrees = !figures.has_overflowed &&
                  base_text_equals_any_case(base_text_of(stated), base_text_of(computed));
    base_buf_fini(&figures);
    return agrees;
}
