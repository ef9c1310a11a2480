/* The names in the data folder, and its small text files, which hold "key: value" lines. */
#include "data/dir.h"

#include "base/buf.h"
#include "base/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_NAME      ".lock"
#define META_END       ".meta"
#define META_MAX_BYTES 4096

static enum base_err set_path(const char *a, const char *b, char *path)
{
    int length = snprintf(path, DATA_DIR_PATH_MAX + 1, "%s%s", a, b);
    return length >= 0 && length <= DATA_DIR_PATH_MAX ? BASE_ERR_OK : BASE_ERR_LIMIT;
}

enum base_err data_dir_path(const char *named, char *(*env)(const char *name),
                            char path[DATA_DIR_PATH_MAX + 1])
{
    assert(env != NULL);
    if (named == NULL) named = env(DATA_DIR_ENV);
    if (named != NULL && *named != '\0')
        return strcmp(named, DATA_DIR_NONE) == 0 ? BASE_ERR_MISSING : set_path(named, "", path);
    const char *data = env("XDG_DATA_HOME"), *home = env("HOME");
    if (data != NULL && *data == '/') return set_path(data, "/planettracker", path);
    if (home != NULL && *home == '/') return set_path(home, "/.local/share/planettracker", path);
    return BASE_ERR_MISSING;
}

char *data_dir_join(const char *folder, const char *name, const char *end)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s%s", folder, name, end) < 0 ? NULL : path;
}

bool data_dir_is_valid_name(struct base_text name)
{
    if (name.length == 0 || name.length > DATA_DIR_NAME_MAX || name.at[0] == '.') return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_plain && c != '.' && c != '_' && c != '-') return false;
    }
    return true;
}

/* Reads a small file as a string, and gives its length; 0 if there is no such file. */
static size_t read_small(const char *path, char *text, size_t room)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) return 0;
    assert(room > 0);
    size_t length = fread(text, 1, room - 1, file);
    text[length] = '\0';
    fclose(file);
    return length;
}

static enum base_err write_small(const char *path, const char *text, size_t length)
{
    struct base_file_draft draft;
    enum base_err err = base_file_draft_open(path, &draft);
    if (err != BASE_ERR_OK) return err;
    err = base_file_draft_write(&draft, 0, text, length);
    if (err == BASE_ERR_OK) return base_file_draft_commit(&draft);
    base_file_draft_discard(&draft);
    return err;
}

enum base_err data_dir_kernel(const char *folder, char name[DATA_DIR_NAME_MAX + 1])
{
    char text[DATA_DIR_NAME_MAX + 2], *path = data_dir_join(folder, DATA_DIR_KERNEL, "");
    if (path == NULL) return BASE_ERR_MEMORY;
    size_t length = read_small(path, text, sizeof text);
    free(path);
    if (length == 0) return BASE_ERR_MISSING;
    if (text[length - 1] == '\n') length--;
    if (!data_dir_is_valid_name((struct base_text){text, length})) return BASE_ERR_FORMAT;
    memcpy(name, text, length);
    name[length] = '\0';
    return BASE_ERR_OK;
}

enum base_err data_dir_choose_kernel(const char *folder, const char *name)
{
    char line[DATA_DIR_NAME_MAX + 2], *path = data_dir_join(folder, DATA_DIR_KERNEL, "");
    if (path == NULL) return BASE_ERR_MEMORY;
    enum base_err err = BASE_ERR_OK;
    if (name == NULL) {
        if (remove(path) != 0 && errno != ENOENT) err = BASE_ERR_SYSTEM;
    } else {
        assert(data_dir_is_valid_name(base_text_of(name)));
        int length = snprintf(line, sizeof line, "%s\n", name);
        err = write_small(path, line, (size_t)length);
    }
    free(path);
    return err;
}

/* ---- the source of a file ---- */

static void set_text(struct base_text value, char *text, size_t max)
{
    if (value.length > max) return;
    memcpy(text, value.at, value.length);
    text[value.length] = '\0';
}

static void read_line(struct base_text line, struct data_dir_meta *meta)
{
    struct base_text key = base_text_cut(&line, ':');
    while (line.length > 0 && line.at[0] == ' ') line.at++, line.length--;
    const struct {
        struct base_text key;
        char *text;
        size_t max;
        int64_t *number;
    } fields[] = {
        {BASE_TEXT("url"), meta->url, DATA_DIR_URL_MAX, NULL},
        {BASE_TEXT("etag"), meta->etag, DATA_DIR_TAG_MAX, NULL},
        {BASE_TEXT("last-modified"), meta->last_modified, DATA_DIR_TAG_MAX, NULL},
        {BASE_TEXT("sha256"), meta->sha256, BASE_HASH_SHA256_HEX, NULL},
        {BASE_TEXT("fetched"), NULL, 0, &meta->fetched_s},
        {BASE_TEXT("checked"), NULL, 0, &meta->checked_s},
        {BASE_TEXT("size"), NULL, 0, &meta->size},
        {BASE_TEXT("changed-ns"), NULL, 0, &meta->changed_ns},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!base_text_equals(key, fields[i].key)) continue;
        if (fields[i].text != NULL)
            set_text(line, fields[i].text, fields[i].max);
        else if (line.length > 0)
            *fields[i].number = strtoll(line.at, NULL, 10); /* the text of the file is terminated */
    }
}

