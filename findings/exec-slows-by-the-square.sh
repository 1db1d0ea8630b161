#!/usr/bin/env bash
# @actions/exec 3.0.0 needs a time that grows with the square of the output where the output has no line breaks, as that of
# `git diff --name-only -z` and `git ls-files -z`. It looks for line breaks in all that has come so far, with each piece that
# comes, also where no listener asks for lines.
#
# Seen on 29 November 2026, with Node 20.20.2 (processor time of this process alone, the shortest of three):
#
#                               2 MiB     8 MiB
#   a line break each 64 bytes  8 ms      22 ms
#   a NUL each 64 bytes         29 ms     363 ms
#
# Expected: four times as long for four times the output, as with line breaks. 16 MiB without line breaks are 1.7 s here, and
# that is 250,000 names.
#
# It concerns every action that asks git for names as they are, which is by `-z`, in a repository with many files, and on
# Windows all output of git: its line breaks are not those that are looked for there, `os.EOL`
# (https://github.com/actions/toolkit/blob/main/packages/exec/src/toolrunner.ts; not run here).
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/exec@3.0.0

cat >time.mjs <<'JS'
import { getExecOutput } from '@actions/exec';

async function millisecondsOf(mebibytes, end) {
  const print = `process.stdout.write(('a'.repeat(63) + ${JSON.stringify(end)}).repeat(${mebibytes * 16384}))`;
  const times = [];
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    await getExecOutput(process.execPath, ['-e', print], { silent: true });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

await millisecondsOf(1, '\n');
for (const end of ['\n', '\0']) {
  const few = await millisecondsOf(2, end);
  const many = await millisecondsOf(8, end);
  console.error(JSON.stringify(end), `${few.toFixed(0)} ms`, `${many.toFixed(0)} ms`);
  console.log(JSON.stringify(end), many / few > 6 ? 'more than 6 times as long' : 'at most 6 times as long');
}
JS

seen=$(node time.mjs)
expected='"\n" at most 6 times as long
"\u0000" more than 6 times as long'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
