#!/usr/bin/env node
// Records what a user sees of the program, so that two builds can be compared byte for byte:
//
//   node tool/record/record.mjs BINARY OUT_DIR              asks BINARY everything and writes a file for each group
//   node tool/record/record.mjs --compare OLD_DIR NEW_DIR   shows what differs; exit code 1 when anything does
//
// Every request and command names its instants, so that the answers do not depend on the day. What still changes from
// run to run is masked by MASKS; entity tags depend on the build and are named after the answer that had them first.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Record } from './answers.mjs';
import { recordContinue, recordRaw, recordRequests, recordSlow } from './asking.mjs';
import { COMMANDS, commandsOfServer, moreCommands, recordCommands, withEachOption } from './commands.mjs';
import { compareRecords } from './comparison.mjs';
import { commandsWithData, recordUpdates, writeDataFiles } from './data_files.mjs';
import { masked, MASKS } from './masks.mjs';
import { get } from './parameters.mjs';
import { startServer } from './program.mjs';
import { allRequests } from './requests.mjs';
import { recordBelow, recordFolder, recordLimited, recordSmallKernel } from './servers.mjs';
import { recordTerminals } from './terminal.mjs';

async function recordAll(binary, folder) {
    const home = mkdtempSync(join(tmpdir(), 'record-'));
    const record = new Record(folder), began = Date.now();
    writeFileSync(join(home, 'page.html'), '<!DOCTYPE html><html>502 Bad Gateway</html>\n');
    const data_files = writeDataFiles(home);
    try {
        const main = await startServer(binary, home, ['--access-log', 'off']);
        const requests = allRequests(), slow = recordSlow(record, main.port);
        await recordRequests(record, main.port, requests);
        await recordRaw(record, main.port);
        await recordContinue(record, main.port);
        await recordCommands(record, binary, home, commandsOfServer(main.port));
        (await slow)();
        await recordRequests(record, main.port, [get('metrics', '/metrics')]);
        record.add('server', 'the end of the server', masked(await main.stop(), MASKS));
        await recordBelow(record, binary, home);
        await recordLimited(record, binary, home);
        await recordFolder(record, binary, home);
        await recordSmallKernel(record, binary, home);
        await recordUpdates(record, binary, home);
        await recordTerminals(record, binary, home);
        await recordCommands(record, binary, home, commandsWithData(data_files));
        await recordCommands(record, binary, home, [...COMMANDS.flatMap(withEachOption), ...moreCommands()]);
    } finally {
        rmSync(home, { recursive: true, force: true });
    }
    record.write();
    const count = (is_command) => [...record.groups].filter(([group]) =>
        group.startsWith('cli-') === is_command).reduce((sum, [, entries]) => sum + entries.length, 0);
    console.log(`${count(false)} requests and ${count(true)} commands in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

const [first, second, third] = process.argv.slice(2);
if (first === '--compare' && third !== undefined) {
    process.exitCode = compareRecords(second, third);
} else if (second !== undefined && third === undefined && !first.startsWith('-')) {
    await recordAll(resolve(first), resolve(second));
} else {
    console.error('node tool/record/record.mjs BINARY OUT_DIR\nnode tool/record/record.mjs --compare OLD_DIR NEW_DIR');
    process.exitCode = 2;
}
