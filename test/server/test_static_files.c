/* server/static_files: the operator's folder, and nothing outside of it. */
#include "server/static_files.h"

#include "check.h"
#include "server/asking.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static int root;
static struct base_buf out;

static void write_file(const char *name, const char *content)
{
    int file = openat(root, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    size_t length = strlen(content);
    assert_int_equal(write(file, content, length), (ssize_t)length);
    close(file);
}

static const char *const FILES[] = {"index.html", "my page.html", "a.JS",     ".hidden",
                                    "sub/x.css",  "sub/.secret",  "100%.txt", "empty.txt",
                                    "data",       "big.bin"};

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_static_files_XXXXXX");
    assert_non_null(mkdtemp(folder));
    root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(root >= 0);
    assert_int_equal(mkdirat(root, "sub", 0700), 0);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        write_file(FILES[i], strcmp(FILES[i], "empty.txt") == 0 ? "" : FILES[i]);
    assert_int_equal(symlinkat("/etc/passwd", root, "link"), 0);
    assert_int_equal(symlinkat("index.html", root, "inside"), 0);
    assert_int_equal(symlinkat("/etc", root, "etc"), 0);
    assert_int_equal(symlinkat("sub", root, "subs"), 0);
    assert_int_equal(mkfifoat(root, "fifo", 0600), 0);
    int big = openat(root, "big.bin", O_WRONLY | O_CLOEXEC);
    assert_int_equal(ftruncate(big, (off_t)SERVER_STATIC_FILES_MAX_BYTES + 1), 0); /* a hole */
    close(big);
    base_buf_init(&out, NET_HTTP_REPLY_MAX_BYTES);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const others[] = {"link", "inside", "etc", "subs", "fifo"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) unlinkat(root, FILES[i], 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) unlinkat(root, others[i], 0);
    unlinkat(root, "sub", AT_REMOVEDIR);
    close(root);
    base_buf_fini(&out);
    return rmdir(folder);
}

static enum base_err read_path(const char *path)
{
    base_buf_clear(&out);
    return server_static_files_read(root, base_text_of(path), &out);
}

static void test_static_files_reads_regular_files(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"/", "index.html"}, {"/index.html", "index.html"},
                                           {"/a.JS", "a.JS"},   {"/sub/x.css", "sub/x.css"},
                                           {"/data", "data"},   {"/my page.html", "my page.html"},
                                           {"/empty.txt", ""}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(read_path(paths[i][0]), BASE_ERR_OK);
        assert_int_equal(out.used, strlen(paths[i][1]));
        assert_memory_equal(out.bytes, paths[i][1], out.used);
    }
}

static const char *const OUTSIDE[] = {"/../etc/passwd",
                                      "/..",
                                      "/.",
                                      "/./index.html",
                                      "/sub/../index.html",
                                      "/sub/..",
                                      "/sub/.",
                                      "/%2e%2e/etc/passwd",
                                      "/%2E%2E/x",
                                      "/..%2fetc%2fpasswd",
                                      "/sub/%2e%2e/index.html",
                                      "//index.html",
                                      "//etc/passwd",
                                      "/sub//x.css",
                                      "/sub/",
                                      "/sub",
                                      "/index.html/",
                                      "/index.html/x",
                                      "/.hidden",
                                      "/sub/.secret",
                                      "/link",
                                      "/inside",
                                      "/etc/passwd",
                                      "/subs/x.css",
                                      "/fifo",
                                      "/nothing",
                                      "/100%.txt",
                                      "/100%25.txt",
                                      "/...",
                                      "/..index.html",
                                      "/\\..\\x",
                                      "/index.html%00.js",
                                      "/big.bin"};

