#!/usr/bin/env bash
# An action that reads an answer by GitHub's own client, @actions/http-client 4.0.1, ends with 0 in its middle where the
# connection is cut off after the headers: the promise of the body is neither kept nor broken, so that Node has nothing left to
# wait for, and ends. No line after the `await` is run, no `catch`, no `finally`. So does `getIDToken` of @actions/core 3.0.1.
#
# Seen on 1 December 2026, with Node 20.20.2 and 24.21.0, of an action that is a function with `try`, `catch` that sets the exit
# code to 1, and `finally`:
#
#   getJson, the answer is whole      0, "answer 200", "finally"
#   getJson, the answer is cut        0, nothing
#   the same, with retries allowed    0, nothing, and one request
#   getIDToken, the answer is whole   0, "token of 9 letters", "finally"
#   getIDToken, the answer is cut     0, nothing
#   Node's own fetch, it is cut       1, "catch terminated", "finally"
#
# Expected: an error, as `fetch` gives one. The client listens to `data` and `end` of the answer (`readBody`); of a connection
# that is cut off Node tells by `error` and `close`, and `end` never comes.
#
# It concerns every step that deploys with a token of OIDC or asks an API by this client: it is green and has done nothing, and
# its outputs are empty. A step after it that needs the deployment looks for it itself, and an action that must not end so sets
# `process.exitCode` before it begins and takes it back at its end.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact @actions/core@3.0.1 @actions/http-client@4.0.1

cat >action.mjs <<'JS'
import { getIDToken } from '@actions/core';
import { HttpClient } from '@actions/http-client';

const [how, url] = process.argv.slice(2);
const getJson = async (options) => `answer ${(await new HttpClient('action', [], options).getJson(url)).statusCode}`;
const asks = {
  getJson,
  retries: () => getJson({ allowRetries: true, maxRetries: 3 }),
  getIDToken: async () => `token of ${(await getIDToken('sts.amazonaws.com')).length} letters`,
  fetch: async () => `answer ${JSON.stringify(await (await fetch(url)).json()).length}`,
};
async function run() {
  try {
    console.log(await asks[how]());
  } catch ({ message }) {
    console.log('catch', message);
    process.exitCode = 1;
  } finally {
    console.log('finally');
  }
}
run();
JS
cat >try.mjs <<'JS'
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

const body = JSON.stringify({ value: 'a.b.c.d.e' });
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  if (request.url.startsWith('/whole')) response.end(body);
  else response.write(body.slice(0, 5), () => response.socket.destroy());
});
await once(server.listen(0, '127.0.0.1'), 'listening');

for (const [how, answer] of [
  ['getJson', 'whole'],
  ['getJson', 'cut'],
  ['retries', 'cut'],
  ['getIDToken', 'whole'],
  ['getIDToken', 'cut'],
  ['fetch', 'cut'],
]) {
  requests = 0;
  const url = `http://127.0.0.1:${server.address().port}/${answer}?`;
  const env = { ...process.env, ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token' };
  await new Promise((resolve) => {
    execFile(process.execPath, ['action.mjs', how, url], { env }, (error, stdout) => {
      const lines = stdout.split('\n').filter((line) => line && !line.startsWith('::'));
      console.log(`${how} ${answer}: ${error?.code ?? 0}, ${requests} request, ${lines.join(', ') || 'nothing'}`);
      resolve();
    });
  });
}
server.closeAllConnections();
server.close();
JS

seen=$(node try.mjs)
expected='getJson whole: 0, 1 request, answer 200, finally
getJson cut: 0, 1 request, nothing
retries cut: 0, 1 request, nothing
getIDToken whole: 0, 1 request, token of 9 letters, finally
getIDToken cut: 0, 1 request, nothing
fetch cut: 1, 1 request, catch terminated, finally'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
