// Makes the disk of a process full, from outside: `node --import` this file. The calls that write count from 1; from the one that
// `DISK_FULL_AT` names on, each is refused. How many there were is left in the file that `DISK_CALLS` names.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const fullAt = Number(process.env.DISK_FULL_AT ?? Number.POSITIVE_INFINITY);
const { openSync, writeSync, mkdtempSync, mkdirSync, writeFileSync } = fs;
const writeLater = fs.write;
let calls = 0;

/** @param {string} syscall */
function write(syscall) {
  calls += 1;
  if (calls < fullAt) return;
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), {
    code: 'ENOSPC',
    errno: -28,
    syscall,
  });
}

Object.assign(fs, {
  /** @param {Parameters<typeof openSync>} given */
  openSync(...given) {
    if (/[wa]/.test(String(given[1] ?? 'r'))) write('open');
    return openSync(...given);
  },
  /** @param {Parameters<typeof writeSync>} given */
  writeSync(...given) {
    write('write');
    return writeSync(...given);
  },
  /** @param {Parameters<typeof writeLater>} given */
  write(...given) {
    const done = given.at(-1);
    try {
      write('write');
    } catch (error) {
      if (typeof done !== 'function') throw error;
      process.nextTick(done, error);
      return;
    }
    writeLater(...given);
  },
  /** @param {Parameters<typeof mkdtempSync>} given */
  mkdtempSync(...given) {
    write('mkdtemp');
    return mkdtempSync(...given);
  },
  /** @param {Parameters<typeof mkdirSync>} given */
  mkdirSync(...given) {
    write('mkdir');
    return mkdirSync(...given);
  },
});
syncBuiltinESMExports();

const left = process.env.DISK_CALLS;
if (left) process.on('exit', () => writeFileSync(left, String(calls)));
