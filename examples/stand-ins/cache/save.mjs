import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { flag, given, input, introduce } from '../runner.mjs';
import { folderOf, pathsOf } from './places.mjs';

introduce('keeps files in a folder on this machine');
const target = path.join(given.caches, folderOf(input('key')));
// A key is written once: https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching
if (process.env.STATE_hit === 'true' || flag('lookup-only') || existsSync(target)) console.log('nothing to keep');
else {
  const fresh = `${target}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  for (const [index, file] of pathsOf(input('path')).entries())
    if (existsSync(file)) cpSync(file, path.join(fresh, String(index)), { recursive: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  console.log(`kept as ${input('key')}`);
}
