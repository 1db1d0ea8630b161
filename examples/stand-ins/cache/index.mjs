import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, flag, given, input, introduce, output, saveState } from '../runner.mjs';
import { folderOf, pathsOf } from './places.mjs';

introduce('keeps files in a folder on this machine');
const key = input('key');
const found = matched();
if (found && !flag('lookup-only'))
  for (const [index, file] of pathsOf(input('path')).entries()) {
    const kept = path.join(given.caches, found, String(index));
    if (existsSync(kept)) cpSync(kept, file, { recursive: true });
  }
const matchedKey = found ? decodeURIComponent(found) : '';
if (!found && flag('fail-on-cache-miss'))
  fail(`Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: ${key}`);
saveState('hit', String(matchedKey === key));
output('cache-hit', found ? String(matchedKey === key) : '');
// Outputs of actions/cache/restore, whose stand-in this is as well.
output('cache-primary-key', key);
output('cache-matched-key', matchedKey);
console.log(found ? `restored from ${matchedKey}` : `nothing for ${key}`);

/** Exactly the key; otherwise the newest that begins with a key or one of the others, in their order. */
function matched() {
  const all = existsSync(given.caches) ? readdirSync(given.caches) : [];
  if (all.includes(folderOf(key))) return folderOf(key);
  const time = (name) => statSync(path.join(given.caches, name)).mtimeMs;
  const newest = [...all].sort((a, b) => time(b) - time(a));
  const prefixes = input('restore-keys')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return prefixes.map((prefix) => newest.find((name) => decodeURIComponent(name).startsWith(prefix))).find(Boolean);
}
