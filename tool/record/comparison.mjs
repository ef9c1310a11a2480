// Compares two records.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The entries of a file by label; further entries with the same label have a number.
function entriesOf(folder, name) {
    const entries = new Map(), seen = new Map();
    let text;
    try {
        text = readFileSync(join(folder, name), 'utf8');
    } catch {
        return entries;
    }
    for (const entry of text.split(/^=== /m).slice(1)) {
        const label = entry.slice(0, entry.indexOf('\n')), nth = (seen.get(label) || 0) + 1;
        seen.set(label, nth);
        entries.set(nth === 1 ? label : `${label} (number ${nth})`, entry.slice(label.length + 1));
    }
    return entries;
}

// The part of a long line around the first byte that differs.
function around(line, other) {
    if (line === undefined) return '(nothing)';
    let at = 0;
    while (at < line.length && line[at] === other?.[at]) at++;
    const from = Math.max(0, at - 60);
    return (from > 0 ? '...' : '') + line.slice(from, at + 100) + (line.length > at + 100 ? '...' : '');
}

function showDifference(label, old_text, new_text) {
    console.log(label);
    if (old_text === undefined || new_text === undefined) {
        console.log(old_text === undefined ? '  only in the new record' : '  only in the old record');
        return;
    }
    const before = old_text.split('\n'), after = new_text.split('\n');
    const line = before.findIndex((text, i) => text !== after[i]);
    const at = line < 0 ? before.length : line;
    console.log(`  line ${at + 1}\n  - ${around(before[at], after[at])}\n  + ${around(after[at], before[at])}`);
}

export function compareRecords(old_folder, new_folder) {
    const names = [...new Set([...readdirSync(old_folder), ...readdirSync(new_folder)])].sort();
    const counts = new Map();
    let compared = 0;
    for (const name of names) {
        const before = entriesOf(old_folder, name), after = entriesOf(new_folder, name);
        for (const label of new Set([...before.keys(), ...after.keys()])) {
            compared++;
            if (before.get(label) === after.get(label)) continue;
            counts.set(name, (counts.get(name) || 0) + 1);
            showDifference(`${name}: ${label}`, before.get(label), after.get(label));
        }
    }
    for (const [name, count] of counts) console.log(`${String(count).padStart(6)} in ${name}`);
    const sum = (is_command) => [...counts].filter(([name]) => name.startsWith('cli-') === is_command).reduce((total,
        [, count]) => total + count, 0);
    console.log(`${compared} compared; ${sum(false)} differences of HTTP, ${sum(true)} of the command line`);
    return counts.size === 0 ? 0 : 1;
}
