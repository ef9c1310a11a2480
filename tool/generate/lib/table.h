/* What the generators of tables share: files as lines and columns, errors that name a file and a
 * line, strings as C writes them.
 *
 * A generator is run as NAME HEADER INPUT...: it reads the inputs, writes HEADER, and beside it any
 * further files. A row that cannot be read ends the program with status 1 before HEADER is written.
 */
#ifndef TOOL_GENERATE_TABLE_H
#define TOOL_GENERATE_TABLE_H

#include "base/buf.h"
#include "base/text.h"

#define TABLE_OUTPUT_MAX_BYTES (64u << 20)
#define TABLE_PATH_MAX         1024

/* A text file that is read line by line. */
struct table_file {
    const char *path;      /* borrowed */
    struct base_text rest; /* what follows the current line; mapped until the program ends */
    int line;              /* the number of the current line, 0 before the first */
};

/* Opens a file, or ends the program with a message. */
struct table_file table_open(const char *path);

/* The next line, without its end ("\n" or "\r\n").
 *
 * Gives  *line, and whether there was one
 */
bool table_next(struct table_file *file, struct base_text *line);

/* The next line that is neither empty nor a comment that begins with "#". */
bool table_next_row(struct table_file *file, struct base_text *line);

/* Cuts a line into columns; ends the program unless there are exactly `count` of them. */
void table_columns(const struct table_file *file, struct base_text line, char separator,
                   struct base_text *columns, int count);

/* A number in [least, most], or ends the program. */
double table_number(const struct table_file *file, struct base_text text, double least,
                    double most);

/* Prints "FILE:LINE: why" and ends the program with status 1. */
_Noreturn __attribute__((format(printf, 2, 3))) void table_fail(const struct table_file *file,
                                                                const char *format, ...);

/* Prints "PATH: why" and ends the program with status 1. */
_Noreturn void table_fail_path(const char *path, const char *why);

/* Appends the comment that begins a generated header. */
void table_append_notice(struct base_buf *out, const char *generator, const char *sources);

/* Appends a string literal of C. */
void table_append_literal(struct base_buf *out, struct base_text text);

/* Writes a file whole, in one step, or ends the program. Frees the buffer. */
void table_write(const char *path, struct base_buf *out);

/* The path of a file in the folder of another. */
void table_path_beside(const char *path, const char *name, char beside[TABLE_PATH_MAX]);

#endif
