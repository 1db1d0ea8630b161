#!/usr/bin/env bash
# `npm audit --json --offline` of npm 11.19.1 asks no registry, and gives a whole report without vulnerabilities, with the
# dependencies counted, and 0. `npm_config_offline=true` in the environment does the same.
#
# Seen on 29 November 2026, with Node 20.20.2, of a lockfile with minimist 0.0.8, and a registry on this machine that answers
# an audit with one critical advisory for it:
#
#   npm audit --json                    1, 1 request for advisories, critical 1, total 1
#   npm audit --json --offline          0, no request, critical 0, total 0, no error
#   npm_config_offline=true             0, no request, critical 0, total 0, no error
#   npm audit --json, the registry is   1, 1 request, `error` and no counts
#   refusing with 405
#
# Expected: an error, as where the registry does not answer: without it no dependency is known to be free of advisories.
#
# It concerns those that take audits as evidence, in jobs or images that are offline for the sake of the cache: nothing in the
# report tells it from that of an audit that was made, and all that was known before looks fixed.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact npm@11.19.1
mkdir sample
echo '{ "name": "sample", "version": "1.0.0", "dependencies": { "minimist": "0.0.8" } }' >sample/package.json
cat >sample/package-lock.json <<'JSON'
{
  "name": "sample", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
  "packages": {
    "": { "name": "sample", "version": "1.0.0", "dependencies": { "minimist": "0.0.8" } },
    "node_modules/minimist": { "version": "0.0.8" }
  }
}
JSON
cat >audit.mjs <<'JS'
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

const advisory = {
  id: 1, url: 'https://github.com/advisories/GHSA-xvch-5gv4-984h', title: 'A title', severity: 'critical',
  vulnerable_versions: '<0.2.4', cwe: [], cvss: { score: 9.8, vectorString: null },
};
const version = { name: 'minimist', version: '0.0.8' };
let asked = 0;
let refuses = false;
const server = createServer((request, response) => {
  request.resume();
  if (request.method !== 'POST') {
    response.end(JSON.stringify({ name: 'minimist', 'dist-tags': { latest: '0.0.8' }, versions: { '0.0.8': version } }));
    return;
  }
  asked += 1;
  response.statusCode = refuses ? 405 : 200;
  response.end(refuses ? '' : JSON.stringify({ minimist: [advisory] }));
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function audit(name, flags, environment = {}) {
  asked = 0;
  const settings = { npm_config_registry: `http://127.0.0.1:${server.address().port}/`, npm_config_cache: `${process.cwd()}/cache` };
  const npm = ['../node_modules/npm/bin/npm-cli.js', 'audit', '--json', '--fetch-retries=0', ...flags];
  const [code, output] = await new Promise((resolve) => {
    execFile(process.execPath, npm, { cwd: 'sample', env: { ...process.env, ...settings, ...environment } }, (error, stdout) =>
      resolve([error?.code ?? 0, stdout]),
    );
  });
  const { metadata, error } = JSON.parse(output);
  const { critical, total } = metadata?.vulnerabilities ?? {};
  console.log(`${name}: ${code}, requests ${asked}, critical ${critical}, total ${total}, ${error ? 'error' : 'no error'}`);
}
await audit('online', []);
await audit('--offline', ['--offline']);
await audit('offline=true', [], { npm_config_offline: 'true' });
refuses = true;
await audit('refused', []);
server.closeAllConnections();
server.close();
JS

seen=$(node audit.mjs)
expected='online: 1, requests 1, critical 1, total 1, no error
--offline: 0, requests 0, critical 0, total 0, no error
offline=true: 0, requests 0, critical 0, total 0, no error
refused: 1, requests 1, critical undefined, total undefined, error'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
