/* Tables of columns, and what of them a writer has. */
#include "format/document.h"

#include "base/num.h"

#include <assert.h>

_Static_assert(FORMAT_DOCUMENT_WORD_MAX_BYTES >= BASE_NUM_MAX_CHARS, "a number fits, too");

struct format_document_view format_document_view_of(const struct format_document_column *table,
                                                    size_t count, unsigned way, unsigned allowed)
{
    assert(way == FORMAT_DOCUMENT_NESTED || way == FORMAT_DOCUMENT_FLAT);
    const unsigned conditions = FORMAT_DOCUMENT_LOCAL | FORMAT_DOCUMENT_OPTIONAL;
    assert((allowed & ~conditions) == 0);
    struct format_document_view view;
    view.count = 0; /* the columns need no zeros */
    view.has_long = false;
    for (size_t i = 0; i < count; i++)
        if ((table[i].in & way) != 0 && (table[i].in & conditions & ~allowed) == 0)
            format_document_add(&view, &table[i]);
    return view;
}

size_t format_document_long_bytes(const struct format_document_view *view, const void *row)
{
    size_t bytes = 0;
    if (!view->has_long) return 0;
    for (int i = 0; i < view->count; i++) {
        const struct format_document_column *column = view->columns[i];
        const void *at = format_document_at(column, row);
        if (column->kind == FORMAT_DOCUMENT_SERIES)
            bytes += (size_t)((const struct format_document_series *)at)->count *
                     (BASE_NUM_MAX_CHARS + 2);
        else if (format_document_is_long((enum format_document_kind)column->kind))
            bytes += 6 * ((const struct base_text *)at)->length;
    }
    return bytes;
}

double format_document_turn(double deg, int decimals)
{
    assert(decimals >= 0 && decimals <= 12);
    if (deg < 359.0) return deg;
    double unit = 1.0;
    for (int i = 0; i < decimals; i++) unit /= 10.0;
    return deg >= 360.0 - 0.5000001 * unit ? 0.0 : deg;
}
