// Names beside their dots, none over another: each goes to the first free place around its dot, near ones first.

const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8],
                    [0.4, -1], [-0.4, -1], [0.4, 1], [-0.4, 1]];
const GAPS = [2, 8, 16, 26, 38, 52];

function candidate(dot, k, w, h) {
    const [dx, dy] = DIRECTIONS[k % DIRECTIONS.length], gap = GAPS[Math.floor(k / DIRECTIONS.length)];
    const cx = dot.x + dx * (dot.r + gap + w / 2), cy = dot.y + dy * (dot.r + gap + h / 2);
    return { x0: cx - w / 2, x1: cx + w / 2, y0: cy - h / 2, y1: cy + h / 2, k, has_leader: gap > 4 };
}

// Places the dots' labels: dots are { x, y, r, name_width, height, fits(box) }, the more important ones first.
//
// before  Map from dot.key to the candidate of the last drawing: a free old place is kept, so names do not jump
// taken   boxes that nothing may cover; the dots' own are added here
export function placeLabels(dots, taken, before = new Map()) {
    const boxes = taken.concat(dots.map(({ x, y, r }) => ({ x0: x - r, x1: x + r, y0: y - r, y1: y + r })));
    for (const dot of dots) {
        const w = dot.name_width, h = dot.height;
        const is_free = (box) => dot.fits(box) && !boxes.some((other) => overlaps(box, other));
        dot.label = null;
        if (before.has(dot.key)) {
            const box = candidate(dot, before.get(dot.key), w, h);
            if (is_free(box)) dot.label = box;
        }
        for (let k = 0; !dot.label && k < DIRECTIONS.length * GAPS.length; k++) {
            const box = candidate(dot, k, w, h);
            if (is_free(box)) dot.label = box;
        }
        if (dot.label) {
            boxes.push(dot.label);
            before.set(dot.key, dot.label.k);
        }
    }
    return dots;
}
