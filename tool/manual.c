/* Writes the manual pages and the completion scripts into a folder: manual FOLDER VERSION DATE DATA.md
 *
 * The pages of commands and the scripts come from the table of commands (cmd/table), and
 * planettracker-data(5) from docs/DATA.md. Of Markdown it knows what that file has: headings,
 * paragraphs, tables, code with four blanks before it, numbered lists with lists of dashes in them,
 * `code` and [links](address).
 */
#include "cmd/manual.h"
#include "base/file.h"
#include "cmd/completion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_MAX_BYTES (1u << 20)
#define PATH_BYTES     1024

static void fail(const char *path)
{
    perror(path);
    exit(1);
}

static void save(const char *folder, const char *name, struct base_buf *page)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || page->has_overflowed ||
        fwrite(page->bytes, 1, page->used, file) != page->used || fclose(file) != 0)
        fail(path);
    base_buf_clear(page);
}

/* ---- Markdown ---- */

/* What a line belongs to. */
enum block { NONE, PARAGRAPH, CODE, TABLE };

struct converter {
    struct base_buf *out;
    enum block block;
    int rows;     /* of the table */
    int numbered; /* of the list; 0: no list */
    bool has_nested;
    bool is_begun; /* something stands below the heading */
};

static bool begins(struct base_text line, const char *prefix)
{
    const size_t length = strlen(prefix);
    return line.length >= length && memcmp(line.at, prefix, length) == 0;
}

static struct base_text without(struct base_text line, size_t count)
{
    return (struct base_text){line.at + count, line.length - count};
}

/* Appends a line whose links are their words alone. */
static void append_inline(struct base_buf *out, struct base_text line)
{
    char bytes[4096];
    struct base_buf plain = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    for (size_t i = 0; i < line.length; i++) {
        const char *end = memchr(line.at + i, ']', line.length - i);
        const size_t close = end != NULL ? (size_t)(end - line.at) : line.length;
        if (line.at[i] != '[' || close + 1 >= line.length || line.at[close + 1] != '(') {
            base_buf_append(&plain, &line.at[i], 1);
            continue;
        }
        base_buf_append(&plain, line.at + i + 1, close - i - 1);
        while (i < line.length && line.at[i] != ')') i++;
    }
    if (plain.has_overflowed) fail("a line of Markdown");
    cmd_manual_append_text(out, (struct base_text){bytes, plain.used});
    base_buf_append_string(out, "\n");
}

static void end_nested(struct converter *c)
{
    if (c->has_nested) base_buf_append_string(c->out, ".RE\n");
    c->has_nested = false;
}

static void end_block(struct converter *c)
{
    if (c->block == CODE) base_buf_append_string(c->out, ".EE\n");
    c->block = NONE;
}

/* "| file | what it provides | without it |": a tag, and a sentence for each further cell. */
static void add_row(struct converter *c, struct base_text line)
{
    const char *titles[] = {"", "", "Without it: "};
    c->rows++;
    if (c->rows <= 2) return; /* titles and the line below them */
    struct base_text rest = without(line, 1);
    for (size_t i = 0; rest.length > 0; i++) {
        const struct base_text cell = base_text_trimmed(base_text_cut(&rest, '|'));
        base_buf_append_string(c->out, i == 0 ? ".TP\n" : i == 1 ? "" : ".br\n");
        if (i < sizeof titles / sizeof *titles) base_buf_append_string(c->out, titles[i]);
        append_inline(c->out, cell);
    }
}

static void add_code(struct converter *c, struct base_text line)
{
    if (c->block != CODE) base_buf_append_string(c->out, ".PP\n.EX\n");
    c->block = CODE;
    cmd_manual_append_line(c->out, without(line, 4));
    base_buf_append_string(c->out, "\n");
}

static void add_heading(struct converter *c, struct base_text title)
{
    end_nested(c);
    c->numbered = 0;
    c->is_begun = false;
    base_buf_append_string(c->out, ".SH ");
    for (size_t i = 0; i < title.length; i++) {
        const char c1 = title.at[i];
        base_buf_append_format(c->out, "%c", c1 >= 'a' && c1 <= 'z' ? c1 - ('a' - 'A') : c1);
    }
    base_buf_append_string(c->out, "\n");
}

