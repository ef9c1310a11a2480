// testPerformance for the console, as the original page had it: n requests at once, one planet each.

import { PLANETS } from '../app/lists.mjs';
import { placeQuery, state } from '../app/state.js';

export async function testPerformance(n = 100) {
    const place = new URLSearchParams(placeQuery(state.place)), begun_ms = performance.now();
    const done = await Promise.allSettled(Array.from({ length: n }, async (_, i) => {
        const answer = await fetch(`planets/${PLANETS[i % PLANETS.length]}?${place}`, { cache: 'no-store' });
        await answer.json();
        return answer.ok;
    }));
    const elapsed_ms = performance.now() - begun_ms, failed = done.filter(({ value }) => value !== true).length;
    const result = { requests: n, failed, elapsed_ms, per_second: n / elapsed_ms * 1000 };
    console.log(`${n} requests, ${failed} failed, ${elapsed_ms.toFixed(1)} ms, ${result.per_second.toFixed(0)} a second`);
    return result;
}
