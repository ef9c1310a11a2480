// Requests to the server. Each has a deadline, and a newer request of the same kind cancels the older one.

import { placeQuery, state } from './state.js';

const DEADLINE_MS = 8000;          // of a request, its body included

class Refusal extends Error {}     // the server answered with a problem document

const pending = new Map();         // kind -> AbortController of the request under way

export function cancel(kind) {
    pending.get(kind)?.abort();
    pending.delete(kind);
}

export const address = (route, query) => `api/v1/${route}?${new URLSearchParams(query)}`
    .replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%2C', ',');

// Gives the document, or null when a newer request cancelled this one. Throws a Refusal or another Error.
export async function request(kind, route, query) {
    cancel(kind);
    const own = new AbortController(), timer = setTimeout(() => own.abort(), DEADLINE_MS);
    pending.set(kind, own);
    try {
        const answer = await fetch(address(route, query), { signal: own.signal });
        const json = await answer.json().catch((error) => {
            if (own.signal.aborted) throw error;
            return {};
        });
        if (pending.get(kind) !== own) return null;
        if (!answer.ok) throw new Refusal(json.detail || json.title || `status ${answer.status}`, { cause: json });
        json.is_cached = answer.headers.get('X-From-Cache') === '1';
        json.dated_ms = Date.parse(answer.headers.get('Date')) || Date.now();
        return json;
    } catch (error) {
        if (pending.get(kind) !== own) return null;
        throw error;
    } finally {
        clearTimeout(timer);
        if (pending.get(kind) === own) pending.delete(kind);
    }
}

// The first and the last day that the data cover.
const reachOf = ({ valid_from, valid_to }) => ({ from: valid_from.split('T')[0], until: valid_to.split('T')[0] });

export const faultOf = (error) => ({ kind: error instanceof Refusal ? 'refusal' : 'silent', detail: error.message,
    reach: error.cause?.code === 'time-out-of-range' ? reachOf(error.cause) : null });

// The parameters of the current place, its zone included when it is known, and further ones.
export const withPlace = (more = {}) => ({ ...placeQuery(state.place), ...(state.tz ? { tz: state.tz } : {}), ...more });
