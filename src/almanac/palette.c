/* Tables of colours. Red is red alone, so that eyes stay used to the dark. */
#include "almanac/palette.h"

#include "sky/rise.h"

#include <assert.h>
#include <math.h>

static const struct almanac_palette PALETTES[] = {
    [ALMANAC_PALETTE_DARK] = {"#05070f",
                              {"#2b62a3", "#27467f", "#1c2f61", "#131f47", "#0b1230"},
                              "#8fa3cc",
                              "#52659a",
                              "#ffffff",
                              "#b9c6e4",
                              "#e6ecff",
                              "#5d70a8",
                              "#39415e",
                              {"#ffe066", "#f1f1ea", "#d9c9b4", "#fff4d0", "#ff9073", "#ffdcab",
                               "#f5da7c", "#a4e6ea", "#9db6ff", "#d6c2b2"},
                              "none"},
    [ALMANAC_PALETTE_LIGHT] = {"#ffffff",
                               {"#e2f1ff", "#d3e2f7", "#c6d4ee", "#bac8e6", "#b0bedf"},
                               "#33415f",
                               "#8796b5",
                               "#0d1630",
                               "#35425f",
                               "#26324f",
                               "#8c9cc0",
                               "#7c879f",
                               {"#ffc400", "#ffffff", "#a58a6a", "#fff0b8", "#e0431c", "#f0a24a",
                                "#e0bd3a", "#3fb6c0", "#3c63e0", "#9a7a63"},
                               "#26324f"},
    [ALMANAC_PALETTE_RED] = {"#000000",
                             {"#000000", "#000000", "#000000", "#000000", "#000000"},
                             "#d00000",
                             "#700000",
                             "#ff0000",
                             "#e00000",
                             "#d00000",
                             "#700000",
                             "#400000",
                             {"#ff0000", "#ff0000", "#ff0000", "#ff0000", "#ff0000", "#ff0000",
                              "#ff0000", "#ff0000", "#ff0000", "#ff0000"},
                             "none"},
};

const struct almanac_palette *almanac_palette_of(enum almanac_palette_theme theme)
{
    assert((unsigned)theme < sizeof PALETTES / sizeof *PALETTES);
    return &PALETTES[theme];
}

enum almanac_palette_light almanac_palette_light(double sun_alt_deg)
{
    assert(!isnan(sun_alt_deg));
    if (sun_alt_deg > 0.0) return ALMANAC_PALETTE_DAY;
    if (sun_alt_deg > SKY_RISE_CIVIL_DEG) return ALMANAC_PALETTE_CIVIL;
    if (sun_alt_deg > SKY_RISE_NAUTICAL_DEG) return ALMANAC_PALETTE_NAUTICAL;
    return sun_alt_deg > SKY_RISE_ASTRONOMICAL_DEG ? ALMANAC_PALETTE_ASTRONOMICAL
                                                   : ALMANAC_PALETTE_NIGHT;
}

const char *almanac_palette_light_name(enum almanac_palette_light light)
{
    static const char *const names[] = {"day", "civil", "nautical", "astronomical", "night"};
    assert((unsigned)light < sizeof names / sizeof *names);
    return names[light];
}
