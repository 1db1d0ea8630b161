#!/usr/bin/env bash
# bandit 1.9.4 ends with 0 where the file that it should look at is not there, or cannot be parsed, and its SARIF says
# `executionSuccessful: true` and has no results. The error is in `toolConfigurationNotifications`; there are no
# `toolExecutionNotifications`, which is where others have it.
#
# Seen on 29 November 2026, with Python 3.11.7 on Linux:
#
#   bandit -f sarif call.py      1, executionSuccessful true, 3 results
#   bandit -f sarif missing.py   0, executionSuccessful true, 0 results, error "No such file or directory"
#   bandit -f sarif two.py       0, executionSuccessful true, 0 results, error "syntax error while parsing AST from file"
#
# `two.py` is a program for Python 2.
#
# Expected: `executionSuccessful: false` or an exit code for it, and a notification among those of the execution. The schema
# of SARIF 2.1.0 has these for "runtime conditions detected by the tool during the analysis", and the other ones for what is
# "relevant to the tool's configuration".
#
# It concerns those that tell "fixed" from "not looked at" by the exit code, by `executionSuccessful`, or by the notifications
# of the execution: a folder that was renamed looks like a folder without findings. Who wants to see it reads both arrays.
#
# Needs Python 3.10 or newer. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv installed
installed/bin/pip install --quiet --disable-pip-version-check 'bandit[sarif]==1.9.4'

printf 'import subprocess\nsubprocess.call("ls", shell=True)\n' >call.py
echo 'print "hello"' >two.py
cat >told.py <<'PY'
import json, sys

run = json.load(open(sys.argv[1]))["runs"][0]
[invocation] = run["invocations"]
told = [
    f"{kind}: {note['level']} {note['message']['text']}"
    for kind in ("toolConfigurationNotifications", "toolExecutionNotifications")
    for note in invocation.get(kind, [])
]
print(invocation["executionSuccessful"], len(run["results"]), *told)
PY

seen=$(
  for name in call missing two; do
    code=0
    installed/bin/bandit --quiet --format sarif --output "$name.sarif" "$name.py" >log 2>&1 || code=$?
    echo "$name: $code $(installed/bin/python told.py "$name.sarif")"
  done
)
expected='call: 1 True 3
missing: 0 True 0 toolConfigurationNotifications: error No such file or directory
two: 0 True 0 toolConfigurationNotifications: error syntax error while parsing AST from file'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
