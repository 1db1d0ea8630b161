import type { EndedBundle } from '../src/bundle/bundle.ts';
import { brokenDown, isGreenOutcome, judgeSecondRun, untruths } from '../src/sweeps/endings.ts';
import type { Trial, Undisturbed, World } from '../src/sweeps/trial.ts';

// The judgement that all loops share: it is only worth what it finds.

const ENDED: EndedBundle = {
  exitCode: 0,
  stdout: '',
  stderr: '',
  annotations: [],
  outputs: {},
  state: {},
  summary: '',
  post: () => Promise.reject(new Error('there is no post step')),
};

function ended(outcome: string, exitCode: number): EndedBundle {
  return { ...ENDED, exitCode, outputs: { outcome } };
}

const undisturbed: Undisturbed = {
  calls: [],
  ended: ended('promoted', 0),
  pointer: { before: '2', after: '3' },
  settled: undefined,
};

/** Which of the two pointers are true for an outcome; `elsewhere` is neither. */
function trueFor(outcome: string, purpose: Trial<World>['purpose']): readonly string[] {
  const one = ended(outcome, isGreenOutcome(outcome, purpose) ? 0 : 1);
  return ['2', '3', 'elsewhere'].filter((now) => untruths({ purpose }, one, now, undisturbed).length === 0);
}

test.each([
  ['promote', 'promoted', ['3']],
  ['promote', 'noop', ['3']],
  // Where it was told to stop, which an undisturbed run shows.
  ['promote', 'held', ['3']],
  ['promote', 'planned', ['2']],
  ['promote', 'rejected', ['2']],
  ['promote', 'superseded', ['2']],
  ['promote', 'failed', ['2']],
  ['promote', 'rolled-back', ['2']],
  ['promote', 'rollback-failed', ['3', 'elsewhere']],
  ['promote', 'unknown', ['2', '3', 'elsewhere']],
  ['rollback', 'rolled-back', ['3']],
  ['rollback', 'failed', ['2']],
] as const)('a %s that ends %s is true of the pointers %j', (purpose, outcome, pointers) => {
  expect(trueFor(outcome, purpose)).toEqual(pointers);
});

test('an exit code that says something else than the outcome is found, and no outcome at all', () => {
  const wrong = (one: EndedBundle) => untruths({ purpose: 'promote' }, one, '3', undisturbed)[0];
  expect(wrong(ended('promoted', 1))).toBe('it ended promoted, but with exit code 1');
  expect(wrong(ended('rollback-failed', 0))).toBe('it ended rollback-failed, but with exit code 0');
  expect(wrong(ENDED)).toContain('without an outcome');
});

test('a second run ends as the undisturbed one did, or finds that all is done', () => {
  expect(judgeSecondRun(ended('promoted', 0), undisturbed)).toEqual([]);
  expect(judgeSecondRun(ended('noop', 0), undisturbed)).toEqual([]);
  expect(judgeSecondRun(ended('noop', 1), undisturbed)[0]).toContain('with exit code 1');
  expect(judgeSecondRun(ended('held', 0), undisturbed)[0]).toContain('the second run ended held');
  expect(judgeSecondRun(ENDED, undisturbed)[0]).toContain('without an outcome');
  expect(judgeSecondRun(ended('held', 0), undisturbed, ['held'])).toEqual([]);
});

test('a post step that prints a stack has broken down, wherever it is printed', () => {
  const stack = '::error::TypeError: x is not a function\nTypeError: x is not a function\n    at post (index.js:1:1)';
  expect(brokenDown({ ...ENDED, stdout: stack })).toHaveLength(1);
  expect(brokenDown({ ...ENDED, stderr: stack })).toHaveLength(1);
  expect(brokenDown({ ...ENDED, exitCode: 1, stdout: '::error::The alias could not be moved back.' })).toEqual([]);
});
