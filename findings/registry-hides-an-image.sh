#!/usr/bin/env bash
# CNCF's registry, distribution v3.1.2, answers 404 for an image that is there where `Accept` does not name its own media type:
# `*/*`, which curl and fetch send, will not do, nor will no `Accept` at all. An index it gives to all. And of an image in
# Docker's format for several platforms it gives the one for linux/amd64 to those that name only the simple format: 200, and
# another digest than the tag has.
#
# Seen on 1 December 2026, with Go 1.26.8 on Linux, by HEAD of a tag, with the status and the digest:
#
#   Accept                                    an OCI image   an OCI index   Docker's list of two platforms
#   none                                      404            200 index      400
#   */*                                       404            200 index      400
#   …docker.distribution.manifest.v2+json     404            200 index      200 the image for amd64
#   …oci.image.manifest.v1+json               200 image      200 index      400
#   all four types                            200 image      200 index      200 list
#
# Expected: that `*/*` and a request without `Accept` take all, as HTTP has it, and that a tag has one digest. Others met it:
# https://github.com/jetstack/version-checker/issues/121, https://github.com/NotGlop/docker-drag/issues/32.
#
# It concerns those that ask by curl whether a tag is there before they build: 404 is "build it again", and the tag then moves
# to another image. And those that take the digest to deploy from `Docker-Content-Digest`: it is that of one platform, by
# which nodes of others cannot pull. All four types go with each request, HEAD too.
#
# Needs Go. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
GOBIN=$folder go install github.com/distribution/distribution/v3/cmd/registry@v3.1.2
cat >registry.yml <<YAML
version: 0.1
storage: { filesystem: { rootdirectory: $folder/stored } }
http: { addr: 127.0.0.1:0 }
log: { accesslog: { disabled: true } }
YAML
OTEL_TRACES_EXPORTER=none ./registry serve registry.yml >served 2>&1 &
server=$!
for _ in {1..50}; do
  port=$(sed -n 's/.*listening on 127.0.0.1:\([0-9]*\).*/\1/p' served)
  [[ -n $port ]] && break
  sleep 0.2
done

cat >ask.mjs <<'JS'
import { createHash } from 'node:crypto';
import { request } from 'node:http';

const repository = `http://127.0.0.1:${process.argv[2]}/v2/shop`;
const docker = (name) => `application/vnd.docker.distribution.manifest.${name}+json`;
const oci = (name) => `application/vnd.oci.image.${name}.v1+json`;
const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const names = {};

async function put(url, headers, body) {
  const { status } = await fetch(url, { method: 'PUT', headers, body });
  if (status !== 201) throw new Error(`PUT ${url}: ${status}`);
}
async function blob(text, mediaType) {
  const started = await fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
  const url = new URL(started.headers.get('location'), repository);
  url.searchParams.set('digest', digestOf(text));
  await put(url, {}, text);
  return { mediaType, digest: digestOf(text), size: text.length };
}
async function manifest(name, mediaType, rest) {
  const text = JSON.stringify({ schemaVersion: 2, mediaType, ...rest });
  names[digestOf(text)] = name;
  await put(`${repository}/manifests/${name}`, { 'content-type': mediaType }, text);
  return { mediaType, digest: digestOf(text), size: text.length };
}
async function image(name, mediaType, architecture) {
  const config = await blob(JSON.stringify({ os: 'linux', architecture }), oci('config'));
  const layers = [await blob('layer', 'application/vnd.oci.image.layer.v1.tar')];
  return { ...(await manifest(name, mediaType, { config, layers })), platform: { os: 'linux', architecture } };
}
const both = async (prefix, type) => [await image(`${prefix}-arm64`, type, 'arm64'), await image(`${prefix}-amd64`, type, 'amd64')];
await image('image', oci('manifest'), 's390x');
await manifest('index', oci('index'), { manifests: await both('oci', oci('manifest')) });
await manifest('list', docker('list.v2'), { manifests: await both('docker', docker('v2')) });

const types = [docker('v2'), docker('list.v2'), oci('manifest'), oci('index')];
for (const [what, accept] of [['none'], ['*/*', '*/*'], ['docker', types[0]], ['oci', types[2]], ['all four', types.join(', ')]]) {
  const answers = [];
  for (const tag of ['image', 'index', 'list']) {
    const headers = accept ? { accept } : {};
    const answer = await new Promise((resolve, reject) => {
      request(`${repository}/manifests/${tag}`, { method: 'HEAD', headers }, resolve).on('error', reject).end();
    });
    answer.resume();
    answers.push(`${answer.statusCode} ${names[answer.headers['docker-content-digest']] ?? ''}`.trim());
  }
  console.log(`${what}: ${answers.join(', ')}`);
}
process.exit();
JS

seen=$(node ask.mjs "$port")
expected='none: 404, 200 index, 400
*/*: 404, 200 index, 400
docker: 404, 200 index, 200 docker-amd64
oci: 200 image, 200 index, 400
all four: 200 image, 200 index, 200 list'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
