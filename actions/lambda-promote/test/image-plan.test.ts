import { refusal } from '../src/plan/refusal.ts';
import type { NewCode, Observed, SourceImage } from '../src/plan/state.ts';
import { imageInWords, inWords } from '../src/report/words.ts';
import { alias, desired, published, settled, steps, version } from './support/situations.ts';

// What is decided of images, by their digests.

const repository = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/search';
const [old, next] = ['0a'.repeat(32), '1b'.repeat(32)];
const image: SourceImage = {
  repository,
  digest: `sha256:${next}`,
  region: 'eu-west-1',
  architecture: 'x86_64',
  given: `${repository}:v3`,
};
const source: NewCode = { kind: 'package', codeSha256: next, way: 'image', image };

/** A version of this image, in this repository, started so. */
function of(number: string, digits: string, { from = repository, command = 'app.search' } = {}) {
  const configuration = {
    PackageType: 'Image',
    Architectures: ['x86_64'],
    ImageRepository: from,
    ImageConfig: { Command: [command] },
  };
  return version(number, digits, { configuration, resolvedImage: `${from}@sha256:${digits}` });
}

const live = of('6', old);
const before: Observed = { ...settled, latest: of('$LATEST', old), live };

const elsewhere = { from: `${repository}-old` };
const others = { command: 'app.index' };

test.each<[string, Partial<Observed>, string]>([
  [
    'new',
    { ...before },
    'upload, await-update, smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  [
    'on $LATEST, not published',
    { latest: of('$LATEST', next), live },
    'smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  ['live', { latest: of('$LATEST', next), live: of('6', next) }, 'verify'],
  [
    'live from another repository, where Lambda would go on reading it',
    { latest: of('$LATEST', next, elsewhere), live: of('6', next, elsewhere) },
    'upload, await-update, smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  [
    'live, started by another command',
    { latest: of('$LATEST', next, others), live: of('6', next) },
    'smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  [
    'by one of its names on $LATEST, by the other another one',
    { latest: { ...of('$LATEST', next), resolvedImage: `${repository}@sha256:${old}` }, live },
    'upload, await-update, smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  [
    'there by an answer that tells no repository',
    { latest: { ...of('$LATEST', next), configuration: {}, resolvedImage: '' }, live },
    'smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  [
    'the one whose optimisation failed',
    { latest: { ...of('$LATEST', next), lastUpdateStatus: 'Failed' }, live },
    'upload, await-update, smoke $LATEST, publish, await-version new, remember 6, move 6 > new, verify',
  ],
])('an image that is %s', (_name, observed, expected) => {
  expect(steps({ ...before, ...observed }, { source })).toBe(expected);
});

test('a held canary of the same digest goes on, one of another is another deployment’s', () => {
  const held = 'lambda-promote to=6 from=5 held=7 share=10% until=2026-05-04T13:00:00Z run=811.1 nonce=00000009';
  const onTrial = { ...before, alias: alias('live', '6', held, { '7': 0.1 }), latest: of('$LATEST', next) };
  const going = steps({ ...onTrial, canary: { ...of('7', next), description: published.description } }, { source });
  expect(going).not.toContain('publish');
  expect(steps({ ...onTrial, canary: of('7', old) }, { source })).toContain('publish');
});

const messages = (observed: Observed, given: Partial<SourceImage>) =>
  refusal(observed, { ...desired, source: { ...source, image: { ...image, ...given } } });

test('an image that is made for other machines is refused before it is uploaded, with how to build it', () => {
  const found = messages(before, { architecture: 'arm64' });
  expect(found?.message).toBe(`Could not promote: ${repository}:v3 is made for arm64, and api runs on x86_64.`);
  expect(found?.hint).toContain('`platforms: linux/amd64`');
  expect(messages(before, {})).toBeUndefined();
  const onArm = { ...before, latest: { ...before.latest, configuration: { Architectures: ['arm64'] } } };
  expect(messages(onArm, {})?.hint).toContain('`platforms: linux/arm64`');
  // x86_64 is what Lambda means where it says nothing.
  expect(messages({ ...before, latest: { ...before.latest, configuration: {} } }, {})).toBeUndefined();
});

test('an image in another region is refused, and both regions are named', () => {
  const found = messages(before, { region: 'us-east-1' });
  expect(found?.message).toContain(`${repository}:v3 is in us-east-1, api is in eu-west-1`);
  expect(found?.hint).toContain('image-promote');
});

test('a plan and a summary name the digest, and the tag that led to it', () => {
  const asked = { ...desired, source };
  expect(inWords({ do: 'upload', codeSha256: next }, asked)).toBe(
    'put the new image (sha256:1b1b1b1b1b1b…) on $LATEST of api',
  );
  expect(imageInWords(asked)).toBe(`${repository}@sha256:${next}, which was ${repository}:v3 when this run began`);
  const given = `${repository}@sha256:${next}`;
  expect(imageInWords({ ...asked, source: { ...source, image: { ...image, given } } })).toBe(given);
  expect(imageInWords({ ...asked, source: { kind: 'latest' } })).toBe('');
});
