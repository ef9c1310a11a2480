// Puts names beside their dots, none over another: each goes to the first free spot around its dot, the nearest ones first.

const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8],
                    [0.4, -1], [-0.4, -1], [0.4, 1], [-0.4, 1]];
const GAPS = [2, 8, 16, 26, 38, 52];
const SPOTS = DIRECTIONS.length * GAPS.length;
const LEADER_GAP = 4;              // a name further from its dot than this is joined to it by a line

const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

// The box of a dot's name in a spot, counted from 0.
function boxAt(dot, spot) {
    const [dx, dy] = DIRECTIONS[spot % DIRECTIONS.length], gap = GAPS[Math.floor(spot / DIRECTIONS.length)];
    const { name_width: w, height: h } = dot;
    const cx = dot.x + dx * (dot.r + gap + w / 2), cy = dot.y + dy * (dot.r + gap + h / 2);
    return { x0: cx - w / 2, x1: cx + w / 2, y0: cy - h / 2, y1: cy + h / 2, spot, has_leader: gap > LEADER_GAP };
}

// Gives each dot its label, a box, or null where no spot is free. Dots are { key, x, y, r, name_width, height, fits(box) },
// the more important ones first.
//
// occupied  boxes that no name may cover; those of the dots are added here
// last      Map from a dot's key to its spot in the last drawing, which it keeps while it is free, so that names do not jump
export function arrangeLabels(dots, occupied, last = new Map()) {
    const boxes = occupied.concat(dots.map(({ x, y, r }) => ({ x0: x - r, x1: x + r, y0: y - r, y1: y + r })));
    for (const dot of dots) {
        const boxIfFree = (spot) => {
            const box = boxAt(dot, spot);
            return dot.fits(box) && !boxes.some((other) => overlaps(box, other)) ? box : null;
        };
        dot.label = last.has(dot.key) ? boxIfFree(last.get(dot.key)) : null;
        for (let spot = 0; !dot.label && spot < SPOTS; spot++) dot.label = boxIfFree(spot);
        if (dot.label) {
            boxes.push(dot.label);
            last.set(dot.key, dot.label.spot);
        }
    }
    return dots;
}
