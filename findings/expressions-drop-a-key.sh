#!/usr/bin/env bash
# GitHub's own evaluator of workflow expressions on npm, @actions/expressions 0.3.61, reads a JSON object whose keys differ by
# case only, keeps the first of them and drops the others, without a word. What is asked for by its exact name is then
# answered by another's value.
#
# Seen on 29 November 2026, with Node 24.21.0:
#
#   toJSON(fromJSON('{"Release":"7","release":"12"}'))     {"Release":"7"}
#   fromJSON('{"Release":"7","release":"12"}')['release']  7
#   fromJSON('{"release":"12","Release":"7"}')['release']  12
#   fromJSON('{"Release":"7","release":"12"}').RELEASE     7
#
# Expected: 12 for the exact key in either order, or an error that names the two keys. The runner, by its sources, drops one
# too, but the other one: it keeps the first key with the last value, so that the second expression is 12 there and the third
# is 7 (not run here: DictionaryContextData.cs and JTokenExtensions.cs in
# https://github.com/actions/runner/tree/main/src/Sdk/DTPipelines/Pipelines/ContextData). So what an editor or a test shows by
# this package is not what the workflow gets.
#
# It concerns every output that is a map by name and is read by `fromJSON(steps.x.outputs.y)[name]`. Names on AWS may differ by
# case: "Tag keys are case-sensitive" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Tag.html).
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/expressions@0.3.61

cat >evaluate.mjs <<'JS'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

const expressions = [
  `toJSON(fromJSON('{"Release":"7","release":"12"}'))`,
  `fromJSON('{"Release":"7","release":"12"}')['release']`,
  `fromJSON('{"release":"12","Release":"7"}')['release']`,
  `fromJSON('{"Release":"7","release":"12"}').RELEASE`,
];
for (const text of expressions) {
  const tree = new Parser(new Lexer(text).lex().tokens, [], []).parse();
  const value = new Evaluator(tree, new data.Dictionary()).evaluate().coerceString();
  console.log(value.replace(/\s/g, ''));
}
JS

seen=$(node evaluate.mjs)
expected='{"Release":"7"}
7
12
7'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
