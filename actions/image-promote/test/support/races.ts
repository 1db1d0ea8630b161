import { type EndedBundle, type Move, type Oracle, type Race, startStep } from '@actions-aws/testing';
import type { BuiltImage } from '@actions-aws/testing/images';
import { acrossRegistries, registryDomain } from './trials.ts';
import { type ImageWorld, image, imageWorld, nameOf, PROD, step } from './world.ts';

/** Two who promote at once. */
interface Setting {
  world(): Promise<ImageWorld>;
  /** What each gives its step. */
  readonly inputs: Readonly<Record<'a' | 'b', Readonly<Record<string, string>>>>;
  /** What is wrong with an end. */
  judge(end: End): readonly string[];
}

interface End {
  readonly a: EndedBundle;
  readonly b: EndedBundle;
  readonly moves: readonly Move[];
  readonly tags: Readonly<Record<string, string>>;
}

function race({ world, inputs, judge }: Setting): Race<ImageWorld> {
  const look = (one: ImageWorld) => one.tagsOf(PROD);
  const oracle = async (one: ImageWorld): Promise<Oracle> => ({
    async saw() {},
    async verdict({ moves, endings }) {
      const [a, b] = [endings.get('a'), endings.get('b')];
      if (!a || !b) return ['one has not ended'];
      const found = judge({ a, b, moves, tags: await look(one) });
      return found.map((sentence) => `${sentence}\n${a.stdout}\n${b.stdout}`);
    },
  });
  return {
    domain: registryDomain,
    world,
    deployers: {
      a: (stage, one) => startStep(stage, step(one, inputs.a), { name: 'a' }),
      b: (stage, one) => startStep(stage, step(one, inputs.b), { name: 'b' }),
    },
    look,
    oracle,
  };
}

const older = image('the older', { version: '1.1.0' });
const newer = image('the newer', { version: '1.2.0' });

async function releases(settings: Parameters<ImageWorld['make']>[1] = {}): Promise<ImageWorld> {
  const world = await imageWorld({ scale: 0 });
  await world.make(PROD, settings);
  await world.push(PROD, image('the first', { version: '1.0.0' }), ['1.0.0', 'latest']);
  await world.push(PROD, older, ['build-1']);
  await world.push(PROD, newer, ['build-2']);
  return world;
}

const release = ({ digest }: BuiltImage, more: Readonly<Record<string, string>>) => ({
  from: nameOf(PROD),
  digest,
  ...more,
});

const outcome = ({ outputs }: EndedBundle) => outputs.outcome ?? '';

/** The places of one's requests of an operation about a tag. */
function placesOf({ moves }: Pick<End, 'moves'>, name: string, operation: string, tag: string): readonly number[] {
  return moves.flatMap((move, place) =>
    move.name === name && move.entry.operation === operation && move.entry.resource.endsWith(`:${tag}`) ? [place] : [],
  );
}

/** The newer one always wins, but for the one gap that no registry lets be closed: between a look and the write after it. */
function forwardOnly(end: End): readonly string[] {
  const { a, b, tags } = end;
  const wrong: string[] = [];
  if (outcome(b) !== 'promoted') wrong.push(`the newer one ended ${outcome(b)}`);
  if (!['promoted', 'superseded'].includes(outcome(a))) wrong.push(`the older one ended ${outcome(a)}`);
  if (tags['1.1.0'] !== older.digest && outcome(a) === 'promoted') wrong.push('1.1.0 is not the older one');
  if (tags['1.2.0'] !== newer.digest) wrong.push('1.2.0 is not the newer one');
  if (tags.latest === newer.digest) return wrong;
  if (tags.latest !== older.digest) return [...wrong, `latest is ${tags.latest}`];
  const writes = placesOf(end, 'a', 'PutManifest', 'latest');
  const write = writes.at(-1) ?? -1;
  const look = placesOf(end, 'a', 'GetManifest', 'latest').findLast((place) => place < write) ?? -1;
  const other = placesOf(end, 'b', 'PutManifest', 'latest').at(-1) ?? -1;
  const isInGap = look < other && other < write;
  return isInGap ? wrong : [...wrong, 'latest went back, though it could have been seen'];
}

/** In a repository whose tags cannot move one wins, and the other says which image has the tag. */
function oneOfTwo({ a, b, tags }: End): readonly string[] {
  const won = tags['2.0.0'] === older.digest ? a : b;
  const lost = won === a ? b : a;
  return [
    ...(outcome(won) === 'promoted' ? [] : [`who has the tag ended ${outcome(won)}`]),
    ...(outcome(lost) === 'failed' ? [] : [`who does not have the tag ended ${outcome(lost)}`]),
    ...(lost.outputs.report?.includes('"code":"tag-taken"') ? [] : ['the loser has another code']),
    ...(lost.annotations.some(({ message }) => message.includes(tags['2.0.0'] ?? '?'))
      ? []
      : ['the winner is not named']),
  ];
}

function both({ a, b, tags }: End): readonly string[] {
  const wrong = [a, b].map(outcome).filter((one) => one !== 'promoted' && one !== 'noop');
  const isThere = tags['1.1.0'] !== undefined && tags.latest === tags['1.1.0'];
  return [...wrong.map((one) => `one ended ${one}`), ...(isThere ? [] : [`the tags are ${JSON.stringify(tags)}`])];
}

const immutable = { imageTagMutability: 'IMMUTABLE' } as const;
const { inputs: copied = {} } = acrossRegistries.step({ cloud: { clock: { scale: 0 } } } as ImageWorld);

/** Two promoters at once. */
export const RACES = {
  'two releases that want one tag that moves': race({
    world: releases,
    inputs: {
      a: release(older, { tags: '1.1.0', moving: 'latest' }),
      b: release(newer, { tags: '1.2.0', moving: 'latest' }),
    },
    judge: forwardOnly,
  }),
  'two images that want one tag that never moves': race({
    world: () => releases(immutable),
    inputs: { a: release(older, { tags: '2.0.0' }), b: release(newer, { tags: '2.0.0' }) },
    judge: oneOfTwo,
  }),
  'two promotions of one image': race({
    world: releases,
    inputs: {
      a: release(newer, { tags: '1.1.0', moving: 'latest' }),
      b: release(newer, { tags: '1.1.0', moving: 'latest' }),
    },
    judge: both,
  }),
} as const;

/** The same from one registry to another. */
export const COPYING_RACES = {
  'two promotions of one image to another registry': race({
    world: () => acrossRegistries.world(0),
    inputs: { a: copied, b: copied },
    judge: both,
  }),
} as const;
