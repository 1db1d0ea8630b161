#!/usr/bin/env bash
# A client of the AWS SDK for JavaScript v3, @aws-sdk/client-ecs 3.1164.0, does not send a setting that it has no name for, and
# does not give one of an answer: a setting that is misspelt, or newer than the client, is left out without an error or a
# warning, and the call succeeds. 3.600.0 still sent and gave all of them.
#
# Seen on 29 November 2026, with Node 20.20.2, of the `deploymentConfiguration` that a caller gives to UpdateService, and of
# the one that a server gives to DescribeServices. `rollBack` is misspelt, and 3.930.0 is older than `earlySuccessCriteria`:
#
#   3.1164.0  of {"deploymentCircuitBreaker":{"enable":true,"rollBack":true}}   {"deploymentCircuitBreaker":{"enable":true}}
#   3.930.0   of {"strategy":"ROLLING","earlySuccessCriteria":{"enable":true}}  {"strategy":"ROLLING"}
#   3.600.0   of either                                                         all of it
#
# Expected: an error, as v2 of this SDK gave one ("UnexpectedParameter: Unexpected key",
# https://github.com/aws/aws-sdk-js-v3/issues/1606), or that AWS gets to see it and gives one.
#
# It concerns actions that pass on a user's document by a client that is bundled in them, such as a task definition: it is
# not what was deployed. And those that read a document, change a part, and write it back: what is newer than the bundle is
# taken away.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact newest@npm:@aws-sdk/client-ecs@3.1164.0 \
  older@npm:@aws-sdk/client-ecs@3.930.0 oldest@npm:@aws-sdk/client-ecs@3.600.0

cat >send.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as newest from 'newest';
import * as older from 'older';
import * as oldest from 'oldest';

const misspelt = { deploymentCircuitBreaker: { enable: true, rollBack: true } };
const recent = { strategy: 'ROLLING', earlySuccessCriteria: { enable: true } };
let stored;
let sent;
const server = createServer(async (request, response) => {
  sent = JSON.parse(await text(request)).deploymentConfiguration;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ services: [{ deploymentConfiguration: stored }] }));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const configuration = {
  region: 'eu-west-1',
  endpoint: `http://127.0.0.1:${server.address().port}`,
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
};

const cases = [
  ['newest', newest, misspelt],
  ['older', older, recent],
  ['oldest', oldest, misspelt],
  ['oldest', oldest, recent],
];
for (const [name, { ECS }, deploymentConfiguration] of cases) {
  const client = new ECS(configuration);
  await client.updateService({ service: 'service', deploymentConfiguration });
  console.log(name, 'sends', JSON.stringify(sent));
  stored = deploymentConfiguration;
  const { services } = await client.describeServices({ services: ['service'] });
  console.log(name, 'gives', JSON.stringify(services[0].deploymentConfiguration));
}
server.closeAllConnections();
server.close();
JS

seen=$(node --no-warnings send.mjs)
expected='newest sends {"deploymentCircuitBreaker":{"enable":true}}
newest gives {"deploymentCircuitBreaker":{"enable":true}}
older sends {"strategy":"ROLLING"}
older gives {"strategy":"ROLLING"}
oldest sends {"deploymentCircuitBreaker":{"enable":true,"rollBack":true}}
oldest gives {"deploymentCircuitBreaker":{"enable":true,"rollBack":true}}
oldest sends {"strategy":"ROLLING","earlySuccessCriteria":{"enable":true}}
oldest gives {"strategy":"ROLLING","earlySuccessCriteria":{"enable":true}}'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
