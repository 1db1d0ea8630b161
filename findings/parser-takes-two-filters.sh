#!/usr/bin/env bash
# GitHub's own parser of workflows on npm, @actions/workflow-parser 0.3.61, and the language service of GitHub's editors above
# it, @actions/languageservice 0.3.61, have nothing to say of filters that GitHub forbids: `branches` with `branches-ignore`
# in one event, the same of tags and paths, and patterns that only exclude. A misspelt filter they do report.
#
# Seen on 29 November 2026, with Node 20.20.2 (complaints of the parser, complaints of the service):
#
#   push: { branches: [main], branches-ignore: [next] }   0 0
#   push: { tags: [v1], tags-ignore: [v2] }               0 0
#   push: { paths: [a], paths-ignore: [b] }               0 0
#   push: { branches: ['!next'] }                         0 0
#   push: { paths: ['!docs/**'] }                         0 0
#   push: { branch: [main] }                              1 1
#
# Expected: a complaint each. "You cannot use both the branches and branches-ignore filters for the same event in a workflow",
# and "If you define a branch with the ! character, you must also define at least one branch without the ! character"
# (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax). What GitHub does is
# seen by others, of paths "you may only define one of `paths` and `paths-ignore` for a single event"
# (https://github.com/mapeditor/tiled/pull/4072), and of branches that are only excluded no run and no error
# (https://github.com/st-tu-dresden/salespoint/issues/420).
#
# It concerns repositories that check workflows by GitHub's own parser alone: a deployment that is green there never begins.
# actionlint 1.7.12 reports two filters in one event, and not the patterns that only exclude.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact \
  @actions/workflow-parser@0.3.61 @actions/languageservice@0.3.61 vscode-languageserver-textdocument@1.0.16 esbuild@0.25.0

cat >parse.mjs <<'JS'
import { validate } from '@actions/languageservice';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { TextDocument } from 'vscode-languageserver-textdocument';

const events = [
  'push: { branches: [main], branches-ignore: [next] }',
  'push: { tags: [v1], tags-ignore: [v2] }',
  'push: { paths: [a], paths-ignore: [b] }',
  "push: { branches: ['!next'] }",
  "push: { paths: ['!docs/**'] }",
  'push: { branch: [main] }',
];

async function countAll() {
  for (const [number, event] of events.entries()) {
    const name = `workflow-${number}.yml`;
    const content = `on: { ${event} }\njobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: 'true' }] } }\n`;
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    if (value) await convertWorkflowTemplate(context, value);
    const ofService = await validate(TextDocument.create(`file:///${name}`, 'yaml', 1, content));
    console.log(event, context.errors.getErrors().length, ofService.length);
  }
}
countAll();
JS
# Node itself cannot import the two packages: they import JSON without an attribute.
npx esbuild parse.mjs --bundle --platform=node --format=cjs --outfile=parse.cjs --log-level=error

seen=$(node parse.cjs)
expected="push: { branches: [main], branches-ignore: [next] } 0 0
push: { tags: [v1], tags-ignore: [v2] } 0 0
push: { paths: [a], paths-ignore: [b] } 0 0
push: { branches: ['!next'] } 0 0
push: { paths: ['!docs/**'] } 0 0
push: { branch: [main] } 1 1"
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
