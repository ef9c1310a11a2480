// Making and changing nodes. Nothing here makes markup from data.

export const at = (id) => document.getElementById(id);

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) set(node, name, value);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

// make('p', { class: 'note', onclick }, 'text', node): null and false leave an attribute out.
export const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function set(node, name, value) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else {
        const text = value === true ? '' : typeof value === 'number' ? String(+value.toFixed(2)) : value;
        if (node.getAttribute(name) !== text) node.setAttribute(name, text);
    }
}

// Writes only what has changed, so that nothing is laid out or announced twice.
export function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

export function order(parent, children) {
    children.forEach((child, i) => {
        if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] || null);
    });
    while (parent.children.length > children.length) parent.lastChild.remove();
}