static void test_static_files_refuse_every_way_out_of_the_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof OUTSIDE / sizeof *OUTSIDE; i++) {
        enum base_err want =
            strcmp(OUTSIDE[i], "/big.bin") == 0 ? BASE_ERR_LIMIT : BASE_ERR_MISSING;
        if (read_path(OUTSIDE[i]) != want) fail_msg("%s", OUTSIDE[i]);
        assert_int_equal(out.used, 0);
    }
    assert_int_equal(server_static_files_read(root, BASE_TEXT(""), &out), BASE_ERR_MISSING);
    assert_int_equal(server_static_files_read(root, BASE_TEXT("index.html"), &out),
                     BASE_ERR_MISSING);
    assert_int_equal(server_static_files_read(root, BASE_TEXT("/index.html\0.js"), &out),
                     BASE_ERR_MISSING);
    char longest[4096];
    memset(longest, 'a', sizeof longest);
    longest[0] = '/', longest[sizeof longest - 1] = '\0';
    assert_int_equal(read_path(longest), BASE_ERR_MISSING);
    for (size_t i = 1; i < sizeof longest - 1; i += 2) longest[i] = 'a', longest[i + 1] = '/';
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(read_path(longest), BASE_ERR_MISSING);
}

static void test_static_files_leaves_no_folder_open(void **state)
{
    (void)state;
    int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(before);
    for (size_t i = 0; i < sizeof OUTSIDE / sizeof *OUTSIDE; i++) (void)read_path(OUTSIDE[i]);
    (void)read_path("/sub/x.css");
    int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(after, before); /* the lowest free number is what it was */
    assert_int_equal(fcntl(root, F_GETFD), FD_CLOEXEC);
}

static void test_static_files_knows_content_types(void **state)
{
    (void)state;
    static const char *const types[][2] = {{"/", "text/html; charset=utf-8"},
                                           {"/x.html", "text/html; charset=utf-8"},
                                           {"/x.HTML", "text/html; charset=utf-8"},
                                           {"/x.js", "text/javascript; charset=utf-8"},
                                           {"/x.mjs", "text/javascript; charset=utf-8"},
                                           {"/x.css", "text/css; charset=utf-8"},
                                           {"/x.svg", "image/svg+xml"},
                                           {"/x.wasm", "application/wasm"},
                                           {"/x", "application/octet-stream"},
                                           {"/x.html.exe", "application/octet-stream"},
                                           {"/s", "application/octet-stream"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_true(base_text_equals(server_static_files_content_type(base_text_of(types[i][0])),
                                     base_text_of(types[i][1])));
}

/* --web-root: the user's page takes the place of ours; the routes stay. */
static void test_static_files_replace_the_page_with_web_root(void **state)
{
    (void)state;
    ask_init(&ask, root);
    assert_int_equal(ask_get(&ask, "/"), 200);
    assert_string_equal(ask.body, "index.html");
    assert_true(ask_has_type(&ask, "text/html; charset=utf-8"));
    assert_true(ask_has_header(&ask, "Cache-Control: no-cache"));
    assert_int_equal(ask_get(&ask, "/sub/x.css?v=2"), 200);
    assert_string_equal(ask.body, "sub/x.css");
    assert_int_equal(ask_with(&ask, "HEAD", "/a.JS", ""), 200);
    assert_string_equal(ask.body, "");
    assert_int_equal(ask_get(&ask, "/planets/mars"), 200);
    static const char *const asked[] = {"/../x",      "/%2e%2e/x",   "//x",   "/.hidden",
                                        "/link",      "/sub",        "/fifo", "/big.bin",
                                        "/style.css", "/etc/passwd", "/sub/"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        ask_get(&ask, asked[i]);
        ask_expect_problem(&ask, 404, "route-unknown");
    }
    ask_fini(&ask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_static_files_reads_regular_files),
        cmocka_unit_test(test_static_files_refuse_every_way_out_of_the_folder),
        cmocka_unit_test(test_static_files_leaves_no_folder_open),
        cmocka_unit_test(test_static_files_knows_content_types),
        cmocka_unit_test(test_static_files_replace_the_page_with_web_root),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
