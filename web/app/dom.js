// Creates and changes nodes. Nothing here parses markup, so data cannot become markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
    setAttributes(node, attributes);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

// make('p', { class: 'note', onclick }, 'text', node). A null or false attribute is left out, and so is a null child.
export const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// A function becomes a listener: 'onclick' one of clicks. Numbers are rounded to two decimals.
export function setAttribute(node, name, value) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else {
        const text = value === true ? '' : typeof value === 'number' ? String(+value.toFixed(2)) : value;
        if (node.getAttribute(name) !== text) node.setAttribute(name, text);
    }
}

export function setAttributes(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
}

// Writes a text only if it differs: an unchanged one would be laid out, and read aloud, again.
export function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

// Makes the children of a node these, in this order, and moves only those that are out of place.
export function setChildren(parent, children) {
    children.forEach((child, i) => {
        if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] || null);
    });
    while (parent.children.length > children.length) parent.lastChild.remove();
}
