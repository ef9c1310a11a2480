// How long and how often the recorder tries, and how much of a body it writes.

export const AT_ONCE = 4;
export const WAIT_MS = 20000;
export const WHOLE_BODY_MAX = 20000, BODY_BEGINNING = 2000;
