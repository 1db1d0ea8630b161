// What most would write: read and parse each report, put all runs together, write them at once. It decides nothing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [folder, output] = process.argv.slice(2);
const runs = [];
for (const name of readdirSync(folder).sort()) {
  runs.push(...JSON.parse(readFileSync(path.join(folder, name), 'utf8')).runs);
}
writeFileSync(output, JSON.stringify({ version: '2.1.0', runs }));
