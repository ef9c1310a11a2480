// A circle has no 360th degree. Equinoxes fall on longitude 0 and the southern Sun's transits on azimuth 0, where half
// of all figures are a tiny amount below 360 and would be rounded up to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planettracker } from '../program.mjs';

const FORMATS = [[], ['--json'], ['--ndjson'], ['--csv']];

async function lines(...args) {
    const { code, out, err } = await planettracker(args);
    assert.deepEqual([code, err], [0, ''], args.join(' '));
    return out.split('\n');
}

function assertNoTurn(printed) {
    for (const line of printed) assert.doesNotMatch(line, /(?<![\d.])360(\.0*)?(?![\d.])/);
}

test('the March equinoxes of twenty years are at longitude 0', async () => {
    const zeros = [/longitude 0\.0000 deg/, /"ecl_lon_deg": 0\.000000[,}]/, /"ecl_lon_deg": 0\.000000[,}]/, /^([^,]*,){7}0\.000000,/];
    for (const [i, format] of FORMATS.entries()) {
        const printed = await lines('events', '--types', 'seasons', '--from', '1990-01-01T00:00Z', '--to', '2009-12-31T00:00Z', ...format);
        const equinoxes = printed.filter((line) => line.includes('march_equinox'));
        assertNoTurn(equinoxes);
        assert.equal(equinoxes.filter((line) => zeros[i].test(line)).length, 20);
    }
});

test('half a year of southern transits is at azimuth 0', async () => {
    const place = ['--lat', '-33.9', '--lon', '18.4', '--from', '2026-03-01T00:00Z', '--days', '180'];
    for (const command of [['rise', 'sun'], ['events', '--types', 'transit', '--bodies', 'sun']])
        for (const format of FORMATS) {
            const printed = await lines(...command, ...place, ...format);
            assert.ok(printed.length > 180);
            assertNoTurn(printed);
        }
});
