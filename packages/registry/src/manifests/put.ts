import { UserError } from '@actions-aws/action';
import type { Api } from '../api.ts';
import { type Doing, errorsIn, explainAnswer, isNotFound, unusable } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import { digestOf, isDigest, isTag } from '../references.ts';
import type { Followed } from '../transport/follow.ts';
import { describeImage } from './describe.ts';
import { type ManifestBytes, readManifest } from './manifest.ts';

/**
 * Writes a manifest (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests). Sent twice, it is
 * the same, so that it is sent again where an answer was lost.
 *
 * @returns whether the registry said that it lists it among the referrers of its subject.
 * @throws UserError also where the registry stored something else than it got.
 */
export async function putManifest(
  api: Api,
  name: ImageName,
  manifest: ManifestBytes,
  tag: string | undefined,
  { isOnce = false }: { readonly isOnce?: boolean } = {},
): Promise<{ readonly listsSubject: boolean }> {
  const { bytes, mediaType, digest } = manifest;
  const shown = showImageName(name) + (tag === undefined ? `@${digest}` : `:${tag}`);
  const doing = { doing: `write the manifest ${shown}`, ecrAction: 'ecr:PutImage', writes: true };
  const flaw = readManifest(manifest);
  if (typeof flaw === 'string') {
    throw new UserError(`Could not ${doing.doing}: ${flaw}.`, { hint: 'Build and push the image again.' });
  }
  if (tag !== undefined && !isTag(tag)) {
    throw new UserError(`Could not ${doing.doing}: ${JSON.stringify(tag)} is no tag.`, {
      hint: 'A tag has at most 128 letters, digits, `_`, `.` and `-`, and begins with none of the last two.',
    });
  }
  const answer = await api.ask({
    method: 'PUT',
    at: `manifests/${tag ?? digest}`,
    contentType: mediaType,
    body: bytes,
    isOnce,
    ...doing,
  });
  // The specification has 201; what took it in another way said so, and is read back.
  if (answer.status < 200 || answer.status > 299) throw explainRefusal(api, name, answer, tag, doing);
  const stored = answer.headers['docker-content-digest']?.toString() ?? (await digestThere(api, name, tag ?? digest));
  // What it names by another algorithm may be the same.
  if (stored === undefined || !isDigest(stored) || stored !== digestOf(bytes, stored)) {
    throw unusable(answer.from, `it stored ${stored ?? 'nothing'}, and was sent ${digest}`, doing);
  }
  return { listsSubject: answer.headers['oci-subject'] !== undefined };
}

async function digestThere(api: Api, name: ImageName, reference: string): Promise<string | undefined> {
  const found = await describeImage(api, name, reference);
  return found.digest;
}

function explainRefusal(api: Api, name: ImageName, answer: Followed, tag: string | undefined, doing: Doing): UserError {
  const said = explainAnswer(api, answer, doing);
  const errors = errorsIn(answer.body);
  // ECR's words: osscontainertools/kaniko#204; other registries have a code of their own, or "immutable" in their words.
  if (
    tag !== undefined &&
    errors.some(({ code, message }) => code === 'TAG_INVALID' || /\bimmutable\b|\balready exists\b/i.test(message))
  ) {
    return new UserError(said.message, {
      hint: `${tag} names another image in ${showImageName(name)}, and no tag of it may move: choose another tag, or let this one move in the settings of the repository.`,
      code: 'immutable-tag',
    });
  }
  if (isNotFound(answer) && errors.some(({ code }) => code === 'NAME_UNKNOWN')) {
    return new UserError(said.message, {
      hint: `Create the repository ${showImageName(name)} first: this registry does not do it by a push.`,
      code: 'no-repository',
    });
  }
  if (errors.some(({ code }) => code === 'MANIFEST_BLOB_UNKNOWN' || code === 'BLOB_UNKNOWN')) {
    return new UserError(said.message, {
      hint: 'Run the job again: something that the manifest points to is not in the repository, or was deleted meanwhile.',
      code: 'not-whole',
    });
  }
  if (answer.status === 405 || errors.some(({ code }) => code === 'UNSUPPORTED')) {
    return new UserError(said.message, {
      // Seen of artifacts with a subject, in ECR: aws/containers-roadmap#2783.
      hint: 'The registry does not take a manifest of this kind, such as of a signature or a list of what is inside.',
      code: 'unsupported',
    });
  }
  return said;
}
