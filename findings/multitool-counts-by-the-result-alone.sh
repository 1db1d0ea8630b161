#!/usr/bin/env bash
# Microsoft's SARIF Multitool 5.7.0, `query … --return-count`, does not count a result as an error that is one by its rule: a
# result without `level` is a warning to it, also where the `defaultConfiguration` of its rule says "error". What is gone since
# the baseline is counted. And the count is the exit code, so that on Linux 256 errors are 0.
#
# Seen on 1 December 2026, on Linux, by `query FILE --expression "Level == Error" --return-count`:
#
#   a result with `level: error`                          "1 of 1 results matched", 1
#   one without, whose rule has `level: error`            "0 of 1 results matched", 0
#   the same, by "Level == Warning"                       "1 of 1 results matched", 1
#   `level: error` and `baselineState: absent`            "1 of 1 results matched", 1
#   255 results with `level: error`                       "255 of 255 results matched", 255
#   256 results with `level: error`                       "256 of 256 results matched", 0
#
# Expected: one error of the rule's level. SARIF 2.1.0, section 3.27.10: where `level` is absent, and `kind` is absent or
# "fail", it is looked up at the rule, and is "warning" only where that says nothing. sarif-tools 3.0.5 reads it so. Reports of
# CodeQL often leave `level` to the rule (https://github.com/trailofbits/skills/issues/262).
#
# It concerns gates by this count: of tools that say the level at the rule they see no error. A threshold by
# `--non-zero-exit-code-if-count-over` does not wrap around, and counts the same. Who counts looks the level up at the rule, and
# leaves out what is absent.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --silent --save-exact @microsoft/sarif-multitool-linux@5.7.0

multitool=$folder/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

cat >write.js <<'JS'
const { writeFileSync } = require('node:fs');

function write(name, result, count = 1) {
  const physicalLocation = { artifactLocation: { uri: 'a.c' }, region: { startLine: 1 } };
  const results = Array.from({ length: count }, (_, number) => ({
    ruleId: 'rule',
    message: { text: `Message ${number}.` },
    locations: [{ physicalLocation }],
    ...result,
  }));
  const driver = { name: 'tool', rules: [{ id: 'rule', defaultConfiguration: { level: 'error' } }] };
  writeFileSync(`${name}.sarif`, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver }, results }] }));
}
write('own', { level: 'error' });
write('rule', {});
write('absent', { level: 'error', baselineState: 'absent' });
write('255', { level: 'error' }, 255);
write('256', { level: 'error' }, 256);
JS
node write.js

count() {
  local code=0
  "$multitool" query "$1.sarif" --expression "Level == $2" --return-count >log || code=$?
  echo "$1 $2: $(grep --only-matching '[0-9]* of [0-9]* results matched' log), $code"
}
seen=$(
  count own Error
  count rule Error
  count rule Warning
  count absent Error
  count 255 Error
  count 256 Error
)
expected='own Error: 1 of 1 results matched, 1
rule Error: 0 of 1 results matched, 0
rule Warning: 1 of 1 results matched, 1
absent Error: 1 of 1 results matched, 1
255 Error: 255 of 255 results matched, 255
256 Error: 256 of 256 results matched, 0'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