static bool add_item(struct converter *c, struct base_text line)
{
    if (line.length > 3 && line.at[0] >= '1' && line.at[0] <= '9' && line.at[1] == '.') {
        end_nested(c);
        c->numbered = line.at[0] - '0';
        base_buf_append_format(c->out, ".IP %d. 4\n", c->numbered);
        append_inline(c->out, without(line, 3));
        return true;
    }
    const struct base_text trimmed = base_text_trimmed(line);
    if (!begins(trimmed, "- ")) return false;
    if (c->numbered > 0 && !c->has_nested) {
        base_buf_append_string(c->out, ".RS 4\n");
        c->has_nested = true;
    }
    base_buf_append_string(c->out, ".IP \\(bu 2\n");
    append_inline(c->out, without(trimmed, 2));
    return true;
}

static void add_line(struct converter *c, struct base_text line)
{
    const bool is_indented = begins(line, "    ") && c->numbered == 0;
    if (line.length == 0) {
        end_block(c);
        return;
    }
    if (begins(line, "# ")) return; /* the page has a title of its own */
    if (begins(line, "## ")) {
        add_heading(c, without(line, 3));
        return;
    }
    if (line.at[0] == '|') {
        if (c->block != TABLE) c->rows = 0;
        c->block = TABLE;
        add_row(c, line);
        return;
    }
    if (is_indented) {
        add_code(c, line);
        return;
    }
    if (add_item(c, line)) {
        c->block = PARAGRAPH;
        return;
    }
    if (c->block == NONE) {
        end_nested(c);
        if (line.at[0] != ' ') c->numbered = 0;
        if (c->is_begun) base_buf_append_string(c->out, ".PP\n");
    }
    c->is_begun = true;
    c->block = PARAGRAPH;
    append_inline(c->out, base_text_trimmed(line));
}

/* ---- pages ---- */

static void append_data_page(struct base_buf *out, struct base_text markdown,
                             const struct cmd_manual_edition *edition)
{
    struct converter converter = {.out = out};
    cmd_manual_append_head(out, "planettracker-data", 5, edition);
    base_buf_append_string(out, ".SH NAME\nplanettracker\\-data \\- data files of planettracker\n"
                                ".SH DESCRIPTION\n");
    for (struct base_text rest = markdown; rest.length > 0;)
        add_line(&converter, base_text_cut(&rest, '\n'));
    end_block(&converter);
    end_nested(&converter);
    base_buf_append_string(out, ".SH SEE ALSO\n.BR planettracker (1),\n"
                                ".BR planettracker\\-data (1)\n");
}

static void write_commands(const char *folder, const struct cmd_manual_edition *edition,
                           struct base_buf *page)
{
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i <= table->command_count; i++) {
        char name[PATH_BYTES];
        if (i == table->command_count)
            snprintf(name, sizeof name, "planettracker.1");
        else
            snprintf(name, sizeof name, "planettracker-%s.1", table->commands[i].name);
        cmd_manual_append(page, table, i, edition);
        save(folder, name, page);
    }
}

static void write_completions(const char *folder, struct base_buf *page)
{
    cmd_completion_append_bash(page, cmd_table());
    save(folder, "planettracker.bash", page);
    cmd_completion_append_zsh(page, cmd_table());
    save(folder, "_planettracker", page);
    cmd_completion_append_fish(page, cmd_table());
    save(folder, "planettracker.fish", page);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s FOLDER VERSION DATE DATA.md\n", argv[0]);
        return 2;
    }
    const struct cmd_manual_edition edition = {.version = argv[2], .date = argv[3]};
    struct base_buf page;
    struct base_span markdown;
    base_buf_init(&page, PAGE_MAX_BYTES);
    if (base_file_map(argv[4], &markdown) != BASE_ERR_OK) fail(argv[4]);
    write_commands(argv[1], &edition, &page);
    append_data_page(&page, (struct base_text){(const char *)markdown.bytes, markdown.size},
                     &edition);
    save(argv[1], "planettracker-data.5", &page);
    write_completions(argv[1], &page);
    base_file_unmap(markdown);
    base_buf_fini(&page);
    return 0;
}
