import { type Comparison, figureOf, verdictOn } from '../src/figure.ts';

const wallClock: Comparison = {
  figure: 'wall clock',
  unit: 'ms',
  ours: 1_000.4567,
  peer: 'a script',
  theirs: 3_000,
  expected: 0.5,
};

test('a figure has every key of the contract, rounded as it is shown', () => {
  expect(figureOf(wallClock)).toEqual({
    figure: 'wall clock',
    unit: 'ms',
    ours: 1_000.46,
    peer: 'a script',
    theirs: 3_000,
    ratio: 0.333,
    expected: 0.5,
  });
});

test('what was not measured, or not expected, is null, and so is the ratio to it', () => {
  const why = { why: 'not there' };
  expect(figureOf({ ...wallClock, theirs: why })).toMatchObject({ ours: 1_000.46, theirs: null, ratio: null });
  expect(figureOf({ ...wallClock, ours: why })).toMatchObject({ ours: null, theirs: 3_000, ratio: null });
  const { expected: _, ...open } = wallClock;
  expect(figureOf(open)).toMatchObject({ ratio: 0.333, expected: null });
});

test('there is no ratio to nothing', () => {
  expect(figureOf({ ...wallClock, theirs: 0 })).toMatchObject({ theirs: 0, ratio: null });
});

test.each([
  ['held', 1_500, 3_000],
  ['missed', 1_503, 3_000],
  ['open', { why: 'not there' }, 3_000],
  ['open', 1_500, { why: 'not there' }],
] as const)('an expectation is %s when ours is %j and theirs %j', (verdict, ours, theirs) => {
  expect(verdictOn(figureOf({ ...wallClock, ours, theirs }))).toBe(verdict);
});

test('where nothing is expected nothing is missed', () => {
  const { expected: _, ...open } = wallClock;
  expect(verdictOn(figureOf({ ...open, ours: 1e6 }))).toBe('open');
});
