#!/usr/bin/env bash
# ESLint 10.15.0 with @microsoft/eslint-formatter-sarif 3.1.0: one comment that disables a rule where nothing is wrong, under
# `reportUnusedDisableDirectives: 'error'`, gives `executionSuccessful: false`. It has the place, the level and the id that a
# file that cannot be parsed has, and it is no result.
#
# Seen on 29 November 2026, with Node 20.20.2, of one file each:
#
#   clean.js    0, no invocation, 0 results
#   eval.js     1, no invocation, 1 result, no-eval
#   stale.js    1, executionSuccessful false, 0 results, error ESL0999 "Unused eslint-disable directive …"
#   broken.js   1, executionSuccessful false, 0 results, error ESL0999 "Parsing error: …"
#
# Expected: a result for the comment, as ESLint's own formatters have it among the problems of the file. SARIF 2.1.0 has the
# notifications for what concerns the tool, and `executionSuccessful` for whether it ran.
#
# It concerns those that take a report with `executionSuccessful: false` for no evidence, and keep the findings of last time
# or fail: one stale comment is enough for it, and only the message tells it from a file that was not looked at. `--format
# json` has `"fatal": true` for the latter.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact eslint@10.15.0 @microsoft/eslint-formatter-sarif@3.1.0

cat >eslint.config.js <<'JS'
export default [{ linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: { 'no-eval': 'error' } }];
JS
echo 'export const two = 2;' >clean.js
echo 'export const two = eval("1 + 1");' >eval.js
printf '// eslint-disable-next-line no-eval\nexport const two = 1 + 1;\n' >stale.js
echo 'export const two = ;' >broken.js
cat >told.js <<'JS'
import { readFileSync } from 'node:fs';

const [run] = JSON.parse(readFileSync(process.argv[2], 'utf8')).runs;
const invocation = run.invocations?.[0];
const notes = invocation?.toolConfigurationNotifications ?? [];
console.log(
  `${invocation?.executionSuccessful ?? 'no invocation'}, results: ${run.results.map(({ ruleId }) => ruleId).join()}`,
  ...notes.map((note) => `${note.level} ${note.descriptor.id} ${note.message.text.split(' ', 2).join(' ')}`),
);
JS
fatal() {
  npx --no-install eslint --format json "$1" | node -p 'JSON.parse(fs.readFileSync(0, "utf8"))[0].messages[0]?.fatal ?? false'
}
seen=$(
  for name in clean eval stale broken; do
    code=0
    npx --no-install eslint --format @microsoft/eslint-formatter-sarif --output-file "$name.sarif" "$name.js" || code=$?
    echo "$name: $code, $(node told.js "$name.sarif"), fatal $(fatal "$name.js" || true)"
  done
)
expected='clean: 0, no invocation, results: , fatal false
eval: 1, no invocation, results: no-eval, fatal false
stale: 1, false, results:  error ESL0999 Unused eslint-disable, fatal false
broken: 1, false, results:  error ESL0999 Parsing error:, fatal true'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
