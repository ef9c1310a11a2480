/* The page's files as rows of C: server_assets HEADER TEXTS STARS LINES FILE...
 *
 * Each row has a path, the file, its compressed twin, an ETag and a content type. Beside HEADER the
 * generator writes the compressed files, and what it makes itself: texts-LANGUAGE.json from TEXTS,
 * and stars.json from STARS and LINES. Equal inputs give equal bytes.
 */
#include "almanac/i18n.h"
#include "base/file.h"
#include "base/hash.h"
#include "format/json.h"
#include "lib/base64.h"
#include "lib/star_list.h"
#include "lib/table.h"

#include <stdio.h>
#include <zlib.h>

#define ETAG_DIGITS   16
#define PAGE_RANK_MAX 2  /* the page draws the best-known lines only */
#define GZIP_BITS     31 /* the largest window, and the head and tail of gzip instead of zlib's */
#define GZIP_MEMORY   9

static const char *content_type(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".json", "application/json; charset=utf-8"},
        {".webmanifest", "application/manifest+json; charset=utf-8"},
    };
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i].ending) == 0) return types[i].type;
    table_fail_path(name, "has no content type in tool/generate/server_assets.c");
}

static void compress_into(struct base_buf *out, const char *path, struct base_span content)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)content.bytes,
                       .avail_in = (uInt)content.size};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_BITS, GZIP_MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        table_fail_path(path, "cannot be compressed");
    const uLong bound = deflateBound(&stream, (uLong)content.size);
    char *room = base_buf_reserve(out, bound);
    if (room == NULL) table_fail_path(path, "out of memory");
    stream.next_out = (Bytef *)room;
    stream.avail_out = (uInt)bound;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) table_fail_path(path, "cannot be compressed");
    out->used += stream.total_out;
    deflateEnd(&stream);
}

/* Appends the name of a symbol: app.js is app_js. */
static void append_symbol(struct base_buf *out, const char *name)
{
    for (; *name != '\0'; name++)
        base_buf_append(out, *name == '.' || *name == '-' ? "_" : name, 1);
}

