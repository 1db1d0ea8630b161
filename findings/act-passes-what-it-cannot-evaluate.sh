#!/usr/bin/env bash
# act 0.2.89 goes on where an expression cannot be evaluated: a script with such an expression is an empty one, and succeeds,
# a variable of the environment is empty, and a matrix without a value gives one job, with an empty value. The jobs are green,
# and the exit code is 0.
#
# Seen on 29 November 2026, with Go 1.26.8 on Linux, on the host (`-P ubuntu-24.04=-self-hosted`):
#
#   run: echo "${{ fromJSON('').name }}"; exit 1       0, Job succeeded
#   env: { NAME: "${{ fromJSON('').name }}" }          0, Job succeeded, after a step with NAME=""
#   matrix: { name: "${{ fromJSON('[]') }}" }          0, Job succeeded, after a step with matrix.name=""
#   run: exit 1                                        1, Job failed
#
# Expected: all four fail, as on GitHub by what others saw there: "Error reading JToken from JsonReader" of an expression
# (https://github.com/actions/runner/issues/1722), and "Matrix vector does not contain any values" of a matrix
# (https://github.com/dorny/paths-filter/issues/66). Of the first two, act's log has "Unable to interpolate expression".
#
# It concerns tests of workflows by act, most of all of those that hand over lists and maps by `fromJSON(needs.x.outputs.y)`:
# an output that is missing, or is written under another name, is green.
#
# Needs Go. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
GOBIN=$folder go install github.com/nektos/act@v0.2.89
mkdir home script variable matrix control

cat >script/workflow.yml <<'YAML'
on: push
jobs:
  job:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ fromJSON('').name }}"; exit 1
        shell: bash
YAML
cat >variable/workflow.yml <<'YAML'
on: push
jobs:
  job:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "deploys '$NAME'"
        shell: bash
        env: { NAME: "${{ fromJSON('').name }}" }
YAML
cat >matrix/workflow.yml <<'YAML'
on: push
jobs:
  job:
    strategy: { matrix: { name: "${{ fromJSON('[]') }}" } }
    runs-on: ubuntu-24.04
    steps:
      - run: echo "deploys '${{ matrix.name }}'"
        shell: bash
YAML
cat >control/workflow.yml <<'YAML'
on: push
jobs:
  job:
    runs-on: ubuntu-24.04
    steps:
      - run: exit 1
        shell: bash
YAML

seen=$(
  for name in script variable matrix control; do
    cd "$folder/$name"
    code=0
    env -i PATH="$PATH" HOME="$folder/home" "$folder/act" push --workflows workflow.yml \
      --platform ubuntu-24.04=-self-hosted --no-cache-server </dev/null >log 2>&1 || code=$?
    echo "$name: $code" "$(grep --only-matching -E "\| deploys .*'|Job (succeeded|failed)" log | paste -sd ' ')"
  done
)
expected="script: 0 Job succeeded
variable: 0 | deploys '' Job succeeded
matrix: 0 | deploys '' Job succeeded
control: 1 Job failed"
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
