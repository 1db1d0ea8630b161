#!/usr/bin/env bash
# The listener of lines in @actions/exec 3.0.0, `listeners.stdline`, does not get the lines that the program printed. The last
# one never comes where no line break is behind it, and a letter of more than one byte comes as U+FFFD where the
# pipe was read in its middle. The exit code is 0, and nothing is said. `listeners.errline` is the same code.
#
# Seen on 29 November 2026, with Node 20.20.2 and git 2.39.5, of a repository with three commits and of 100,000 names:
#
#   git log --pretty=format:%s    stdline          ["third","second"]
#   git log --pretty=format:%s    getExecOutput    ["third","second","first"]
#   100,000 names                 stdline          100000 lines, of them changed: some (17 and 14 in two runs)
#   100,000 names                 getExecOutput    100000 lines, of them changed: none
#
# Expected: the same lines from both. The runner of programs hands the rest without a line break to an event of its own object
# that `exec` does not pass on, and it decodes each piece of the output by itself; `getExecOutput` keeps what a piece lacks
# (https://github.com/actions/toolkit/blob/main/packages/exec/src/toolrunner.ts). The first half is known since January 2023:
# https://github.com/actions/toolkit/issues/1313.
#
# It concerns every action that lists commits or files by lines: `--pretty=format:` puts its line breaks between the commits
# (https://git-scm.com/docs/pretty-formats), so the oldest one is lost, and a name that is changed is the name of no file.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/exec@3.0.0

export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
git init --quiet repository
for subject in first second third; do
  git -C repository -c user.name=name -c user.email=name@example.com commit --quiet --allow-empty --message "$subject"
done

cat >lines.mjs <<'JS'
import { getExecOutput } from '@actions/exec';

const names = Array.from({ length: 100_000 }, (_, number) => `文書/ファイル${number}.txt`);
const printNames =
  'process.stdout.write(Array.from({ length: 100_000 }, (_, number) => `文書/ファイル${number}.txt\\n`).join(""))';

async function linesOf(program, args) {
  const byListener = [];
  const listeners = { stdline: (line) => byListener.push(line) };
  const { stdout } = await getExecOutput(program, args, { silent: true, listeners });
  return [byListener, stdout.replace(/\n$/, '').split('\n')];
}

for (const subjects of await linesOf('git', ['-C', 'repository', 'log', '--pretty=format:%s'])) {
  console.log(JSON.stringify(subjects));
}
for (const lines of await linesOf(process.execPath, ['-e', printNames])) {
  const changed = lines.filter((line, number) => line !== names[number]);
  console.error(changed.length, changed[0] ?? '');
  console.log(lines.length, changed.length > 0 ? 'some changed' : 'none changed');
}
JS

seen=$(node lines.mjs)
expected='["third","second"]
["third","second","first"]
100000 some changed
100000 none changed'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
