#!/usr/bin/env bash
# staticcheck 2026.2.2 (v0.8.2) leaves `results` out of its SARIF where it found nothing, and that is how SARIF marks a run that
# is no scan. Its exit code is no help: with `-f sarif` it is 0 with findings and without.
#
# Seen on 29 November 2026, with Go 1.26.8 on Linux:
#
#   staticcheck -f sarif ./clean     0, executionSuccessful true, no `results`
#   staticcheck -f sarif ./assigns   0, executionSuccessful true, 1 result, SA4018
#   staticcheck ./assigns            1
#
# Expected: `"results": []`. By the schema of SARIF 2.1.0, "The results array can be omitted when a run is solely exporting rules
# metadata. It must be present (but may be empty) if a log file represents an actual scan."
#
# It concerns those that compare reports: one that is strict takes a clean run for no scan, and keeps what was fixed; one that
# is lax takes a run that only lists rules for a clean one. It can look at `executionSuccessful` beside it.
#
# Needs Go. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
GOBIN=$folder go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
printf 'module example.com/sample\n\ngo 1.26\n' >go.mod
mkdir clean assigns
printf 'package clean\n\n// Two is two.\nfunc Two() int { return 2 }\n' >clean/clean.go
printf 'package assigns\n\n// Same gives what it gets.\nfunc Same(x int) int {\n\tx = x\n\treturn x\n}\n' >assigns/assigns.go

seen=$(
  for name in clean assigns; do
    code=0
    ./staticcheck -f sarif "./$name" >"$name.sarif" || code=$?
    echo "$name: $code" "$(node -p 'const [run] = JSON.parse(fs.readFileSync(process.argv[1], "utf8")).runs;
      `${run.invocations[0].executionSuccessful} ${run.results?.map(({ ruleId }) => ruleId).join() ?? "no results"}`' \
      "$name.sarif")"
  done
  code=0
  ./staticcheck ./assigns >log || code=$?
  echo "assigns as text: $code"
)
expected='clean: 0 true no results
assigns: 0 true SA4018
assigns as text: 1'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
