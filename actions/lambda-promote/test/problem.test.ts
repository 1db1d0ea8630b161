import type { Failure } from '@actions-aws/promotion';
import { begin, type Part } from '../src/part.ts';
import type { Observed } from '../src/plan/state.ts';
import type { Result } from '../src/promote.ts';
import { outcomeOfPart } from '../src/report/ending.ts';
import { problemOf, problemOfPart } from '../src/report/problem.ts';
import { alias, desired, moved, ours, settled } from './support/situations.ts';

const failed: Failure = { code: 'check-failed', message: '1 of 2 checks failed at live. health: status is 503.' };
const denied: Failure = { code: 'error', message: 'Not allowed to publish api.', hint: 'Allow lambda:PublishVersion.' };
const lost: Failure = { code: 'pointer-changed', message: 'The alias live was changed.', hint: 'Use `concurrency:`.' };
const onTrial = `lambda-promote to=6 canary=7 share=10% until=2026-05-04T13:00:00Z run=812.1 nonce=00000001`;

/** A function's part at its end. */
function ended(observed: Observed, functionName = 'api'): Part {
  return { ...begin({ desired: { ...desired, functionName } }, settled), observed };
}

function resultOf(outcome: Result['outcome'], ...parts: readonly Part[]): Result {
  return { outcome, parts, skipped: [], bakes: [], cutoverWindowMs: undefined };
}

test.each<[string, Observed, Result['outcome'], string | undefined, string | undefined]>([
  ['all is well', { ...moved, verified: true }, 'promoted', undefined, undefined],
  ['a check failed before', { ...settled, failure: failed }, 'rejected', failed.message, undefined],
  ['an error before', { ...settled, failure: denied }, 'failed', denied.message, denied.hint],
  ['somebody else won', { ...settled, failure: lost }, 'superseded', lost.message, lost.hint],
  [
    'a check failed after, and it is taken back',
    { ...moved, alias: alias('live', '6', 'lambda-promote to=6 undid=7'), failure: failed, restored: true },
    'rolled-back',
    failed.message,
    undefined,
  ],
  [
    'it cannot be taken back',
    { ...moved, moved: true, failure: failed, stuck: true },
    'rollback-failed',
    `${failed.message} Version 7 is live on api:live. It could not be moved back.`,
    'Run lambda-rollback now.',
  ],
  [
    'it was the first promotion',
    { ...moved, alias: alias('live', '7', ours.replace('from=6 ', '')), moved: true, failure: failed },
    'rollback-failed',
    `${failed.message} Version 7 is live on api:live. It was the first promotion: there is nothing to go back to.`,
    'Promote a version that works, or delete the alias.',
  ],
  [
    'its description is somebody else’s',
    { ...moved, alias: alias('live', '7', 'by hand'), moved: true, failure: failed },
    'rollback-failed',
    `${failed.message} Version 7 is live on api:live. The description was rewritten by somebody else meanwhile, so the alias was left as it is.`,
    'Run lambda-rollback now.',
  ],
  [
    'a canary cannot be taken back',
    { ...moved, alias: alias('live', '6', onTrial, { 7: 0.1 }), moved: true, failure: failed, stuck: true },
    'rollback-failed',
    `${failed.message} Version 7 still has 10% of the users of api:live. It could not be taken back.`,
    'Run lambda-rollback now: it gives all users back to the version that the alias is on.',
  ],
  [
    'nobody can tell',
    { ...moved, failure: denied, unreadable: true },
    'unknown',
    `${denied.message} What api:live holds could not be read.`,
    'Look with aws lambda get-alias --function-name api --name live, and run this job again: it goes on from there.',
  ],
])('%s', (_name, observed, outcome, message, hint) => {
  const part = ended(observed);
  expect(outcomeOfPart(part, resultOf(outcome, part))).toBe(outcome);
  const problem = problemOfPart(part, outcome);
  expect(problem?.message).toBe(message);
  expect(problem?.hint).toBe(hint);
  expect(problemOf(resultOf(outcome, part))?.message).toBe(message);
});

test('of several functions the one that ended worst speaks, by its name, and of those the one whose failure it is', () => {
  const told: Failure = { ...failed, message: 'worker is promoted together with this one.', of: 'another' };
  const parts = [
    ended({ ...settled, failure: told }),
    ended({ ...settled, failure: failed }, 'worker'),
    ended({ ...settled, failure: denied }, 'indexer'),
  ];
  expect(problemOf(resultOf('rejected', ...parts))?.message).toBe(`worker: ${failed.message}`);
  expect(problemOf(resultOf('failed', ...parts))?.message).toBe(`indexer: ${denied.message}`);
});

test('what is wrong with all of them, such as an alarm over their canary, is no single one’s', () => {
  const parts = ['api', 'worker'].map((name) => ended({ ...settled, failure: failed }, name));
  expect(problemOf(resultOf('rejected', ...parts))?.message).toBe(failed.message);
});
