#!/usr/bin/env bash
# GitHub's own parser of workflows on npm, @actions/workflow-parser 0.3.61, reads the number of an AWS account that begins with
# 0 as a number, and drops the 0; a short commit of digits with one `e` becomes a large number, and a long build number is
# rounded. act 0.2.89 passes on all of them as they are written. actionlint 1.7.12 has nothing to say.
#
# Seen on 1 December 2026, with Node 20.20.2 and Go 1.26.8, of `env` without quotes:
#
#                                   the parser             act
#   ACCOUNT: 012345670123           12345670123            012345670123
#   COMMIT: 12345e6                 12345000000            12345e6
#   BUILD: 20261129101112131        20261129101112132      20261129101112131
#   ACCOUNT: '012345670123'         012345670123           012345670123
#
# Expected: that both do the same, or that a linter tells of it: each input and variable is text. GitHub itself does it with
# all numbers (https://github.com/actions/runner/issues/849, https://github.com/actions/toolkit/issues/1682).
#
# It concerns workflows that are tried by act before they are pushed: there the role, the registry and the tag are right, and
# on GitHub they name an account of eleven digits and an image that is not there. What is no number is written in quotes.
#
# Needs Go. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
GOBIN=$folder go install github.com/nektos/act@v0.2.89
GOBIN=$folder go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/workflow-parser@0.3.61 esbuild@0.25.0

mkdir -p repository/.github/workflows home
cat >repository/.github/workflows/deploy.yml <<'YAML'
on: push
env:
  ACCOUNT: 012345670123
  COMMIT: 12345e6
  BUILD: 20261129101112131
  QUOTED: '012345670123'
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "told $ACCOUNT $COMMIT $BUILD $QUOTED"
YAML
cat >parse.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

const content = readFileSync('repository/.github/workflows/deploy.yml', 'utf8');
const { value } = parseWorkflow({ name: 'deploy.yml', content }, new NoOperationTraceWriter());
const [, env] = value.assertMapping('workflow');
console.log('parser', ...[...env.value.assertMapping('env')].map((pair) => pair.value.toString()));
JS
# Node itself cannot import the package: it imports JSON without an attribute.
npx esbuild parse.mjs --bundle --platform=node --format=cjs --outfile=parse.cjs --log-level=error

seen=$(
  node parse.cjs
  cd repository
  git init --quiet
  git add .
  git -c user.name=name -c user.email=mail@example.com -c commit.gpgsign=false commit --quiet --message start
  code=0
  ../actionlint .github/workflows/deploy.yml || code=$?
  echo "actionlint $code"
  env -i PATH="$PATH" HOME="$folder/home" ../act push --platform ubuntu-24.04=-self-hosted --no-cache-server 2>&1 |
    sed -n 's/.*| told /act /p'
)
expected='parser 12345670123 12345000000 20261129101112132 012345670123
actionlint 0
act 012345670123 12345e6 20261129101112131 012345670123'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
