#!/usr/bin/env bash
# `merge` of Microsoft's SARIF Multitool, @microsoft/sarif-multitool 5.7.0, leaves out a report that it cannot read, writes the
# merged report of the others, and ends with 0. A report that is not there is left out without a word.
#
# Seen on 29 November 2026, with Node 20.20.2 on Linux, of reports of one result each. `cut` is the first 200 bytes of one:
#
#   merge one two       0, "Merge completed"   runs: one, two
#   merge one cut       0, "Merge completed"   runs: one    and on standard error "Unterminated string. Expected delimiter …"
#   merge one missing   0, "Merge completed"   runs: one    and nothing on standard error
#   merge cut           0, "Merge completed"   runs: none   and on standard error "Unterminated string. Expected delimiter …"
#
# Expected: an exit code other than 0, or a merged report that says that one is missing: a run with a notification, say.
#
# It concerns those that merge the reports of several scanners before they upload them or compare them. A scanner that was
# stopped in the middle of writing has no run in the merged report, and its results look fixed. The merged report tells
# nothing of it, so its reader cannot see it either.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --silent --save-exact @microsoft/sarif-multitool@5.7.0

report() {
  printf '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"%s"}},"results":[{"ruleId":"R1","message":{"text":"%s"}%s' \
    "$1" "A message of $1." ',"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.c"},"region":{"startLine":3}}}]}]}]}'
}
report one >one.sarif
report two >two.sarif
head --bytes=200 two.sarif >cut.sarif
cat >runs.cjs <<'JS'
const report = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8').replace(/^\uFEFF/, ''));
console.log(`runs: ${report.runs.map((run) => run.tool.driver.name).join(', ')}`);
JS

seen=$(
  for inputs in 'one two' 'one cut' 'one missing' 'cut'; do
    read -ra names <<<"$inputs"
    code=0
    npx --no-install sarif-multitool merge "${names[@]/%/.sarif}" --output-directory "merged-${inputs// /-}" \
      --output-file merged.sarif >log 2>error || code=$?
    echo "$inputs: $code" "$(grep --only-matching 'Merge completed' log)" "$(grep --only-matching 'Unterminated' error || true)" \
      "$(node runs.cjs "merged-${inputs// /-}/merged.sarif")"
  done
)
expected='one two: 0 Merge completed  runs: one, two
one cut: 0 Merge completed Unterminated runs: one
one missing: 0 Merge completed  runs: one
cut: 0 Merge completed Unterminated runs: '
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
