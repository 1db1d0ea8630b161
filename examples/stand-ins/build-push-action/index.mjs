import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, flag, input, introduce, output, warn } from '../runner.mjs';
import { pushImage } from './push.mjs';
import { packed } from './tar.mjs';

introduce('packs the context as one layer, without the base image, and runs nothing of the Dockerfile');
const workspace = process.env.GITHUB_WORKSPACE;
// Unless given, it is the commit on GitHub; what is checked out is that here.
const given = input('context').replace(/^\{\{defaultContext\}\}(:|$)/, '');
if (/^[a-z]+:\/\//.test(given)) fail(`context: ${given} is elsewhere, and there is no network here.`);
const context = path.resolve(workspace, given);
const dockerfile = input('file') ? path.resolve(workspace, input('file')) : path.join(context, 'Dockerfile');
if (!existsSync(dockerfile))
  fail(`failed to read dockerfile: open ${path.relative(workspace, dockerfile)}: no such file or directory`);
if ([`${dockerfile}.dockerignore`, path.join(context, '.dockerignore')].some((file) => existsSync(file)))
  warn('.dockerignore is not imitated here: all files of the context are packed.');

const { files, tar } = packed(context);
const layer = piece(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip');
const config = piece(
  JSON.stringify({
    // As the real one, no two builds are the same.
    created: new Date().toISOString(),
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Labels: Object.fromEntries(pairs('labels')) },
    rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
  }),
  'application/vnd.oci.image.config.v1+json',
);
// https://docs.docker.com/build/metadata/annotations/: of which document an annotation is stands in front of its key.
const annotations = pairs('annotations').flatMap(([name, value]) => {
  const [, of = '', key = name] = /^([a-z-]+(?:\[[^\]]*\])?(?:,[a-z-]+)*):(.+)$/.exec(name) ?? [];
  if (of === '' || /\bmanifest(?!-)/.test(of)) return [[key, value]];
  warn(`An annotation of ${of} is not imitated here: ${key}.`);
  return [];
});
const manifest = piece(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: described(config),
    layers: [described(layer)],
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  }),
  'application/vnd.oci.image.manifest.v1+json',
);
console.log(`${files} files of ${path.relative(workspace, context) || 'the workspace'}: ${manifest.digest}`);

const tags = input('tags')
  .split(/[\n,]/)
  .map((tag) => tag.trim())
  .filter(Boolean);
if (flag('push')) {
  if (tags.length === 0) fail('tag is needed when pushing to registry');
  for (const tag of tags) {
    await pushImage(tag, { manifest, blobs: [config, layer] }).catch((error) =>
      fail(`failed to push ${tag}: ${error.message}`),
    );
    console.log(`pushed ${tag}`);
  }
}
output('imageid', config.digest);
output('digest', manifest.digest);
const metadata = { 'containerimage.config.digest': config.digest, 'containerimage.digest': manifest.digest };
output('metadata', JSON.stringify({ ...metadata, ...(tags.length > 0 && { 'image.name': tags.join(',') }) }));

/** Bytes as a registry knows them. */
function piece(content, mediaType) {
  const bytes = Buffer.from(content);
  return { bytes, mediaType, digest: digestOf(bytes) };
}

function described({ bytes, mediaType, digest }) {
  return { mediaType, digest, size: bytes.length };
}

function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** `key=value`, one a line. */
function pairs(name) {
  const lines = input(name).split('\n').filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]);
}
