// The least that a Node program takes which finds each result, keeps it on disk and writes as many bytes as sarif-aggregate does, in
// pieces of a hundred. It understands nothing of what it reads, and what it writes says nothing.
import { closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [folder, output, spilled] = process.argv.slice(2);
const PIECE = 100;
const OPEN = 1;
const CLOSE = 2;
const QUOTE = 3;
const classes = new Uint8Array(256);
for (const [meaning, characters] of [
  [OPEN, '{['],
  [CLOSE, '}]'],
  [QUOTE, '"'],
]) {
  for (const character of characters) classes[character.charCodeAt(0)] = meaning;
}
const block = Buffer.alloc(1024 * 1024);

let read = 0;
const spill = openSync(spilled, 'w+');
for (const name of readdirSync(folder).sort()) {
  const file = openSync(path.join(folder, name), 'r');
  const state = { depth: 0, inString: false, skip: 0 };
  for (let length = readSync(file, block); length > 0; length = readSync(file, block)) {
    pass(state, length);
    writeSync(spill, block, 0, length);
    read += length;
  }
  closeSync(file);
}

// The SARIF, the JSON and the CSV have so many times the bytes of the reports.
const out = Buffer.alloc(256 * 1024 + PIECE);
const to = openSync(output, 'w');
for (let written = 0, at = 0; written < 3.9 * read; ) {
  const length = readSync(spill, block, 0, block.length, written % (read - block.length));
  for (let from = 0; from + PIECE <= length; from += PIECE) {
    block.copy(out, at, from, from + PIECE);
    at += PIECE;
    if (at + PIECE <= out.length) continue;
    written += writeSync(to, out, 0, at);
    at = 0;
  }
}
closeSync(to);
closeSync(spill);

function pass(state, length) {
  let { depth, inString, skip: index } = state;
  while (index < length) {
    const byte = block[index];
    if (inString) {
      if (byte === 0x22) inString = false;
      index += byte === 0x5c ? 2 : 1;
      continue;
    }
    const meaning = classes[byte];
    if (meaning === QUOTE) inString = true;
    else if (meaning === OPEN) depth += 1;
    else if (meaning === CLOSE) depth -= 1;
    index += 1;
  }
  Object.assign(state, { depth, inString, skip: index - length });
}
