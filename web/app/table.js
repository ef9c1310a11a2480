// The table of bodies: the page's primary content. Rows keep their nodes, cells are written only when they change.
//
// On narrow screens a row is laid out as a grid, which takes the table's roles away from its elements: so they are
// said again in role attributes.

import { make, order, say, set } from './dom.js';
import { t } from './words.js';
import { eventMs, viewRow } from './views.js';

const COLUMNS = ['name', 'where', 'alt', 'mag', 'rise', 'transit', 'set', 'verdict'];
const VERDICTS = ['visible', 'difficult', 'telescope', 'hidden'];

const far = (value) => (Number.isFinite(value) ? value : Infinity);
const KEYS = {
    name: (row, view) => view.name,
    where: (row) => row.az_deg,
    alt: (row) => row.alt_deg,
    mag: (row) => far(row.magnitude),
    rise: (row) => far(eventMs(row, 'rise') ?? NaN),
    transit: (row) => far(eventMs(row, 'transit') ?? NaN),
    set: (row) => far(eventMs(row, 'set') ?? NaN),
    verdict: (row) => VERDICTS.indexOf(row.verdict),
};

// Rows in the wanted order: { key: null } is the highest first, below the horizon the next to rise first.
export function sortRows(rows, views, { key, is_down }) {
    const by = key ? KEYS[key] : null;
    const usual = (row) => (row.above_horizon ? -row.alt_deg : far(eventMs(row, 'rise') ?? NaN));
    const value = new Map(rows.map((row) => [row, by ? by(row, views.get(row.body)) : usual(row)]));
    const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b) : a === b ? 0 : a < b ? -1 : 1);
    return [...rows].sort((a, b) => compare(value.get(a), value.get(b)) * (by && is_down ? -1 : 1));
}

function makeRow(body, choose) {
    const button = make('button', { type: 'button', class: 'body-button', 'aria-pressed': 'false', onclick: () => choose(body) });
    const cell = (kind, ...children) => make('td', { class: kind, role: 'cell' }, ...children);
    const event = (kind) => (own[kind] = make('td', { class: kind, role: 'cell' }));
    const own = { button };
    const span = (name, kind = name) => (own[name] = make('span', { class: kind }));
    own.tr = make('tr', { role: 'row', 'data-body': body },
        make('th', { class: 'name', scope: 'row', role: 'rowheader' }, make('span', { class: `swatch ${body}` }), button),
        cell('where', span('direction'), span('motion'), span('motion_words', 'unseen'), span('azimuth')),
        own.alt = cell('alt', span('altitude'), span('fists', 'unseen')),
        own.mag = cell('mag'), event('rise'), event('transit'), event('set'),
        cell('verdict', span('verdict', 'word'), span('reason')));
    set(own.motion, 'aria-hidden', 'true');
    return own;
}

function paintRow(own, view, is_chosen, is_up) {
    set(own.tr, 'class', is_chosen ? 'chosen' : null);
    set(own.button, 'aria-pressed', String(is_chosen));
    say(own.button, view.name);
    say(own.direction, view.direction);
    say(own.motion, view.motion);
    say(own.motion_words, ` ${view.motion_words} `);
    say(own.azimuth, view.azimuth);
    say(own.altitude, view.altitude);
    say(own.fists, `, ${view.fists}`);
    set(own.alt, 'title', view.fists);
    say(own.mag, view.magnitude);
    for (const kind of ['rise', 'transit', 'set']) {
        say(own[kind], view[kind]);
        set(own[kind], 'data-label', view.never === view[kind] ? null : `${t(`col_${kind}`)} `);
    }
    say(own.verdict, is_up ? view.verdict : '\u2014');
    say(own.reason, is_up ? view.reason : '');
    set(own.tr, 'data-verdict', is_up ? view.verdict_id : 'hidden');
}

// Makes the table; choose(body) is called by its buttons. Gives { node, paint(scene, { body, tz, caption }) }.
export function makeTable(choose) {
    const sort = { key: null, is_down: false }, rows = new Map();
    let last = null;
    const heads = COLUMNS.map((key) => make('th', { class: key, scope: 'col', role: 'columnheader' },
        make('button', { type: 'button', onclick: () => sortBy(key) }, t(`col_${key}`))));
    const caption = make('caption', { id: 'caption' });
    const group = (id, key) => make('tbody', { id, role: 'rowgroup' }, make('tr', { class: 'group', role: 'row' },
        make('th', { colspan: String(COLUMNS.length), scope: 'colgroup', role: 'columnheader' }, t(key))));
    const up = group('rows-up', 'group_up'), below = group('rows-below', 'group_below');
    const node = make('table', { id: 'table', role: 'table' }, caption,
        make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...heads)), up, below);

    function sortBy(key) {
        if (sort.key !== key) Object.assign(sort, { key, is_down: key === 'alt' });
        else if (sort.is_down === (key === 'alt')) sort.is_down = !sort.is_down;
        else sort.key = null;
        heads.forEach((head, i) => set(head, 'aria-sort',
            COLUMNS[i] === sort.key ? (sort.is_down ? 'descending' : 'ascending') : null));
        if (last) paint(...last);
    }

    function paint(scene, options) {
        last = [scene, options];
        say(caption, options.caption);
        const views = new Map(scene.rows.map((row) => [row.body, viewRow(row, scene, options.tz)]));
        const sorted = sortRows(scene.rows, views, sort);
        for (const [tbody, is_up] of [[up, true], [below, false]]) {
            const mine = sorted.filter((row) => row.above_horizon === is_up);
            tbody.hidden = mine.length === 0;
            order(tbody, [tbody.firstChild, ...mine.map(({ body }) => {
                if (!rows.has(body)) rows.set(body, makeRow(body, choose));
                return rows.get(body).tr;
            })]);
        }
        for (const row of scene.rows) {
            const view = views.get(row.body);
            view.verdict_id = row.verdict;
            paintRow(rows.get(row.body), view, options.body === row.body, row.above_horizon);
        }
    }
    return { node, paint };
}
