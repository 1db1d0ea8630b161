#!/usr/bin/env bash
# `hashFiles` of GitHub's own @actions/glob 0.7.0, which GitHub's expressions use too, is a hash of the files' contents in the
# order of their names, without the names: a file that is renamed or moved changes nothing, as long as the order stays. And
# braces match nothing, nor does `?` as GitHub's filters have it: the hash is then the empty text, without an error.
#
# Seen on 1 December 2026, with Node 20.20.2, of a folder with src/a.ts and src/b.ts:
#
#   src/**            6ec7b73f…
#   src/**            6ec7b73f…, the same, after src/b.ts was moved to src/server/c.ts
#   src/**            another, after src/a.ts was edited
#   src/*.ts          6ec7b73f…
#   src/*.{ts,tsx}    the empty text
#   src/*.tsx?        the empty text
#
# Expected: another hash for other names, as `git rev-parse HEAD:src` gives one. The page of expressions says that the hashes of
# the files are hashed, from which it follows, and for the patterns it pointed to the cheat sheet of filters, in which `?` is
# "zero or one of the preceding character" (https://github.com/actions/runner/issues/2847). In act braces do match
# (https://github.com/nektos/act/issues/324).
#
# It concerns those that name a build by the hash of its sources, as the tag of an image or the key of what was built: a page
# that is moved by its file's name, or a migration that gets another number, is not built and not deployed. With braces all
# commits have the same name. Git's own id of a folder has the names in it.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/glob@0.7.0

cat >hash.mjs <<'JS'
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { hashFiles } from '@actions/glob';

async function hash(pattern, when) {
  const found = await hashFiles(pattern, process.cwd());
  console.log(`${pattern} ${when}: ${found.slice(0, 8) || 'empty'}`);
}
await mkdir('src/server', { recursive: true });
await writeFile('src/a.ts', 'a\n');
await writeFile('src/b.ts', 'b\n');
for (const pattern of ['src/**', 'src/*.ts', 'src/*.{ts,tsx}', 'src/*.tsx?']) await hash(pattern, 'first');
await rename('src/b.ts', 'src/server/c.ts');
await hash('src/**', 'moved');
await writeFile('src/a.ts', 'another\n');
await hash('src/**', 'edited');
JS

seen=$(node hash.mjs | grep --invert-match '^::debug::')
expected='src/** first: 6ec7b73f
src/*.ts first: 6ec7b73f
src/*.{ts,tsx} first: empty
src/*.tsx? first: empty
src/** moved: 6ec7b73f
src/** edited: 477d6554'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
