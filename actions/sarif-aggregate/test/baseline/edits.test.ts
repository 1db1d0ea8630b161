import { compare, statesIn } from '../support/compared.ts';
import { type Counts, expectedCounts } from '../support/oracle.ts';
import {
  type Edit,
  edited,
  type Program,
  type Random,
  randomFrom,
  randomProgram,
  resultsOf,
} from '../support/program.ts';

const NONE: Counts = { unchanged: 0, updated: 0, new: 0, fixed: 0 };

function countsOf(before: Program, now: Program): Counts {
  const gone = [...before.keys()].filter((path) => !now.has(path));
  return { ...NONE, ...statesIn(compare({ before: resultsOf(before), now: resultsOf(now), gone })) };
}

function editedOften(program: Program, edits: readonly Edit[], times: number, random: Random): Program {
  let now = program;
  for (let nth = 0; nth < times; nth += 1) now = edited(now, edits[random(edits.length)] ?? 'insert', random);
  return now;
}

const seeds = Array.from({ length: 120 }, (_, seed) => seed + 1);

/** A seed that fails is named. */
function ofEach(check: (random: Random) => unknown): void {
  for (const seed of seeds) {
    try {
      check(randomFrom(seed));
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

test.each<[string, readonly Edit[]]>([
  ['insertions', ['insert', 'insert-found']],
  ['deletions', ['delete']],
  ['moves', ['move']],
  ['renamed files', ['rename']],
  ['all of them', ['insert', 'insert-found', 'delete', 'move', 'rename']],
])('after %s the states are those that a plain reading of the rules finds', (_name, edits) => {
  ofEach((random) => {
    const before = randomProgram(random);
    const now = editedOften(before, edits, 1 + random(5), random);
    const counts = countsOf(before, now);
    expect(counts).toEqual(expectedCounts(before, now));
    expect(counts.new - counts.fixed).toBe(resultsOf(now).length - resultsOf(before).length);
  });
});

test('nothing is new or fixed when all lines move down by seven', () => {
  ofEach((random) => {
    const before = randomProgram(random);
    const now = new Map([...before].map(([path, lines]) => [path, [...Array<string>(7).fill('// more'), ...lines]]));
    expect(countsOf(before, now)).toEqual({ ...NONE, unchanged: resultsOf(before).length });
  });
});

test('nothing is new where only lines that no rule finds come, lines go, or lines move within their file', () => {
  ofEach((random) => {
    const before = randomProgram(random);
    const now = editedOften(before, ['insert', 'delete', 'move'], 1 + random(6), random);
    expect(countsOf(before, now).new).toBe(0);
  });
});

test('nothing is fixed where lines only come or move within their file', () => {
  ofEach((random) => {
    const before = randomProgram(random);
    const now = editedOften(before, ['insert', 'insert-found', 'move'], 1 + random(6), random);
    expect(countsOf(before, now).fixed).toBe(0);
  });
});

test('one renamed file makes nothing new, if no other line of a file that is gone is like its own', () => {
  ofEach((random) => {
    const before = randomProgram(random);
    expect(countsOf(before, edited(before, 'rename', random))).toMatchObject({ new: 0, fixed: 0 });
  });
});
