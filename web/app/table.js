// The table of bodies, the page's main content. Rows keep their nodes, and cells are written only when their text changes.
//
// On narrow screens a row is laid out as a grid. That removes the table's roles from its elements, so attributes repeat them.

import { make, setAttribute, setChildren, setText } from './dom.js';
import { t } from './texts.js';
import { eventMs, viewRow } from './views.js';

const COLUMNS = ['name', 'where', 'alt', 'mag', 'rise', 'transit', 'set', 'verdict'];
const VERDICTS = ['visible', 'difficult', 'telescope', 'hidden'];

const orLast = (value) => (Number.isFinite(value) ? value : Infinity);
const timeOrLast = (row, event) => orLast(eventMs(row, event) ?? NaN);

// The value by which a column sorts the rows.
const KEYS = {
    name: (row, view) => view.name,
    where: (row) => row.az_deg,
    alt: (row) => row.alt_deg,
    mag: (row) => orLast(row.magnitude),
    rise: (row) => timeOrLast(row, 'rise'),
    transit: (row) => timeOrLast(row, 'transit'),
    set: (row) => timeOrLast(row, 'set'),
    verdict: (row) => VERDICTS.indexOf(row.verdict),
};

// Sorts rows by a column; { key: null } is the usual order, the highest first and below the horizon the next to rise first.
function sortRows(rows, views, { key, is_down }) {
    const by = key ? KEYS[key] : null;
    const usual = (row) => (row.above_horizon ? -row.alt_deg : timeOrLast(row, 'rise'));
    const value = new Map(rows.map((row) => [row, by ? by(row, views.get(row.body)) : usual(row)]));
    const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b) : a === b ? 0 : a < b ? -1 : 1);
    return [...rows].sort((a, b) => compare(value.get(a), value.get(b)) * (by && is_down ? -1 : 1));
}

// The cells of a row: { tr, button, direction, ... }, each node by the name of what is written into it.
function makeRow(body, choose) {
    const button = make('button', { type: 'button', class: 'body-button', 'aria-pressed': 'false', onclick: () => choose(body) });
    const row = { button };
    const span = (name, kind = name) => (row[name] = make('span', { class: kind }));
    const cell = (kind, ...children) => (row[kind] = make('td', { class: kind, role: 'cell' }, ...children));
    row.tr = make('tr', { role: 'row', 'data-body': body },
        make('th', { class: 'name', scope: 'row', role: 'rowheader' }, make('span', { class: `swatch ${body}` }), button),
        cell('where', span('direction'), span('motion'), span('motion_words', 'unseen'), span('azimuth')),
        cell('alt', span('altitude'), span('fists', 'unseen')),
        cell('mag'), cell('rise'), cell('transit'), cell('set'),
        cell('verdict', span('grade', 'word'), span('reason')));
    setAttribute(row.motion, 'aria-hidden', 'true');
    return row;
}

function paintRow(row, view, { is_chosen, is_up }) {
    setAttribute(row.tr, 'class', is_chosen ? 'chosen' : null);
    setAttribute(row.button, 'aria-pressed', String(is_chosen));
    setText(row.button, view.name);
    setText(row.direction, view.direction);
    setText(row.motion, view.motion);
    setText(row.motion_words, ` ${view.motion_words} `);
    setText(row.azimuth, view.azimuth);
    setText(row.altitude, view.altitude);
    setText(row.fists, `, ${view.fists}`);
    setAttribute(row.alt, 'title', view.fists);
    setText(row.mag, view.magnitude);
    for (const kind of ['rise', 'transit', 'set']) {
        setText(row[kind], view[kind]);
        setAttribute(row[kind], 'data-label', view.never === view[kind] ? null : `${t(`col_${kind}`)} `);
    }
    setText(row.grade, is_up ? view.verdict : '\u2014');
    setText(row.reason, is_up ? view.reason : '');
    setAttribute(row.tr, 'data-verdict', is_up ? view.verdict_key : 'hidden');
}

// The order after a press of a column's button: by this column, then the other way round, then the usual order again.
function nextSort(sort, key) {
    const is_down_first = key === 'alt';
    if (sort.key !== key) return { key, is_down: is_down_first };
    if (sort.is_down === is_down_first) return { key, is_down: !is_down_first };
    return { key: null, is_down: false };
}

const makeGroup = (id, key) => make('tbody', { id, role: 'rowgroup' }, make('tr', { class: 'group', role: 'row' },
    make('th', { colspan: String(COLUMNS.length), scope: 'colgroup', role: 'columnheader' }, t(key))));

// Makes the table. choose(body) is called when a body's button is pressed. Gives { node, paint(scene, { body, tz, caption }) }.
export function makeTable(choose) {
    const rows = new Map(), caption = make('caption', { id: 'caption' });
    const heads = COLUMNS.map((key) => make('th', { class: key, scope: 'col', role: 'columnheader' },
        make('button', { type: 'button', onclick: () => sortBy(key) }, t(`col_${key}`))));
    const up = makeGroup('rows-up', 'group_up'), below = makeGroup('rows-below', 'group_below');
    const node = make('table', { id: 'table', role: 'table' }, caption,
        make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...heads)), up, below);
    let sort = { key: null, is_down: false }, painted = null;

    function sortBy(key) {
        sort = nextSort(sort, key);
        heads.forEach((head, i) => setAttribute(head, 'aria-sort',
            COLUMNS[i] === sort.key ? (sort.is_down ? 'descending' : 'ascending') : null));
        if (painted) paint(...painted);
    }

    function rowOf(body) {
        if (!rows.has(body)) rows.set(body, makeRow(body, choose));
        return rows.get(body);
    }

    function paint(scene, options) {
        painted = [scene, options];
        setText(caption, options.caption);
        const views = new Map(scene.rows.map((row) => [row.body, viewRow(row, scene, options.tz)]));
        const sorted = sortRows(scene.rows, views, sort);
        for (const [tbody, is_up] of [[up, true], [below, false]]) {
            const members = sorted.filter((row) => row.above_horizon === is_up);
            tbody.hidden = members.length === 0;
            setChildren(tbody, [tbody.firstChild, ...members.map(({ body }) => rowOf(body).tr)]);
        }
        for (const { body, above_horizon } of scene.rows) {
            paintRow(rowOf(body), views.get(body), { is_chosen: options.body === body, is_up: above_horizon });
        }
    }
    return { node, paint };
}
