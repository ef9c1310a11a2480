/* Hashes that become entity tags, and the comparison of tags. The build id is a note of the loaded
 * program: ELF, System V ABI, "Program Loading", PT_NOTE. */
#include "server/middleware/etag.h"

#include "base/buf.h"
#include "base/bytes.h"
#include "base/version.h"
#include "format/header_list.h"
#include "sky/civil.h"
#include "sky/earth_orientation.h"

#include <assert.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

#define EDGE_BYTES   65536u
#define STRIDE_BYTES 1048576u
#define SAMPLE_BYTES 64u

static void add(struct base_siphash_key *key, const void *bytes, size_t count)
{
    key->high = key->low;
    key->low = base_siphash_of(*key, bytes, count);
}

static size_t padded(size_t size)
{
    return (size + 3) & ~(size_t)3;
}

/* Adds the build id of a segment's notes. A note has name size, description size, type, name,
 * description; the last two are padded to 4 bytes. */
static void add_notes(struct base_siphash_key *key, const char *at, size_t size)
{
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, at, sizeof note);
        size_t name = padded(note.n_namesz), description = padded(note.n_descsz);
        size_t whole = sizeof note + name + description;
        if (whole > size) return;
        bool is_id = note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
                     memcmp(at + sizeof note, "GNU", 4) == 0;
        if (is_id) add(key, at + sizeof note + name, note.n_descsz);
        at += whole;
        size -= whole;
    }
}

/* The first object reported is the program itself. */
static int on_object(struct dl_phdr_info *info, size_t size, void *key)
{
    (void)size;
    for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_NOTE)
            add_notes(key, (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr),
                      info->dlpi_phdr[i].p_memsz);
    return 1;
}

static void add_kernel(struct base_siphash_key *key, struct base_span kernel)
{
    size_t edge = kernel.size < EDGE_BYTES ? kernel.size : EDGE_BYTES;
    add(key, &kernel.size, sizeof kernel.size);
    if (edge == 0) return;
    add(key, kernel.bytes, edge);
    add(key, kernel.bytes + kernel.size - edge, edge);
    for (size_t at = 0; at + SAMPLE_BYTES <= kernel.size; at += STRIDE_BYTES)
        add(key, kernel.bytes + at, SAMPLE_BYTES);
}

struct server_etag_seed server_etag_seed_of(const struct data_dataset *dataset)
{
    struct server_etag_seed seed = {{0, 0}};
    const struct sky_leaps *leaps = &dataset->leaps.table;
    add(&seed.key, BASE_VERSION, sizeof BASE_VERSION);
    dl_iterate_phdr(on_object, &seed.key);
    add(&seed.key, dataset->source, strlen(dataset->source));
    add(&seed.key, leaps->rows, (size_t)leaps->count * sizeof *leaps->rows);
    add(&seed.key, &dataset->leaps.expires_day, sizeof dataset->leaps.expires_day);
    const struct sky_earth_orientation *orient = &dataset->sky.orient;
    add(&seed.key, orient->spin.ut1_minus_tai, (size_t)orient->spin.days * sizeof(int32_t));
    add(&seed.key, &orient->spin.last_measured_mjd, sizeof orient->spin.last_measured_mjd);
    add(&seed.key, orient->spin.pole, (size_t)orient->spin.pole_rows * 2 * sizeof(int16_t));
    add_kernel(&seed.key, dataset->kernel_file);
    return seed;
}

_Static_assert(SERVER_ETAG_GZIP_CHARS == SERVER_ETAG_CHARS + sizeof "-gz" - 1 &&
                   SERVER_ETAG_WEAK_CHARS == SERVER_ETAG_CHARS + sizeof "W/" - 1,
               "tags are longer by what is added");

/* Writes a hash as SERVER_ETAG_CHARS characters. */
static void write_quoted(uint64_t hash, char *out)
{
    static const char digits[] = "0123456789abcdef";
    *out++ = '"';
    for (int i = 60; i >= 0; i -= 4) *out++ = digits[hash >> i & 15];
    *out = '"';
}

void server_etag_make(const struct server_etag_seed *seed, struct base_text target, unsigned format,
                      char *out)
{
    struct base_siphash_key key = {seed->key.low, seed->key.high ^ format};
    write_quoted(base_siphash_of(key, target.at, target.length), out);
}

void server_etag_make_gzip(const char *etag, char *out)
{
    assert(etag[0] == '"' && etag[SERVER_ETAG_CHARS - 1] == '"');
    memcpy(out, etag, SERVER_ETAG_CHARS - 1);
    memcpy(out + SERVER_ETAG_CHARS - 1, "-gz\"", 4);
}

void server_etag_make_weak(struct base_text content, char *out)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < content.length; i++)
        hash = (hash ^ (unsigned char)content.at[i]) * UINT64_C(0x100000001b3);
    *out++ = 'W';
    *out++ = '/';
    write_quoted(hash, out);
}

/* ---- 304 ---------------------------------------------------------------------------------- */

/* The part of a tag that weak comparison compares. */
static struct base_text without_weakness(struct base_text tag)
{
    if (tag.length < 2 || tag.at[0] != 'W') return tag;
    return (struct base_text){tag.at + 2, tag.length - 2};
}

struct base_text server_etag_decide(struct base_text if_none_match,
                                    const struct server_etag_offer *offer,
                                    struct net_http_reply *reply)
{
    assert(reply->stream.produce == NULL);
    const struct base_text none = {NULL, 0};
    if (if_none_match.length == 0) return none;
    for (size_t i = 0; i < sizeof offer->tags / sizeof *offer->tags; i++) {
        const struct base_text tag = offer->tags[i];
        if (!offer->exists && if_none_match.length < tag.length) continue; /* such as "*" */
        if (tag.at == NULL ||
            !format_header_list_matches_etag(if_none_match, without_weakness(tag)))
            continue;
        reply->status = 304;
        reply->borrowed = none;
        base_buf_clear(&reply->body);
        return tag;
    }
    return none;
}
