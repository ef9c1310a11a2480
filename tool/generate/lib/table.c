/* Lines, columns, errors and output of the generators. */
#include "table.h"

#include "base/file.h"
#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void table_fail_path(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(EXIT_FAILURE);
}

_Noreturn void table_fail(const struct table_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file->path, file->line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

struct table_file table_open(const char *path)
{
    struct base_span span;
    if (base_file_map(path, &span) != BASE_ERR_OK) table_fail_path(path, "cannot be read");
    return (struct table_file){.path = path, .rest = {(const char *)span.bytes, span.size}};
}

bool table_next(struct table_file *file, struct base_text *line)
{
    if (file->rest.length == 0) return false;
    file->line++;
    *line = base_text_cut(&file->rest, '\n');
    if (line->length > 0 && line->at[line->length - 1] == '\r') line->length--;
    return true;
}

bool table_next_row(struct table_file *file, struct base_text *line)
{
    while (table_next(file, line))
        if (line->length > 0 && line->at[0] != '#') return true;
    return false;
}

void table_columns(const struct table_file *file, struct base_text line, char separator,
                   struct base_text *columns, int count)
{
    int found = 1;
    for (size_t i = 0; i < line.length; i++) found += line.at[i] == separator;
    if (found != count) table_fail(file, "%d columns instead of %d", found, count);
    for (int i = 0; i < count; i++) columns[i] = base_text_cut(&line, separator);
}

double table_number(const struct table_file *file, struct base_text text, double least, double most)
{
    double value;
    struct base_fault fault;
    if (base_num_parse(text, &value, &fault) != BASE_ERR_OK || value < least || value > most)
        table_fail(file, "\"%.*s\" is not a number from %g to %g", (int)text.length, text.at, least,
                   most);
    return value;
}

void table_append_notice(struct base_buf *out, const char *generator, const char *sources)
{
    base_buf_append_format(out, "/* Made by tool/generate/%s.c from %s: do not edit. */\n",
                           generator, sources);
}

void table_append_literal(struct base_buf *out, struct base_text text)
{
    base_buf_append_string(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') base_buf_append_string(out, "\\");
        base_buf_append(out, &text.at[i], 1);
    }
    base_buf_append_string(out, "\"");
}

void table_write(const char *path, struct base_buf *out)
{
    struct base_file_draft draft;
    if (out->has_overflowed) table_fail_path(path, "out of memory");
    if (base_file_draft_open(path, &draft) != BASE_ERR_OK)
        table_fail_path(path, "cannot be written");
    if (base_file_draft_write(&draft, 0, out->bytes, out->used) != BASE_ERR_OK) {
        base_file_draft_discard(&draft);
        table_fail_path(path, "cannot be written");
    }
    if (base_file_draft_commit(&draft) != BASE_ERR_OK) table_fail_path(path, "cannot be written");
    base_buf_fini(out);
}

void table_path_beside(const char *path, const char *name, char beside[TABLE_PATH_MAX])
{
    const char *last = strrchr(path, '/');
    const int folder = last == NULL ? 0 : (int)(last - path) + 1;
    if (snprintf(beside, TABLE_PATH_MAX, "%.*s%s", folder, path, name) >= TABLE_PATH_MAX)
        table_fail_path(path, "the path is too long");
}