/* Appends the row of a file, and writes its compressed twin beside the header. */
static void add_file(struct base_buf *out, const char *header, const char *path)
{
    char sha256[BASE_HASH_SHA256_HEX + 1], gzip_name[TABLE_PATH_MAX], gzip_path[TABLE_PATH_MAX];
    const char *last = strrchr(path, '/'), *name = last == NULL ? path : last + 1;
    struct base_span content;
    struct base_buf gzip;
    if (base_file_map(path, &content) != BASE_ERR_OK) table_fail_path(path, "cannot be read");
    base_hash_sha256(content, sha256);
    base_buf_init(&gzip, TABLE_OUTPUT_MAX_BYTES);
    compress_into(&gzip, path, content);
    base_file_unmap(content);
    snprintf(gzip_name, sizeof gzip_name, "%s.gz", name);
    table_path_beside(header, gzip_name, gzip_path);
    table_write(gzip_path, &gzip);
    base_buf_append_string(out, "SERVER_ASSETS_ROW(");
    append_symbol(out, name);
    base_buf_append_format(out, ", \"/%s\", \"%s\", \"%s\", ", name, path, gzip_path);
    base_buf_append_format(out, "\"%.*s\", \"%s\")\n", ETAG_DIGITS, sha256, content_type(name));
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* All texts of one language as a JSON object. */
static void write_texts(const char *path, const char *table, enum almanac_i18n_language language)
{
    struct table_file file = table_open(table);
    struct base_text line, column[1 + ALMANAC_I18N_LANGUAGES];
    struct base_buf out;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    base_buf_append_string(&out, "{");
    while (table_next(&file, &line)) {
        table_columns(&file, line, '\t', column, 1 + ALMANAC_I18N_LANGUAGES);
        if (file.line == 1) continue; /* names of columns, which almanac_i18n_rows checks */
        base_buf_append_string(&out, file.line == 2 ? "\n" : ",\n");
        format_json_append_string(&out, column[0]);
        base_buf_append_string(&out, ": ");
        format_json_append_string(&out, column[1 + language]);
    }
    base_buf_append_string(&out, "}\n");
    table_write(path, &out);
}

static void add_texts(struct base_buf *out, const char *header, const char *table)
{
#define TAG(name, tag, own_name) tag,
    static const char *const tags[] = {ALMANAC_I18N_LANGUAGE_LIST(TAG)};
#undef TAG
    for (int language = 0; language < ALMANAC_I18N_LANGUAGES; language++) {
        char name[40], path[TABLE_PATH_MAX];
        snprintf(name, sizeof name, "texts-%s.json", tags[language]);
        table_path_beside(header, name, path);
        write_texts(path, table, (enum almanac_i18n_language)language);
        add_file(out, header, path);
    }
}

/* ---- stars ---------------------------------------------------------------------------------- */

/* {"stars":[[ra, dec, magnitude], ...],"lines":[[index of a star, ...], ...]} */
static void add_stars(struct base_buf *out, const char *header, const char *stars,
                      const char *lines)
{
    static struct star_list list;
    struct star_list_chain chain;
    char path[TABLE_PATH_MAX];
    struct base_buf json;
    base_buf_init(&json, TABLE_OUTPUT_MAX_BYTES);
    star_list_read(&list, stars);
    for (int i = 0; i < list.count; i++)
        base_buf_append_format(&json, "%s[%.2f,%.2f,%.1f]", i == 0 ? "{\"stars\":[" : ",",
                               list.stars[i].ra_deg, list.stars[i].dec_deg,
                               list.stars[i].magnitude);
    struct table_file file = star_list_open_lines(lines);
    const char *separator = "],\"lines\":[[";
    while (star_list_next_chain(&list, &file, &chain)) {
        if (chain.rank > PAGE_RANK_MAX) continue;
        for (int i = 0; i < chain.count; i++)
            base_buf_append_format(&json, "%s%d", i == 0 ? separator : ",", chain.stars[i]);
        base_buf_append_string(&json, "]");
        separator = ",[";
    }
    base_buf_append_string(&json, "]}\n");
    table_path_beside(header, "stars.json", path);
    table_write(path, &json);
    add_file(out, header, path);
}

/* ---- the policy ----------------------------------------------------------------------------- */

/* The text of the one inline script of the page. */
static struct base_text inline_script(const char *path, struct base_text page)
{
    static const char opening[] = "<script>", closing[] = "</script>";
    const char *from = memmem(page.at, page.length, opening, sizeof opening - 1);
    if (from == NULL) table_fail_path(path, "has no inline script");
    from += sizeof opening - 1;
    size_t left = page.length - (size_t)(from - page.at);
    const char *to = memmem(from, left, closing, sizeof closing - 1);
    if (to == NULL) table_fail_path(path, "has a script without an end");
    left -= (size_t)(to - from);
    if (memmem(to, left, opening, sizeof opening - 1) != NULL)
        table_fail_path(path, "has two inline scripts");
    return (struct base_text){from, (size_t)(to - from)};
}

/* Appends the hash of the inline script, for the Content-Security-Policy. */
static void add_script_hash(struct base_buf *out, const char *path)
{
    char hex[BASE_HASH_SHA256_HEX + 1];
    unsigned char hash[BASE_HASH_SHA256_HEX / 2];
    struct base_span page;
    if (base_file_map(path, &page) != BASE_ERR_OK) table_fail_path(path, "cannot be read");
    const struct base_text script =
        inline_script(path, (struct base_text){(const char *)page.bytes, page.size});
    base_hash_sha256((struct base_span){(const unsigned char *)script.at, script.length}, hex);
    base_file_unmap(page);
    for (size_t i = 0; i < sizeof hash; i++) {
        unsigned byte = 0;
        sscanf(hex + 2 * i, "%2x", &byte);
        hash[i] = (unsigned char)byte;
    }
    base_buf_append_string(out, "#undef SERVER_ASSETS_SCRIPT_HASH\n"
                                "#define SERVER_ASSETS_SCRIPT_HASH \"sha256-");
    base64_append(out, (struct base_span){hash, sizeof hash});
    base_buf_append_string(out, "\"\n");
}

static bool is_page(const char *path)
{
    static const char name[] = "/index.html";
    const size_t length = strlen(path);
    return length >= sizeof name - 1 && strcmp(path + length - (sizeof name - 1), name) == 0;
}

int main(int argc, char **argv)
{
    struct base_buf out;
    const char *page = NULL;
    if (argc < 6)
        table_fail_path(argv[0], "expects HEADER web/texts.tsv data/stars.csv "
                                 "data/star-lines.csv FILE...");
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "server_assets", "web/ and data/");
    for (int i = 5; i < argc; i++) {
        add_file(&out, argv[1], argv[i]);
        if (is_page(argv[i])) page = argv[i];
    }
    add_texts(&out, argv[1], argv[2]);
    add_stars(&out, argv[1], argv[3], argv[4]);
    if (page == NULL) table_fail_path(argv[0], "got no index.html");
    add_script_hash(&out, page);
    table_write(argv[1], &out);
    return 0;
}
