/* Searches for places: folding is settled after once, the best do not depend on how many are asked
 * for, what resolves is found, and documents are whole. */
#include "app/places.h"

#include "fuzz.h"

static void check_fold(struct base_text text)
{
    struct app_places_folded once = app_places_fold(text);
    struct base_text letters = {once.letters, once.length};
    struct app_places_folded twice = app_places_fold(letters);
    FUZZ_REQUIRE(once.length <= APP_PLACES_FOLDED_MAX);
    FUZZ_REQUIRE(base_text_equals(letters, (struct base_text){twice.letters, twice.length}));
}

static void check_resolve(struct base_text text, const struct app_places_list *all)
{
    const struct app_places_place *place;
    struct app_problem problem;
    struct base_buf out;
    if (app_places_resolve(text, &place, &problem) == BASE_ERR_OK) {
        FUZZ_REQUIRE(all->found > 0 && all->hits[0].place == place);
        return;
    }
    base_buf_init(&out, 1u << 20);
    app_problem_append_json(&out, &problem, 1);
    FUZZ_REQUIRE(!out.has_overflowed);
    base_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct app_places_list all, few;
    const struct app_places_query query = {.text = fuzz_text(bytes, size)};
    struct app_places_query point = {0};
    struct app_problem problem;
    struct base_buf out;
    check_fold(query.text);
    app_places_search(&query, APP_PLACES_MAX, &all);
    app_places_search(&query, 3, &few);
    FUZZ_REQUIRE(all.found == few.found && all.found <= app_places_count());
    for (int i = 0; i < 3 && i < all.found; i++)
        FUZZ_REQUIRE(all.hits[i].place == few.hits[i].place);
    check_resolve(query.text, &all);
    if (app_places_read_near(query.text, &point, &problem) == BASE_ERR_OK)
        app_places_search(&point, 3, &few);
    base_buf_init(&out, 1u << 20);
    app_places_append_json(&out, &few);
    app_places_append_csv(&out, &few);
    app_places_append_text(&out, &few);
    FUZZ_REQUIRE(!out.has_overflowed || size > 100000);
    base_buf_fini(&out);
    return 0;
}
