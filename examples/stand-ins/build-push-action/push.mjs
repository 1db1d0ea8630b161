import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Pushes an image under a tag or by its digest: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push */
export async function pushImage(name, { manifest, blobs }) {
  const [, host, repository, reference = 'latest'] = /^([^/]+)\/([^:@]+)(?:[:@]([\w.:-]+))?$/.exec(name) ?? [];
  if (host === undefined) throw new Error('a name needs a registry in front of it: there is no network here');
  const { origin, authorization } = registryOf(host);
  const ask = (where, init = {}) =>
    fetch(new URL(where, origin), { ...init, headers: { ...authorization, ...init.headers } });
  const base = `/v2/${repository}`;
  for (const { bytes, digest } of blobs) {
    if ((await ask(`${base}/blobs/${digest}`, { method: 'HEAD' })).ok) continue;
    const begun = await good(await ask(`${base}/blobs/uploads/`, { method: 'POST' }));
    const place = new URL(begun.headers.get('location'), origin);
    place.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream' };
    await good(await ask(place, { method: 'PUT', body: bytes, headers }));
  }
  const headers = { 'content-type': manifest.mediaType };
  await good(await ask(`${base}/manifests/${reference}`, { method: 'PUT', body: manifest.bytes, headers }));
}

/** Where a registry is, and with which credentials it is asked. Those of ECR are all at the local cloud. */
function registryOf(host) {
  const cloud = new URL(process.env.AWS_ENDPOINT_URL);
  const isEcr = /\.dkr[.-]ecr[.-]/.test(host);
  const isHere = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  if (!isEcr && !isHere) throw new Error(`${host} is elsewhere, and there is no network here`);
  const origin = isEcr ? cloud.origin : `http://${host}`;
  const { auth } = auths()[host] ?? auths()[new URL(origin).host] ?? {};
  return { origin, authorization: auth === undefined ? {} : { authorization: `Basic ${auth}` } };
}

/** Docker's configuration: https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties */
function auths() {
  const folder = process.env.DOCKER_CONFIG || path.join(process.env.HOME ?? '', '.docker');
  try {
    return JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')).auths ?? {};
  } catch {
    return {};
  }
}

async function good(response) {
  if (response.ok) return response;
  const text = await response.text();
  throw new Error(`unexpected status from ${new URL(response.url).pathname}: ${response.status} ${text.trim()}`);
}