static bool read_state(const char *path, int64_t *size, int64_t *changed_ns)
{
    struct stat stat_of;
    if (stat(path, &stat_of) != 0) return false;
    *size = stat_of.st_size;
    *changed_ns = (int64_t)stat_of.st_mtim.tv_sec * 1000000000 + stat_of.st_mtim.tv_nsec;
    return true;
}

static char *meta_path(const char *path)
{
    char *beside = NULL;
    return asprintf(&beside, "%s" META_END, path) < 0 ? NULL : beside;
}

enum base_err data_dir_meta_of_draft(const char *path, struct data_dir_meta *meta)
{
    char text[META_MAX_BYTES], *beside = meta_path(path);
    if (beside == NULL) return BASE_ERR_MEMORY;
    struct base_text rest = {text, read_small(beside, text, sizeof text)};
    free(beside);
    if (rest.length == 0) return BASE_ERR_MISSING;
    *meta = (struct data_dir_meta){.size = -1};
    while (rest.length > 0) read_line(base_text_cut(&rest, '\n'), meta);
    return BASE_ERR_OK;
}

enum base_err data_dir_meta_read(const char *path, struct data_dir_meta *meta)
{
    struct data_dir_meta found;
    int64_t size, changed_ns;
    enum base_err err = data_dir_meta_of_draft(path, &found);
    if (err != BASE_ERR_OK) return err;
    if (!read_state(path, &size, &changed_ns) || found.size != size ||
        found.changed_ns != changed_ns)
        return BASE_ERR_MISSING;
    *meta = found;
    return BASE_ERR_OK;
}

void data_dir_meta_remove(const char *path)
{
    char *beside = meta_path(path);
    if (beside != NULL) remove(beside);
    free(beside);
}

enum base_err data_dir_meta_write(const char *path, const char *file, struct data_dir_meta *meta)
{
    assert(path != NULL && file != NULL);
    if (!read_state(file, &meta->size, &meta->changed_ns)) return BASE_ERR_SYSTEM;
    char *beside = meta_path(path);
    if (beside == NULL) return BASE_ERR_MEMORY;
    struct base_buf text;
    base_buf_init(&text, META_MAX_BYTES - 1);
    base_buf_append_format(&text,
                           "url: %s\netag: %s\nlast-modified: %s\nsha256: %s\nfetched: %lld\n"
                           "checked: %lld\nsize: %lld\nchanged-ns: %lld\n",
                           meta->url, meta->etag, meta->last_modified, meta->sha256,
                           (long long)meta->fetched_s, (long long)meta->checked_s,
                           (long long)meta->size, (long long)meta->changed_ns);
    enum base_err err =
        text.has_overflowed ? BASE_ERR_LIMIT : write_small(beside, text.bytes, text.used);
    base_buf_fini(&text);
    free(beside);
    return err;
}

/* ---- the lock ---- */

static bool make_folder(const char *folder)
{
    char path[DATA_DIR_PATH_MAX + 1];
    snprintf(path, sizeof path, "%s", folder);
    for (char *at = path + 1; *at != '\0'; at++) {
        if (*at != '/') continue;
        *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) return false;
        *at = '/';
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* Removes drafts of notes that a killed process has left. */
static void remove_drafts(const char *folder)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) return;
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        bool is_note = strstr(entry->d_name, ".meta.part-") != NULL ||
                       base_file_is_draft(entry->d_name, DATA_DIR_KERNEL);
        if (is_note) unlinkat(dirfd(entries), entry->d_name, 0);
    }
    closedir(entries);
}

enum base_err data_dir_lock(const char *folder, int *lock)
{
    if (!make_folder(folder)) return BASE_ERR_SYSTEM;
    char *path = data_dir_join(folder, LOCK_NAME, "");
    if (path == NULL) return BASE_ERR_MEMORY;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    free(path);
    if (fd < 0) return BASE_ERR_SYSTEM;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum base_err err = errno == EWOULDBLOCK ? BASE_ERR_AGAIN : BASE_ERR_SYSTEM;
        close(fd);
        return err;
    }
    remove_drafts(folder);
    *lock = fd;
    return BASE_ERR_OK;
}

void data_dir_unlock(int lock)
{
    assert(lock >= 0);
    close(lock);
}
