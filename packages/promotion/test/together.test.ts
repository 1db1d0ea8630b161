import { firstAlone, inPlace, isWell, together } from '../src/index.ts';

interface Part {
  readonly name: string;
  readonly observed: { readonly moved: boolean; readonly failure: string | undefined };
}

const part = (name: string, moved = false): Part => ({ name, observed: { moved, failure: undefined } });
const moves = ({ name }: Part): Part => part(name, true);
const fails = (one: Part): Part => ({ ...one, observed: { ...one.observed, failure: `${one.name} failed` } });
const isToMove = ({ observed }: Part) => !observed.moved;
const failures = (parts: readonly Part[]) => parts.map(({ observed }) => observed.failure);

/** Moves what it is given, but for those that fail; a second of time each turn. Says who had a turn with whom. */
function mover(failing: readonly string[] = []) {
  const turns: string[][] = [];
  let at = 0;
  return {
    turns,
    now: () => at,
    async go(some: readonly Part[]) {
      turns.push(some.map(({ name }) => name));
      at += 1_000;
      return some.map((one) => (failing.includes(one.name) ? fails(one) : moves(one)));
    },
  };
}

const three = [part('a'), part('b'), part('c')];

test.each<[string, readonly Part[], readonly string[], readonly (readonly string[])[], number | undefined]>([
  ['the first moves alone, and the others follow at once', three, [], [['a'], ['b', 'c']], 1_000],
  ['one that need not move is nobody’s first', [part('a', true), ...three.slice(1)], [], [['b'], ['c']], 1_000],
  ['whoever loses the first touches no other, and nothing took any time', three, ['a'], [['a']], undefined],
  ['one whose later move fails leaves a window all the same', three, ['b'], [['a'], ['b', 'c']], 1_000],
  ['where one moves out of several, users never met two', [part('a', true), part('b')], [], [['b']], undefined],
])('%s', async (_name, parts, failing, turns, windowMs) => {
  const how = mover(failing);
  const moved = await firstAlone(parts, { isTurn: isToMove, ...how });
  expect(how.turns.filter((turn) => turn.length > 0)).toEqual(turns);
  expect(moved.windowMs).toBe(windowMs);
  expect(moved.participants.map(({ name }) => name)).toEqual(parts.map(({ name }) => name));
  expect(isWell(moved.participants)).toBe(failing.length === 0);
});

test('where none is to move, nothing happens', async () => {
  const parts = [part('a', true)];
  const how = mover();
  expect(await firstAlone(parts, { isTurn: isToMove, ...how })).toEqual({ participants: parts, windowMs: undefined });
  expect(how.turns.flat()).toEqual([]);
});

test('the failure of one stops the others where they are, but not those that had failure before', async () => {
  const stopped: unknown[] = [];
  const go = async (one: Part, signal: AbortSignal) => {
    if (one.name === 'a') return fails(one);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    stopped.push((signal.reason as Error).message);
    return one;
  };
  expect(failures(await together(three, new AbortController().signal, go))).toEqual(['a failed', undefined, undefined]);
  expect(stopped).toEqual(['Another function failed.', 'Another function failed.']);

  const old = [fails(part('a')), part('b')];
  const calm = async (one: Part, signal: AbortSignal) => (signal.aborted ? fails(one) : one);
  expect(failures(await together(old, new AbortController().signal, calm))).toEqual(['a failed', undefined]);
});

test('whoever ends the run ends them all', async () => {
  const run = new AbortController();
  const running = together(three, run.signal, async (one, signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { ...fails(one), observed: { moved: false, failure: (signal.reason as Error).message } };
  });
  run.abort(new Error('cancelled'));
  expect(failures(await running)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

test('some are replaced where they stand', async () => {
  const parts = await inPlace(
    three,
    ({ name }) => name !== 'b',
    async (some) => some.map(moves),
  );
  expect(parts.map(({ name, observed }) => [name, observed.moved])).toEqual([
    ['a', true],
    ['b', false],
    ['c', true],
  ]);
});
