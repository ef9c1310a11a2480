/* The immutable data: embedded tables, and the list of leap seconds of the user's choice. */
#include "app/store.h"

#include "app/embed.h"
#include "base/file.h"

static enum base_err read_leaps(const char *path, struct app_leaps *leaps, struct base_fault *fault)
{
    if (path == NULL) return app_leaps_parse(app_embed_leap_seconds(), leaps, fault);
    struct base_span file;
    enum base_err err = base_file_map(path, &file);
    if (err != BASE_ERR_OK) {
        *fault = (struct base_fault){
            err, 0, err == BASE_ERR_FORMAT ? "not a regular file" : base_err_text(err)};
        return err;
    }
    err = app_leaps_parse(file, leaps, fault);
    base_file_unmap(file);
    return err;
}

enum base_err app_store_open(const char *leaps_path, struct app_store *store,
                             struct base_fault *fault)
{
    enum base_err err = read_leaps(leaps_path, &store->leaps, fault);
    if (err != BASE_ERR_OK) return err;
    return sky_context_init(&store->sky, app_embed_kernel(), app_embed_cip(),
                            app_embed_earth_rotation(), &store->leaps.table, fault);
}
