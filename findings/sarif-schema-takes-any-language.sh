#!/usr/bin/env bash
# The JSON schema of SARIF 2.1.0 takes nearly any text for a language. Its pattern, `^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$`, has a
# bracket without a partner, and its first alternative no end: what begins with two letters matches. So it is in the schema rtm.5, as
# @microsoft/jest-sarif 1.0.0-beta.0 has it.
#
# Seen on 30 November 2026, with ajv-draft-04 1.0.0 and ajv 8.20.0 on Node 20.20.2, of a run with this `language`:
#
#   en                taken
#   en-US             taken
#   en-US]            taken
#   english, please   taken
#   e                 refused
#
# Expected: the pattern that was meant, two letters, or two and two with a hyphen between. The specification goes further, and asks for
# a tag of RFC 5646 (https://github.com/oasis-tcs/sarif-spec/issues/402).
#
# It concerns those who hold a report to the schema and then trust what passed: a `language` may be any text. A validator that compiles patterns with the flag `u`, ajv's default, ends with an error instead:
# it needs `unicodeRegExp: false`.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --silent --save-exact --ignore-scripts --legacy-peer-deps \
  ajv@8.20.0 ajv-draft-04@1.0.0 @microsoft/jest-sarif@1.0.0-beta.0

cat >languages.cjs <<'JS'
const Ajv = require('ajv-draft-04').default;
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
for (const language of ['en', 'en-US', 'en-US]', 'english, please', 'e']) {
  const run = { language, tool: { driver: { name: 'one' } }, results: [] };
  console.log(`${language}: ${validate({ version: '2.1.0', runs: [run] }) ? 'taken' : 'refused'}`);
}
JS
seen=$(node languages.cjs)
expected='en: taken
en-US: taken
en-US]: taken
english, please: taken
e: refused'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
