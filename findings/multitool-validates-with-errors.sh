#!/usr/bin/env bash
# `validate` of Microsoft's SARIF Multitool, @microsoft/sarif-multitool 5.7.0, ends with 0 where it prints errors, says "Analysis
# completed successfully.", and takes a report that is cut off the same way.
#
# Seen on 29 November 2026, with Node 20.20.2 on Linux:
#
#   a report without `tool`           0, error JSON1002: runs[0]: The required property 'tool' is missing.
#   a line 0                          0, error JSON1008: … 0 is less than the minimum permitted value of 1.
#   the first 60 bytes of a report    0, error JSON0001: … JSON syntax error: …
#   no such file                      1, error ERR997.NoValidAnalysisTargets : No valid analysis targets were specified.
#
# Expected: an exit code other than 0, as from other validators. The maintainers mean it so: "We use the return code to
# indicate 'the tool completed its function successfully'" (https://github.com/microsoft/sarif-sdk/issues/1799).
#
# It concerns workflows with `sarif validate` as a step before an upload: the step is green for what GitHub then refuses.
# Its own report says it: `validate --output FILE` has a result of level "error" for each.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --silent --save-exact @microsoft/sarif-multitool@5.7.0

cat >tool.sarif <<'JSON'
{ "version": "2.1.0", "runs": [{ "results": [] }] }
JSON
cat >line.sarif <<'JSON'
{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "one" } }, "results": [{ "message": { "text": "A message." },
  "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "a.c" }, "region": { "startLine": 0 } } }] }] }] }
JSON
head --bytes=60 line.sarif >cut.sarif

seen=$(
  for name in tool line cut missing; do
    code=0
    npx --no-install sarif-multitool validate "$name.sarif" --output "$name-validated.sarif" >log 2>&1 || code=$?
    told=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8").replace(/^\uFEFF/, "")).runs[0].results
      .filter(({ level, ruleId }) => level === "error" && /^JSON/.test(ruleId)).map(({ ruleId }) => ruleId).join()' \
      "$name-validated.sarif")
    echo "$name: $code" "$(grep --only-matching -E 'error (JSON[0-9]+|ERR[0-9]+)|completed successfully' log | paste -sd,)" \
      "of its report: $told"
  done
)
expected='tool: 0 error JSON1002,completed successfully of its report: JSON1002
line: 0 error JSON1008,completed successfully of its report: JSON1008
cut: 0 error JSON0001,completed successfully of its report: JSON0001
missing: 1 error ERR997 of its report: '
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
