/* Files below a folder. The path is opened part by part and links are not followed, so that no path
 * leads out of the folder.
 */
#include "server/static_files.h"

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART_MAX_CHARS 255

/* Opens the next part of a path below an open folder; closes the folder unless it is the root. */
static int open_part(int root, int folder, struct base_text part, int flags)
{
    assert(root >= 0 && folder >= 0);
    char name[PART_MAX_CHARS + 1];
    int opened = -1;
    if (part.length > 0 && part.length <= PART_MAX_CHARS && part.at[0] != '.' &&
        memchr(part.at, '\0', part.length) == NULL && memchr(part.at, '%', part.length) == NULL) {
        memcpy(name, part.at, part.length);
        name[part.length] = '\0';
        opened = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | flags);
    }
    if (folder != root) close(folder);
    return opened;
}

static int open_path(int root, struct base_text path)
{
    int at = root;
    base_text_cut(&path, '/'); /* the part before the first slash is empty */
    do {
        bool is_last = memchr(path.at, '/', path.length) == NULL;
        at = open_part(root, at, base_text_cut(&path, '/'), is_last ? 0 : O_DIRECTORY);
        if (is_last) return at;
    } while (at >= 0);
    return at;
}

static enum base_err read_all(int file, size_t size, struct base_buf *out)
{
    char *at = base_buf_reserve(out, size + 1);
    if (at == NULL) return BASE_ERR_LIMIT;
    while (size > 0) {
        ssize_t count = read(file, at, size);
        if (count <= 0) return BASE_ERR_MISSING; /* the file became shorter meanwhile */
        at += count;
        size -= (size_t)count;
        out->used += (size_t)count;
    }
    return BASE_ERR_OK;
}

enum base_err server_static_files_read(int folder, struct base_text path, struct base_buf *out)
{
    assert(folder >= 0);
    if (path.length == 0 || path.at[0] != '/') return BASE_ERR_MISSING;
    if (path.length == 1) path = BASE_TEXT("/index.html");
    int file = open_path(folder, path);
    if (file < 0) return BASE_ERR_MISSING;
    struct stat stat;
    enum base_err err = BASE_ERR_MISSING;
    if (fstat(file, &stat) == 0 && S_ISREG(stat.st_mode))
        err = stat.st_size > (off_t)SERVER_STATIC_FILES_MAX_BYTES
                  ? BASE_ERR_LIMIT
                  : read_all(file, (size_t)stat.st_size, out);
    close(file);
    return err;
}

struct base_text server_static_files_content_type(struct base_text path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".gif", "image/gif"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".txt", "text/plain; charset=utf-8"},
        {".wasm", "application/wasm"},
        {".woff2", "font/woff2"},
    };
    if (path.length == 1) path = BASE_TEXT("/index.html");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct base_text ending = base_text_of(types[i].ending);
        if (path.length < ending.length) continue;
        struct base_text tail = {path.at + path.length - ending.length, ending.length};
        if (base_text_equals_any_case(tail, ending)) return base_text_of(types[i].type);
    }
    return BASE_TEXT("application/octet-stream");
}
