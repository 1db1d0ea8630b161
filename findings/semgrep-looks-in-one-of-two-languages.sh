#!/usr/bin/env bash
# semgrep 1.185.0 looks for a pattern of a rule for two languages, Python and JavaScript, in the JavaScript files only. The Python files
# are listed as scanned, there is no error, and the exit code is 0.
#
# Seen on 30 November 2026, with Python 3.11.7 on Linux, of one rule with the pattern `eval(...)`, on a file of each language that
# has such a call:
#
#   languages: [python]               found in call.py
#   languages: [javascript]           found in call.js
#   languages: [python, javascript]   found in call.js
#   languages: [javascript, python]   found in call.js
#
# Expected: found in both, whichever is named first, or an error: the file is in `paths.scanned`.
#
# It concerns those who share a rule between a backend and its pages: the half that is not looked at reads as clean.
#
# Needs Python 3.10 or newer. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv installed
installed/bin/pip install --quiet --disable-pip-version-check semgrep==1.185.0
export HOME=$folder/home PATH=$folder/installed/bin:$PATH
mkdir -p home

printf 'result = eval(input())\n' >call.py
printf 'const result = eval(input);\n' >call.js

seen=$(
  for languages in python javascript 'python, javascript' 'javascript, python'; do
    cat >rules.yml <<YAML
rules:
  - id: no-eval
    languages: [$languages]
    severity: ERROR
    message: Do not evaluate text.
    pattern: eval(...)
YAML
    code=0
    semgrep scan --config rules.yml --json --quiet --metrics off --disable-version-check call.py call.js >report.json || code=$?
    python3 -c 'import json, sys
report = json.load(open("report.json"))
names = lambda of: " ".join(sorted(of))
found, scanned = names(one["path"] for one in report["results"]), names(report["paths"]["scanned"])
errors = len(report["errors"])
print(f"{sys.argv[1]}: found in {found}; scanned {scanned}; {errors} errors; ends with {sys.argv[2]}")' "$languages" "$code"
  done
)
expected='python: found in call.py; scanned call.py; 0 errors; ends with 0
javascript: found in call.js; scanned call.js; 0 errors; ends with 0
python, javascript: found in call.js; scanned call.js call.py; 0 errors; ends with 0
javascript, python: found in call.js; scanned call.js call.py; 0 errors; ends with 0'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
