import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportVariable, fail, flag, input, introduce, mask, output, saveState, warn } from '../runner.mjs';

introduce('asks the local cloud for a token of its ECR, and writes a Docker configuration for this job');
const { AWS_REGION: region, AWS_ACCESS_KEY_ID: key, AWS_SESSION_TOKEN: session } = process.env;
if (input('registry-type') !== 'private') fail(`registry-type: ${input('registry-type')} is not imitated here.`);
if (!region) fail('Region is missing');
if (!key) fail('Could not load credentials from any providers');
if (!flag('mask-password')) warn('Your docker password is not masked.');

const tokens = await authorization();
const folder = process.env.DOCKER_CONFIG || path.join(process.env.RUNNER_TEMP, `docker-${randomUUID()}`);
const file = path.join(folder, 'config.json');
const config = read(file);
for (const { authorizationToken, proxyEndpoint } of tokens) {
  const [user, password] = Buffer.from(authorizationToken, 'base64').toString().split(':', 2);
  if (flag('mask-password')) for (const secret of [password, authorizationToken]) mask(secret);
  const registry = proxyEndpoint.replace(/^https?:\/\//, '');
  config.auths = { ...config.auths, [registry]: { auth: authorizationToken } };
  const suffix = registry.replaceAll(/\W+/g, '_');
  output(`docker_username_${suffix}`, user);
  output(`docker_password_${suffix}`, password);
  if (tokens.length === 1) output('registry', registry);
  console.log(`Logging into registry ${registry}`);
}
mkdirSync(folder, { recursive: true });
writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
// All jobs have one home here: each has a configuration of its own.
exportVariable('DOCKER_CONFIG', folder);
if (!flag('skip-logout')) saveState('config', file);

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
async function authorization() {
  const registryIds = input('registries').split(',').filter(Boolean);
  const response = await fetch(process.env.AWS_ENDPOINT_URL_ECR || process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
      ...signature(),
    },
    body: JSON.stringify(registryIds.length > 0 ? { registryIds } : {}),
  });
  const { authorizationData, __type = '', message } = await response.json();
  if (!response.ok) fail(message ?? __type);
  return authorizationData;
}

/** Says who asks. The local cloud knows no secrets, and verifies none. */
function signature() {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${key}/${date.slice(0, 8)}/${region}/ecr/aws4_request`;
  return {
    'x-amz-date': date,
    ...(session && { 'x-amz-security-token': session }),
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
}

function read(from) {
  try {
    return JSON.parse(readFileSync(from, 'utf8'));
  } catch {
    return {};
  }
}
