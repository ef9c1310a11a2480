#!/usr/bin/env node
// Prints the table of parameters of docs/API.md: node tool/api_table.mjs http://localhost:8000
// test/api/docs.test.mjs fails when the document differs.

const SHORT = /^\/api\/v1\//;

// Lines of Markdown made of an OpenAPI document: a row for each parameter that a route has.
export function parameterTable(document) {
    const name_of = ({ $ref }) => $ref?.split('/').pop();
    const routes = Object.entries(document.paths).map(([path, item]) => [path, new Set(Object.values(item)[0].parameters.map(name_of))]);
    const rows = Object.values(document.components.parameters).map(({ name, description, example }) => {
        const having = routes.filter(([, names]) => names.has(name)).map(([path]) => path.replace(SHORT, ''));
        return having.length === 0 ? null : `| \`${name}\` | ${description} | \`${example}\` | ${having.join(', ')} |`;
    });
    return ['| parameter | what it is | example | routes (under `/api/v1/`) |', '|---|---|---|---|', ...rows.filter(Boolean)].join('\n');
}

if (process.argv[1].endsWith('api_table.mjs'))
    console.log(parameterTable(await (await fetch(`${process.argv[2]}/openapi.json`)).json()));
