#!/usr/bin/env bash
# GitHub's own client for actions, @actions/github 9.1.1 (with @octokit/request 10.0.16 and @octokit/plugin-paginate-rest
# 14.0.0), takes an answer whose connection is cut off in its middle for an empty one: `octokit.paginate` then gives a list
# without what was on that page, which is an empty list where there is one page. No error, no warning, and the status is 200.
#
# Seen on 29 November 2026, with Node 24.21.0, of a list of two pages with two files each:
#
#   nothing is cut                      ["a.txt","b.txt","c.txt","d.txt"]
#   the first page is cut               ["c.txt","d.txt"]
#   the second page is cut              ["a.txt","b.txt"]
#   request() of a page that is cut     200 ""
#
# Expected: an error, as `fetch` itself gives one: `response.text()` rejects by "terminated". The client catches that, as it
# does an error of JSON.parse (`getResponseData` in @octokit/request), and the plugin puts [] in the place of an answer that is
# empty (`normalizePaginatedListResponse`).
#
# It concerns every action that lists what a pull request changes: a job is not begun, and is green.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact \
  @actions/github@9.1.1 @octokit/request@10.0.16 @octokit/plugin-paginate-rest@14.0.0

cat >list.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getOctokit } from '@actions/github';

const pages = [['a.txt', 'b.txt'], ['c.txt', 'd.txt']].map((names) =>
  JSON.stringify(names.map((filename) => ({ filename }))),
);
let cut = 0;
const server = createServer((request, response) => {
  const page = Number(new URL(request.url, 'http://x').searchParams.get('page') ?? 1);
  const body = pages[page - 1];
  const next = `http://${request.headers.host}/repos/o/r/pulls/1/files?page=2`;
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...(page === 1 && { link: `<${next}>; rel="next"` }),
  });
  if (page !== cut) response.end(body);
  else response.write(body.slice(0, 20), () => response.socket.destroy());
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const octokit = getOctokit('token', { baseUrl: `http://127.0.0.1:${server.address().port}` });
const pull = { owner: 'o', repo: 'r', pull_number: 1 };
for (cut of [0, 1, 2]) {
  const files = await octokit.paginate(octokit.rest.pulls.listFiles, pull);
  console.log(JSON.stringify(files.map(({ filename }) => filename)));
}
cut = 1;
const { status, data } = await octokit.rest.pulls.listFiles(pull);
console.log(status, JSON.stringify(data));
server.closeAllConnections();
server.close();
JS

seen=$(node list.mjs)
expected='["a.txt","b.txt","c.txt","d.txt"]
["c.txt","d.txt"]
["a.txt","b.txt"]
200 ""'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
