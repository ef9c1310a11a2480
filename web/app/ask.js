// Questions to the server: every one has a deadline, a newer one of the same kind breaks off the older.

import { placeQuery, state } from './state.js';

const DEADLINE_MS = 8000;          // of one request, its body included

export class Refusal extends Error {}     // the server answered, but not with what was asked

const flights = new Map();         // kind -> AbortController of the request under way

export function breakOff(kind) {
    flights.get(kind)?.abort();
    flights.delete(kind);
}

export const address = (route, query) => `api/v1/${route}?${new URLSearchParams(query)}`
    .replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%2C', ',');

// Gives the document, or throws a Refusal or another Error; null when a newer question broke this one off.
export async function ask(kind, route, query) {
    breakOff(kind);
    const flight = new AbortController(), timer = setTimeout(() => flight.abort(), DEADLINE_MS);
    flights.set(kind, flight);
    try {
        const answer = await fetch(address(route, query), { signal: flight.signal });
        const json = await answer.json().catch((error) => {
            if (flight.signal.aborted) throw error;
            return {};
        });
        if (flights.get(kind) !== flight) return null;
        if (!answer.ok) throw new Refusal(json.detail || json.title || `status ${answer.status}`, { cause: json });
        json.was_kept = answer.headers.get('X-From-Cache') === '1';
        json.told_ms = Date.parse(answer.headers.get('Date')) || Date.now();
        return json;
    } catch (error) {
        if (flights.get(kind) !== flight) return null;
        throw error;
    } finally {
        clearTimeout(timer);
        if (flights.get(kind) === flight) flights.delete(kind);
    }
}

// The days between which there are numbers.
const reachOf = ({ valid_from, valid_to }) => ({ from: valid_from.split('T')[0], until: valid_to.split('T')[0] });

export const faultOf = (error) => ({ kind: error instanceof Refusal ? 'refusal' : 'silent', detail: error.message,
    reach: error.cause?.code === 'time-out-of-range' ? reachOf(error.cause) : null });

// The query of the place asked for, with the zone when it is known.
export const here = (more = {}) => ({ ...placeQuery(state.place), ...(state.tz ? { tz: state.tz } : {}), ...more });
