/* The table of formats, made from the list in the header. */
#include "format/media.h"

#include <assert.h>

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

const struct format_media_row *format_media_row(unsigned format)
{
#define ROW(enumerator, name, type, parameters, ending)                                            \
    {TEXT(name), TEXT(type), TEXT(type parameters), ending},
    static const struct format_media_row rows[] = {FORMAT_MEDIA_LIST(ROW)};
#undef ROW
    assert(format < sizeof rows / sizeof *rows);
    return &rows[format];
}
