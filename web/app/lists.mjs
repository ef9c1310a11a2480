// Made by tool/web/lists.c from the program's own lists and constants: do not edit. `make web` makes it again.

export const BODIES = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
export const PLANETS = ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune'];
export const LANGUAGES = { en: 'English', fr: 'Français', de: 'Deutsch', es: 'Español' };

// Themes of the page, and of the API's pictures.
export const THEMES = ['auto', 'red', 'dark', 'light', 'contrast'];
export const PICTURE_THEMES = ['dark', 'light', 'red'];

// Compass points, from north through east.
export const COMPASS = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];

// The least and the greatest value of parameters of the API.
export const LIMITS = { lat: [-90, 90], lon: [-360, 360], elevation: [-500, 100000] };

// Airless altitudes of the Sun's centre, degrees: at sunset and at the end of each twilight.
export const SUNSET_DEG = -0.8333, CIVIL_DEG = -6, NAUTICAL_DEG = -12, ASTRONOMICAL_DEG = -18;

// Within these distances of a town's centre a place is in the town, or near it.
export const IN_TOWN_KM = 1, NEAR_TOWN_KM = 60;

export const DAY_S = 86400, KM_PER_AU = 149597870.7;
