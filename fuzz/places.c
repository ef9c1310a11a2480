/* Searches for places: folding is settled after once, the best do not depend on how many are asked
 * for, what resolves is found, and documents are whole. */
#include "app/fold.h"
#include "app/listing.h"

#include "fuzz.h"

static void check_fold(struct base_text text)
{
    struct app_fold once = app_fold_name(text);
    struct base_text letters = {once.letters, once.length};
    struct app_fold twice = app_fold_name(letters);
    FUZZ_REQUIRE(once.length <= APP_FOLD_MAX);
    FUZZ_REQUIRE(base_text_equals(letters, (struct base_text){twice.letters, twice.length}));
}

static void check_resolve(struct base_text text, const struct app_listing *all)
{
    struct app_towns_town town;
    struct app_problem problem;
    struct base_buf out;
    if (app_places_resolve(text, &town, &problem) == BASE_ERR_OK) {
        FUZZ_REQUIRE(all->found > 0 && app_towns_town(all->hits[0].row).id.at == town.id.at);
        return;
    }
    base_buf_init(&out, 1u << 20);
    app_problem_append_json(&out, &problem, 1);
    FUZZ_REQUIRE(!out.has_overflowed);
    base_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct app_listing all, few;
    const struct app_places_query query = {.text = fuzz_text(bytes, size)};
    struct app_places_query point = {0};
    struct app_problem problem;
    struct base_buf out;
    check_fold(query.text);
    app_listing_search(&query, APP_LISTING_MAX, &all);
    app_listing_search(&query, 3, &few);
    FUZZ_REQUIRE(all.found == few.found && all.found <= app_towns_all().count);
    for (int i = 0; i < 3 && i < all.found; i++) FUZZ_REQUIRE(all.hits[i].row == few.hits[i].row);
    check_resolve(query.text, &all);
    if (app_listing_read_near(query.text, &point, &problem) == BASE_ERR_OK)
        app_listing_search(&point, 3, &few);
    base_buf_init(&out, 1u << 20);
    app_listing_append_json(&out, &few);
    app_listing_append_csv(&out, &few);
    app_listing_append_text(&out, &few);
    FUZZ_REQUIRE(!out.has_overflowed || size > 100000);
    base_buf_fini(&out);
    return 0;
}
