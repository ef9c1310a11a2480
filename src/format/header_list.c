/* Lists in headers: items separated by commas, with parameters after semicolons, of which one may
 * be a weight. */
#include "format/header_list.h"

#include <assert.h>
#include <stddef.h>

/* "0.5" to 500; 0 for what is no q-value. */
static int weight_of(struct base_text text)
{
    int weight = 0, unit = 1000;
    if (text.length == 0 || text.length > 5) return 0;
    for (size_t i = 0; i < text.length; i++) {
        if (i == 1 && text.at[i] == '.') continue;
        if (i == 1 || text.at[i] < '0' || text.at[i] > '9') return 0;
        weight += (text.at[i] - '0') * unit;
        unit /= 10;
    }
    return weight <= 1000 ? weight : 0;
}

bool format_header_list_next(struct base_text *list, struct format_header_list *item)
{
    while (list->length > 0) {
        struct base_text rest = base_text_cut(list, ',');
        item->name = base_text_trimmed(base_text_cut(&rest, ';'));
        item->weight = 1000;
        if (item->name.length == 0) continue;
        while (rest.length > 0) {
            struct base_text parameter = base_text_trimmed(base_text_cut(&rest, ';'));
            bool is_weight = parameter.length >= 2 && parameter.at[1] == '=' &&
                             (parameter.at[0] == 'q' || parameter.at[0] == 'Q');
            if (is_weight)
                item->weight =
                    weight_of((struct base_text){parameter.at + 2, parameter.length - 2});
        }
        assert(item->weight >= 0 && item->weight <= 1000);
        return true;
    }
    return false;
}

int format_header_list_weight(struct base_text list, struct base_text token)
{
    int star = -1;
    struct format_header_list item;
    while (format_header_list_next(&list, &item)) {
        if (base_text_equals_any_case(item.name, token)) return item.weight;
        if (base_text_equals(item.name, BASE_TEXT("*"))) star = item.weight;
    }
    return star;
}

bool format_header_list_matches_etag(struct base_text list, struct base_text etag)
{
    assert(etag.length >= 2 && etag.at[0] == '"' && etag.at[etag.length - 1] == '"');
    while (list.length > 0) {
        struct base_text item = base_text_trimmed(base_text_cut(&list, ','));
        if (base_text_equals(item, BASE_TEXT("*"))) return true;
        if (item.length > 2 && item.at[0] == 'W' && item.at[1] == '/')
            item.at += 2, item.length -= 2;
        if (base_text_equals(item, etag)) return true;
    }
    return false;
}
