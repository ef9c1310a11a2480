/* The texts of base/err.h's list. */
#include "base/err.h"

#include <assert.h>

const char *base_err_text(enum base_err err)
{
#define BASE_ERR_TEXT(name, text) [BASE_ERR_##name] = (text),
    static const char *const texts[BASE_ERR_COUNT] = {BASE_ERR_LIST(BASE_ERR_TEXT)};
#undef BASE_ERR_TEXT
    assert((unsigned)err < BASE_ERR_COUNT);
    return texts[err];
}
