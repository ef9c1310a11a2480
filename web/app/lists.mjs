// Made by tool/web/lists.c from the program's own lists and constants: do not edit. `make web` makes it again.

export const BODIES = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
export const PLANETS = ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune'];
export const LANGUAGES = { en: 'English', fr: 'Français', de: 'Deutsch', es: 'Español' };

// Compass points, from north through east.
export const COMPASS = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];

// The least and the greatest value of parameters of the API.
export const LIMITS = { lat: [-90, 90], lon: [-360, 360], elevation: [-500, 100000] };

// Airless altitudes of the Sun's centre, degrees: at sunset and at the end of each twilight.
export const SUNSET_DEG = -0.8333, CIVIL_DEG = -6, NAUTICAL_DEG = -12, ASTRONOMICAL_DEG = -18;

export const DAY_S = 86400, KM_PER_AU = 149597870.7;
