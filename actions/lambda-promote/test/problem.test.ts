import { type Failure, failureOfRun } from '@actions-aws/promotion';
import { begin, type Participant } from '../src/participant.ts';
import type { Observed } from '../src/plan/state.ts';
import type { Result } from '../src/promote.ts';
import { endsOf } from '../src/report/ending.ts';
import { outputValues } from '../src/report/report.ts';
import { alias, desired, moved, ours, settled } from './support/situations.ts';

const failed: Failure = { code: 'check-failed', message: '1 of 2 checks failed at live. health: status is 503.' };
const denied: Failure = { code: 'error', message: 'Not allowed to publish api.', hint: 'Allow lambda:PublishVersion.' };
const lost: Failure = { code: 'pointer-changed', message: 'The alias live was changed.', hint: 'Use `concurrency:`.' };
const onTrial = `lambda-promote to=6 canary=7 share=10% until=2026-05-04T13:00:00Z run=812.1 nonce=00000001`;

/** A participant at its end. */
function ended(observed: Observed, functionName = 'api'): Participant {
  return { ...begin({ desired: { ...desired, functionName } }, settled), observed };
}

function resultOf(outcome: Result['outcome'], ...participants: readonly Participant[]): Result {
  return { outcome, participants, skipped: [], bakes: [], cutoverWindowMs: undefined };
}

test.each<[string, Observed, Result['outcome'], string | undefined, string | undefined]>([
  ['all is well', { ...moved, verified: true }, 'promoted', undefined, undefined],
  ['a check failed before', { ...settled, failure: failed }, 'rejected', failed.message, undefined],
  ['an error before', { ...settled, failure: denied }, 'failed', denied.message, denied.hint],
  ['another deployer won', { ...settled, failure: lost }, 'superseded', lost.message, lost.hint],
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
    'its description is another writer’s',
    { ...moved, alias: alias('live', '7', 'by hand'), moved: true, failure: failed },
    'rollback-failed',
    `${failed.message} Version 7 is live on api:live. Its description was rewritten by another writer meanwhile, so the alias was left as it is.`,
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
    'what it holds cannot be read',
    { ...moved, failure: denied, unreadable: true },
    'unknown',
    `${denied.message} What api:live holds could not be read.`,
    'Look with aws lambda get-alias --function-name api --name live, and run this job again: it goes on from there.',
  ],
])('%s', (_name, observed, outcome, message, hint) => {
  const ends = endsOf(resultOf(outcome, ended(observed)));
  expect(ends).toMatchObject([{ outcome }]);
  const [{ failure } = { failure: undefined }] = ends;
  expect(failure?.message).toBe(message);
  expect(failure?.hint).toBe(hint);
  expect(failureOfRun(outcome, ends)?.message).toBe(message);
});

test('of several functions the one that ended worst speaks, by its name, and of those the one whose failure it is', () => {
  const told: Failure = { ...failed, message: 'worker is promoted together with this one.', of: 'another' };
  const participants = [
    ended({ ...settled, failure: told }),
    ended({ ...settled, failure: failed }, 'worker'),
    ended({ ...settled, failure: denied }, 'indexer'),
  ];
  expect(failureOfRun('rejected', endsOf(resultOf('rejected', ...participants)))?.message).toBe(
    `worker: ${failed.message}`,
  );
  expect(failureOfRun('failed', endsOf(resultOf('failed', ...participants)))?.message).toBe(
    `indexer: ${denied.message}`,
  );
});

test('what is wrong with all of them, such as an alarm over their canary, is no single one’s', () => {
  const participants = ['api', 'worker'].map((name) => ended({ ...settled, failure: { ...failed, of: 'all' } }, name));
  expect(failureOfRun('rejected', endsOf(resultOf('rejected', ...participants)))?.message).toBe(failed.message);
});

test('the report says why by code, of the run and of each function', () => {
  const told: Failure = { ...failed, message: 'worker is promoted together with this one.', of: 'another' };
  const participants = [ended({ ...settled, failure: told }), ended({ ...settled, failure: denied }, 'worker')];
  const { report } = outputValues(resultOf('failed', ...participants));
  expect(report).toMatchObject({ code: 'error', functions: [{ code: 'check-failed' }, { code: 'error' }] });
  expect(outputValues(resultOf('promoted', ended({ ...moved, verified: true }))).report).toMatchObject({ code: null });
});
