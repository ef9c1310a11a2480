/* Manual pages, made from the table, for the man macros of roff (man(7)).
 *
 * The pages are made when the program is built (tool/manual.c) and are not part of it.
 */
#ifndef CMD_MANUAL_H
#define CMD_MANUAL_H

#include "base/buf.h"
#include "base/text.h"
#include "cmd/table.h"

/* What the head and the foot of a page say. */
struct cmd_manual_edition {
    const char *version;
    const char *date; /* "2026-11-30" */
};

/* Appends the page of a command; command_count stands for the program. */
void cmd_manual_append(struct base_buf *out, const struct cmd_table *table, int command,
                       const struct cmd_manual_edition *edition);

/* Appends the first line of a page: ".TH PLANETTRACKER-NOW 1 ...". */
void cmd_manual_append_head(struct base_buf *out, const char *name, int section,
                            const struct cmd_manual_edition *edition);

/* Append a text as roff shows it, over several lines or as one: nothing in it is a request, a dash
 * before a word is a minus sign that can be copied, and what stands between backquotes is bold. */
void cmd_manual_append_text(struct base_buf *out, struct base_text text);
void cmd_manual_append_line(struct base_buf *out, struct base_text text);

#endif
