/* Searches for places: folding a folded name changes nothing, the best matches do not depend on the
 * limit, every name that resolves is also found, and documents are complete. */
#include "almanac/place_name.h"
#include "almanac/towns_report.h"
#include "data/name_fold.h"

#include "fuzz.h"

static void check_fold(struct base_text text)
{
    struct data_name_fold once = data_name_fold_name(text);
    struct base_text letters = {once.letters, once.length};
    struct data_name_fold twice = data_name_fold_name(letters);
    FUZZ_REQUIRE(once.length <= DATA_NAME_FOLD_MAX);
    FUZZ_REQUIRE(base_text_equals(letters, (struct base_text){twice.letters, twice.length}));
}

static void check_resolve(struct base_text text, const struct almanac_towns_report *all)
{
    struct data_town_table_town town;
    struct almanac_problem problem;
    struct base_buf out;
    if (almanac_place_name_resolve(text, &town, &problem) == BASE_ERR_OK) {
        FUZZ_REQUIRE(all->found > 0 && data_town_table_town(all->hits[0].row).id.at == town.id.at);
        return;
    }
    base_buf_init(&out, 1u << 20);
    almanac_problem_append_json(&out, &problem, 1);
    FUZZ_REQUIRE(!out.has_overflowed);
    base_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct almanac_towns_report all, few;
    const struct data_town_search_query query = {.text = fuzz_text(bytes, size)};
    struct data_town_search_query point = {0};
    struct almanac_problem problem;
    struct base_buf out;
    check_fold(query.text);
    almanac_towns_report_search(&query, ALMANAC_TOWNS_REPORT_MAX, &all);
    almanac_towns_report_search(&query, 3, &few);
    FUZZ_REQUIRE(all.found == few.found && all.found <= data_town_table_all().count);
    for (int i = 0; i < 3 && i < all.found; i++) FUZZ_REQUIRE(all.hits[i].row == few.hits[i].row);
    check_resolve(query.text, &all);
    if (almanac_towns_report_read_near(query.text, &point, &problem) == BASE_ERR_OK)
        almanac_towns_report_search(&point, 3, &few);
    base_buf_init(&out, 1u << 20);
    almanac_towns_report_append(&out, &few, ALMANAC_PARAMS_JSON);
    almanac_towns_report_append(&out, &few, ALMANAC_PARAMS_CSV);
    almanac_towns_report_append(&out, &few, ALMANAC_PARAMS_TEXT);
    FUZZ_REQUIRE(!out.has_overflowed || size > 100000);
    base_buf_fini(&out);
    return 0;
}
