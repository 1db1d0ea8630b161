#!/usr/bin/env bash
# semgrep 1.185.0 has nothing by which to know a result again. A rule's id in its reports begins with the folder of the file
# that the rule came from, so that moving the rules renames all of them; and the fingerprint of every result is the text
# "requires login", in JSON and in the `fingerprints` of SARIF, where there is no login.
#
# Seen on 29 November 2026, with Python 3.11.7 on Linux, of one rule `no-eval`, and a file with two places that it finds:
#
#   --config rules.yml         no-eval, "requires login" twice
#   --config rules/rules.yml   rules.no-eval, "requires login" twice
#   --config .ci/rules         ci.rules.no-eval, "requires login" twice
#
# Expected: the id that the rule has, and no fingerprint rather than one that all results share: in SARIF 2.1.0 a fingerprint
# stands for the identity of a result.
#
# It concerns those that compare two reports: by rule, all is new and all is fixed after the rules were moved; by fingerprint,
# all results are the same one. Neither may be used as it is.
#
# Needs Python 3.10 or newer. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv installed
installed/bin/pip install --quiet --disable-pip-version-check semgrep==1.185.0
export HOME=$folder/home PATH=$folder/installed/bin:$PATH
mkdir -p home rules .ci/rules

cat >rules.yml <<'YAML'
rules:
  - id: no-eval
    languages: [python]
    severity: ERROR
    message: Do not evaluate text.
    pattern: eval(...)
YAML
cp rules.yml rules
cp rules.yml .ci/rules
printf 'one = eval("1")\ntwo = eval(input())\n' >call.py

seen=$(
  for rules in rules.yml rules/rules.yml .ci/rules; do
    semgrep scan --config "$rules" --sarif --quiet --metrics off --disable-version-check call.py >report.sarif
    python3 -c 'import json
for result in json.load(open("report.sarif"))["runs"][0]["results"]:
    print(result["ruleId"], result["fingerprints"])'
  done
)
expected="no-eval {'matchBasedId/v1': 'requires login'}
no-eval {'matchBasedId/v1': 'requires login'}
rules.no-eval {'matchBasedId/v1': 'requires login'}
rules.no-eval {'matchBasedId/v1': 'requires login'}
ci.rules.no-eval {'matchBasedId/v1': 'requires login'}
ci.rules.no-eval {'matchBasedId/v1': 'requires login'}"
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
