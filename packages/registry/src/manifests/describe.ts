import { UserError } from '@actions-aws/action';
import type { Api } from '../api.ts';
import { errorsIn, explainAnswer, isNotFound, unusable } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import { digestOf, isDigest, isTag } from '../references.ts';
import type { Absent, Found } from '../registry.ts';
import { firstImage, hasLabels, labelsIn } from './content.ts';
import { type Manifest, manifestIn } from './manifest.ts';
import { ACCEPT_MANIFESTS } from './media-types.ts';

/** The largest manifest that registries must take (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests), and that ECR takes. Bytes. */
const MANIFEST_BYTES = 4 * 1024 * 1024;
/** No limit is documented; of real ones, those with a long history have some tens of kilobytes. Bytes. */
const CONFIG_BYTES = 8 * 1024 * 1024;
/** An index may hold indexes; builders nest them once, if at all. */
const DEEPEST = 4;

/** Describes what a reference names. @returns what the registry said, where it said in its own words that there is no such image. */
export async function describeImage(api: Api, name: ImageName, reference: string): Promise<Found | Absent> {
  if (!isTag(reference) && !isDigest(reference)) {
    throw new UserError(`${JSON.stringify(reference)} is neither a tag nor a digest of ${showImageName(name)}.`, {
      hint: 'A tag has at most 128 letters, digits, `_`, `.` and `-`; a digest is like `sha256:` and 64 hexadecimal digits.',
    });
  }
  const manifest = await manifestAt(api, name, reference);
  if (typeof manifest === 'string') return { state: 'absent', why: manifest };
  let labels: Promise<Readonly<Record<string, string>>> | undefined;
  const found: Found = {
    state: 'present',
    digest: manifest.digest,
    mediaType: manifest.mediaType,
    manifest: manifest.bytes,
    annotations: manifest.annotations,
    labels() {
      labels ??= labelsOf(api, name, manifest, DEEPEST);
      return labels;
    },
    async says(key) {
      const own = textAt(manifest.annotations, key);
      return own ?? textAt(await found.labels(), key);
    },
  };
  return found;
}

/** The manifest, or what the registry said where it has none. */
async function manifestAt(api: Api, name: ImageName, reference: string): Promise<Manifest | string> {
  const shown = `${showImageName(name)}${isDigest(reference) ? '@' : ':'}${reference}`;
  const doing = { doing: `read the manifest of ${shown}`, ecrAction: 'ecr:BatchGetImage' };
  const answer = await api.ask({
    at: `manifests/${reference}`,
    accept: ACCEPT_MANIFESTS,
    bytes: MANIFEST_BYTES,
    ...doing,
  });
  // Where it sent elsewhere, it is not the registry that says so. ECR's own API is asked besides, and there are no words
  // documented for an archived image.
  const saysNo = isNotFound(answer) || (api.isEcr && answer.status === 404 && errorsIn(answer.body).length > 0);
  if (saysNo && answer.from.origin === api.base.origin) {
    const isRepository = errorsIn(answer.body).every(({ code }) => code === 'NAME_UNKNOWN');
    return `${api.host} has no ${isRepository ? `repository ${showImageName(name)}` : shown}.`;
  }
  if (answer.status !== 200) throw explainAnswer(api, answer, doing);
  const manifest = manifestIn(answer, reference);
  if (typeof manifest === 'string') throw unusable(answer.from, manifest, doing);
  return manifest;
}

async function labelsOf(
  api: Api,
  name: ImageName,
  manifest: Manifest,
  depth: number,
): Promise<Readonly<Record<string, string>>> {
  if (manifest.kind === 'index') {
    const image = firstImage(manifest);
    if (!image || depth === 0) return {};
    const inner = await manifestAt(api, name, image.digest);
    if (typeof inner !== 'string') return labelsOf(api, name, inner, depth - 1);
    throw new UserError(`The index ${manifest.digest} of ${showImageName(name)} is not whole: ${inner}`, {
      hint: 'Build and push the image again.',
    });
  }
  const { config } = manifest;
  if (!config || !hasLabels(config.mediaType)) return {};
  const doing = {
    doing: `read the labels of ${showImageName(name)}@${manifest.digest}`,
    ecrAction: 'ecr:GetDownloadUrlForLayer',
  };
  const answer = await api.ask({ at: `blobs/${config.digest}`, accept: '*/*', bytes: CONFIG_BYTES, ...doing });
  if (answer.status !== 200) throw explainAnswer(api, answer, doing);
  const digest = digestOf(answer.body, config.digest);
  if (digest !== config.digest) {
    throw unusable(answer.from, `its bytes have the digest ${digest}, and not ${config.digest}`, doing);
  }
  const labels = labelsIn(answer.body);
  if (!labels) throw unusable(answer.from, 'it is not a JSON object', doing);
  return labels;
}

function textAt(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  const text = Object.hasOwn(texts, key) ? texts[key]?.trim() : undefined;
  return text === '' ? undefined : text;
}
