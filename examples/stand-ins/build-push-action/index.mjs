import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, flag, input, introduce, output, warn } from '../runner.mjs';
import { attested } from './attestation.mjs';
import { lastStage } from './dockerfile.mjs';
import { pushImage } from './push.mjs';
import { packed } from './tar.mjs';

introduce('packs what the Dockerfile copies as one layer, without the base image, and runs nothing');
const workspace = process.env.GITHUB_WORKSPACE;
// Unless given, it is the commit on GitHub; what is checked out is that here.
const given = input('context').replace(/^\{\{defaultContext\}\}(:|$)/, '');
if (/^[a-z]+:\/\//.test(given)) fail(`context: ${given} is elsewhere, and there is no network here.`);
const context = path.resolve(workspace, given);
const dockerfile = input('file') ? path.resolve(workspace, input('file')) : path.join(context, 'Dockerfile');
if (!existsSync(dockerfile))
  fail(`failed to read dockerfile: open ${path.relative(workspace, dockerfile)}: no such file or directory`);
if ([`${dockerfile}.dockerignore`, path.join(context, '.dockerignore')].some((file) => existsSync(file)))
  warn('.dockerignore is not imitated here: COPY takes all files of a folder.');

const stage = read();
for (const instruction of stage.leftOut) warn(`Of the Dockerfile this is left out here: ${instruction}`);
const [platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`, ...others] = list('platforms');
if (others.length > 0)
  warn(`"platforms: ${input('platforms')}" is not imitated here: the image is for ${platform} alone.`);
const [os, architecture] = platform.split('/');
const tar = packed(stage.files);
const layer = piece(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip');
const config = piece(
  JSON.stringify({
    // As the real one, no two builds are the same.
    created: new Date().toISOString(),
    architecture,
    os,
    config: { ...stage.config, Labels: { ...stage.labels, ...Object.fromEntries(pairs('labels')) } },
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
// https://docs.docker.com/build/ci/github-actions/attestations/: provenance is added unless that is turned off.
const isPlain = input('provenance') === 'false' && ['', 'false'].includes(input('sbom'));
const image = { manifest, blobs: [config, layer] };
const attestation = isPlain ? undefined : attested(manifest, architecture, { piece, described });
const digest = (attestation?.index ?? manifest).digest;
console.log(`${stage.files.size} files of ${path.relative(workspace, context) || 'the workspace'}: ${digest}`);

const tags = list('tags');
if (flag('push')) {
  if (tags.length === 0) fail('tag is needed when pushing to registry');
  for (const tag of tags) {
    await push(tag).catch((error) => fail(`failed to push ${tag}: ${error.message}`));
    console.log(`pushed ${tag}`);
  }
}
output('imageid', config.digest);
output('digest', digest);
const metadata = { 'containerimage.config.digest': config.digest, 'containerimage.digest': digest };
output('metadata', JSON.stringify({ ...metadata, ...(tags.length > 0 && { 'image.name': tags.join(',') }) }));

function read() {
  try {
    return lastStage(readFileSync(dockerfile, 'utf8'), context);
  } catch (error) {
    return fail(error.message);
  }
}

/** The image under a tag; with its attestation it is pushed by digest, and the index of both has the tag. */
async function push(tag) {
  if (attestation === undefined) return pushImage(tag, image);
  for (const one of [image, attestation]) await pushImage(tag.replace(/:[^:/]+$/, `@${one.manifest.digest}`), one);
  return pushImage(tag, { manifest: attestation.index, blobs: [] });
}

/** Separated by commas or lines. */
function list(name) {
  return input(name)
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter(Boolean);
}

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
