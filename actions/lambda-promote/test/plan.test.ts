import { outcomeOf } from '../src/plan/plan.ts';
import { refusal } from '../src/plan/refusal.ts';
import { type Desired, NEW, type Observed } from '../src/plan/state.ts';
import {
  alias,
  desired,
  moved,
  oursBefore,
  published,
  settled,
  steps,
  theirs,
  uploaded,
  version,
} from './support/situations.ts';

const byBucket: Desired['source'] = { kind: 'package', codeSha256: 'new-code', keepAt: 's3://artifacts/lambda/x.zip' };

const toNew = `await-version ${NEW}, remember 6, move 6 > ${NEW}, verify`;

const onto7 = 'remember 6, move 6 > 7, verify';

/** What an alias says of another run, of that number in that workflow. */
const by = (order?: string) =>
  `lambda-promote to=6 from=5 run=900.1 nonce=00000002${order === undefined ? '' : ` order=${order}`}`;

/** All that is asked for is live. */
const found: Partial<Observed> = { live: version('6', 'new-code') };

test.each<[string, Partial<Observed>, string]>([
  ['new code', {}, `upload, await-update, smoke $LATEST, publish, ${toNew}`],
  [
    'somebody is updating',
    { latest: version('$LATEST', 'old-code', { lastUpdateStatus: 'InProgress' }) },
    `await-update, upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'the upload was accepted',
    { latest: version('$LATEST', 'new-code', { lastUpdateStatus: 'InProgress' }) },
    `await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'the last update failed',
    { latest: version('$LATEST', 'new-code', { lastUpdateStatus: 'Failed' }) },
    `upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  ['the upload is complete', { latest: uploaded }, `smoke $LATEST, publish, ${toNew}`],
  [
    '$LATEST passed',
    { latest: uploaded, passed: [{ version: '$LATEST', revisionId: uploaded.revisionId }] },
    `publish, ${toNew}`,
  ],
  [
    '$LATEST changed after it passed',
    { latest: { ...uploaded, revisionId: 'other' }, passed: [{ version: '$LATEST', revisionId: uploaded.revisionId }] },
    `smoke $LATEST, publish, ${toNew}`,
  ],
  [
    '$LATEST in a state that nothing here knows',
    { latest: version('$LATEST', 'new-code', { state: 'Frozen' }) },
    `await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'AWS gave back a version that cannot run',
    { latest: uploaded, resend: 'due' },
    `upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  ['its code was sent once more', { latest: uploaded, resend: 'done' }, `smoke $LATEST, publish, ${toNew}`],
  [
    'this very code live by a version that cannot run',
    { latest: uploaded, live: version('6', 'new-code', { state: 'Failed' }) },
    `smoke $LATEST, publish, await-version ${NEW}, move 6 > ${NEW}, verify`,
  ],
  [
    'published, and asleep',
    { latest: uploaded, candidate: { ...published, state: 'Inactive' } },
    `await-version 7, ${onto7}`,
  ],
  [
    'published, in a state that nothing here knows',
    { latest: uploaded, candidate: { ...published, state: 'Frozen' } },
    `await-version 7, ${onto7}`,
  ],
  ['published', { latest: uploaded, candidate: published }, 'remember 6, move 6 > 7, verify'],
  [
    'published, and pending',
    { latest: uploaded, candidate: { ...published, state: 'Pending' } },
    'await-version 7, remember 6, move 6 > 7, verify',
  ],
  [
    'AWS gave back a version that somebody else published',
    { latest: uploaded, candidate: version('7', 'new-code', { description: 'by hand' }) },
    'smoke 7, remember 6, move 6 > 7, verify',
  ],
  [
    'the version before is remembered',
    { latest: uploaded, candidate: published, previousAlias: alias('live-previous', '6') },
    'move 6 > 7, verify',
  ],
  ['moved', { ...moved, previousAlias: alias('live-previous', '6') }, 'verify'],
  ['verified', { ...moved, verified: true }, ''],
  [
    'the first promotion',
    { alias: undefined, previousAlias: undefined, live: undefined },
    `upload, await-update, smoke $LATEST, publish, await-version ${NEW}, move nothing > ${NEW}, verify`,
  ],
  ['live already', { live: version('6', 'new-code') }, 'verify'],
  [
    'live already, while other code waits on $LATEST',
    { live: version('6', 'new-code'), latest: version('$LATEST', 'rejected-code') },
    'verify',
  ],
  [
    'live already, but its configuration is pending',
    { live: version('6', 'new-code'), latest: version('$LATEST', 'new-code', { configuration: { MemorySize: 256 } }) },
    `smoke $LATEST, publish, ${toNew}`,
  ],
  ['live already by an older run', { ...found, alias: alias('live', '6', by('aaaa:56')) }, 'verify, claim 6'],
  ['that verified', { ...found, alias: alias('live', '6', by('aaaa:56')), verified: true }, 'claim 6'],
  ['live already by a run without a number', { ...found, alias: alias('live', '6', by()) }, 'verify, claim 6'],
  ['live already after a rollback', { ...found, alias: alias('live', '6', by('aaaa:56 undid=8')) }, 'verify, claim 6'],
  ['live already by this run', { ...found, alias: alias('live', '6', by('aaaa:57')) }, 'verify'],
  ['live already by a newer run', { ...found, alias: alias('live', '6', by('aaaa:58')) }, 'verify'],
  ['live already by another workflow', { ...found, alias: alias('live', '6', by('bbbb:3')) }, 'verify'],
  ['provisioned concurrency', { ...moved, provisioned: { ready: false, failure: '' } }, 'await-provisioned, verify'],
  [
    'a move of somebody else that is under way',
    { alias: alias('live', '6', '', { 5: 1 }), provisioned: { ready: false, failure: '' } },
    'await-arrival 6, upload, await-update, smoke $LATEST, publish, await-version new, remember 6, move 6 > new, await-provisioned, verify',
  ],
  [
    'provisioned concurrency before the move',
    { latest: uploaded, candidate: published, provisioned: { ready: true, failure: '' } },
    'remember 6, move 6 > 7, await-provisioned, verify',
  ],
])('with %s, what is left is right', (_name, observed, expected) => {
  expect(steps(observed)).toBe(expected);
});

test.each<[string, Partial<Desired>, Partial<Observed>, string]>([
  ['$LATEST as it is', { source: { kind: 'latest' } }, { latest: uploaded }, `smoke $LATEST, publish, ${toNew}`],
  ['$LATEST that is live', { source: { kind: 'latest' } }, {}, 'verify'],
  [
    'a version',
    { source: { kind: 'version', version: '7' } },
    { candidate: version('7', 'x') },
    'smoke 7, remember 6, move 6 > 7, verify',
  ],
  [
    'a version that carries the proof',
    { source: { kind: 'version', version: '7' } },
    { candidate: published },
    'remember 6, move 6 > 7, verify',
  ],
  [
    'a version that is live',
    { source: { kind: 'version', version: '6' } },
    { candidate: version('6', 'old-code') },
    'verify',
  ],
  [
    'a bucket to keep the code in',
    { source: byBucket },
    {},
    `keep, upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'a bucket that has the code by now',
    { source: byBucket },
    { kept: true },
    `upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'a bucket, and an update that may put the code there without us',
    { source: byBucket },
    { latest: version('$LATEST', 'old-code', { lastUpdateStatus: 'InProgress' }) },
    `await-update, keep, upload, await-update, smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'a bucket, and $LATEST that has the code',
    { source: byBucket },
    { latest: uploaded },
    `smoke $LATEST, publish, ${toNew}`,
  ],
  [
    'what is live, outside of a workflow',
    { deployer: { owner: desired.deployer.owner } },
    { ...found, alias: alias('live', '6', by('aaaa:56')) },
    'verify',
  ],
  ['no checks', { smoke: [] }, {}, `upload, await-update, publish, ${toNew}`],
  [
    'checks on the published version',
    { smokeOn: 'version' },
    {},
    `upload, await-update, publish, await-version ${NEW}, smoke ${NEW}, remember 6, move 6 > ${NEW}, verify`,
  ],
])('asked for %s, the plan is right', (_name, asked, observed, expected) => {
  expect(steps(observed, asked)).toBe(expected);
});

const failed = { code: 'check-failed', message: 'no' } as const;
const broke = { code: 'error', message: 'no capacity' } as const;
const unprovisioned = { ready: false, failure: 'no capacity' };
const back = 'lambda-promote run=812.1 nonce=00000001 to=6 undid=7 order=aaaa:57';

test.each<[string, Partial<Observed>, string, string]>([
  ['a proof fails before the move', { latest: uploaded, failure: failed }, '', 'rejected'],
  ['an error happens before the move', { failure: { code: 'error', message: '' } }, '', 'failed'],
  ['a cancellation comes before the move', { failure: { code: 'cancelled', message: '' } }, '', 'failed'],
  ['somebody else wins', { failure: { code: 'pointer-changed', message: '' } }, '', 'superseded'],
  ['a proof fails after the move', { ...moved, failure: failed }, 'move-back 7 > 6', 'rollback-failed'],
  [
    'a cancellation comes after the move',
    { ...moved, failure: { code: 'cancelled', message: '' } },
    'move-back 7 > 6',
    'rollback-failed',
  ],
  [
    'it was moved back',
    {
      ...moved,
      alias: alias('live', '6', 'lambda-promote undid=7 run=812.1 nonce=00000001'),
      failure: failed,
      restored: true,
    },
    '',
    'rolled-back',
  ],
  ['it could not be moved back', { ...moved, failure: failed, stuck: true }, '', 'rollback-failed'],
  [
    'the first promotion fails',
    { ...moved, alias: alias('live', '7', 'lambda-promote run=812.1 nonce=00000001'), failure: failed },
    '',
    'rollback-failed',
  ],
  [
    'somebody else moved it on',
    { ...moved, alias: alias('live', '8', theirs), failure: { ...failed, code: 'pointer-changed' } },
    '',
    'superseded',
  ],
  [
    'an earlier attempt of this run fails its proof',
    { ...moved, alias: alias('live', '7', oursBefore), failure: failed },
    'move-back 7 > 6',
    'rollback-failed',
  ],
  [
    'a second attempt is cancelled',
    { ...moved, alias: alias('live', '7', oursBefore), failure: { code: 'cancelled', message: '' } },
    '',
    'failed',
  ],
  [
    'what an earlier attempt of this run moved cannot be provisioned',
    { ...moved, alias: alias('live', '7', oursBefore, { 6: 1 }), provisioned: unprovisioned, failure: broke },
    'move-back 7 > 6',
    'rollback-failed',
  ],
  [
    'what was taken back cannot be provisioned any more',
    { ...moved, alias: alias('live', '6', back, { 7: 1 }), provisioned: unprovisioned, failure: broke, restored: true },
    'give-back 7 > 6',
    'rollback-failed',
  ],
  [
    'that runs without what was provisioned',
    { ...moved, alias: alias('live', '6', back), provisioned: unprovisioned, failure: broke, restored: true },
    '',
    'rolled-back',
  ],
  [
    'what somebody else promoted fails its proof',
    { ...moved, alias: alias('live', '7', theirs), failure: failed },
    '',
    'rejected',
  ],
  [
    'nobody can read the alias',
    { ...moved, alias: alias('live', '6'), failure: { code: 'error', message: '' }, unreadable: true },
    '',
    'unknown',
  ],
  ['nothing went wrong', { ...moved, verified: true }, '', 'promoted'],
  [
    'an earlier attempt of this run did it all',
    { ...moved, alias: alias('live', '7', oursBefore), verified: true },
    '',
    'promoted',
  ],
  ['it was live before', { live: version('6', 'new-code'), verified: true }, '', 'noop'],
])('when %s, it is made safe and told right', (_name, observed, expected, outcome) => {
  expect(steps(observed)).toBe(expected);
  expect(outcomeOf({ ...settled, ...observed }, desired)).toBe(outcome);
});

test.each<[string, Partial<Observed>, Partial<Desired>, string | undefined]>([
  ['nothing is in the way', {}, {}, undefined],
  ['the alias is on $LATEST', { alias: alias('live', '$LATEST'), live: undefined }, {}, 'points to $LATEST'],
  ['traffic is split', { alias: alias('live', '6', '', { 5: 0.07 }) }, {}, ' 7% to version 5'],
  [
    'AWS splits traffic to move provisioned concurrency',
    { alias: alias('live', '6', '', { 5: 0.1 }), provisioned: { ready: false, failure: '' } },
    {},
    undefined,
  ],
  [
    'a move to it broke off',
    { alias: alias('live', '6', '', { 5: 1 }), provisioned: { ready: false, failure: 'no capacity' } },
    {},
    'AWS keeps all users on version 5',
  ],
  [
    'it could not be provisioned, and somebody cleared the weights',
    { provisioned: { ready: false, failure: 'no capacity' } },
    {},
    undefined,
  ],
  [
    '$LATEST is in a state that nothing here knows',
    { latest: version('$LATEST', 'old-code', { state: 'Frozen', stateReason: 'Cold: It is winter.' }) },
    {},
    '$LATEST of api is in the state "Frozen", which this action does not know (Cold: It is winter.)',
  ],
  [
    'an update of $LATEST has a status that nothing here knows',
    { latest: version('$LATEST', 'old-code', { lastUpdateStatus: 'Queued' }) },
    {},
    '$LATEST of api has the last update status "Queued", which this action does not know',
  ],
  [
    'an update of $LATEST failed',
    { latest: version('$LATEST', 'old-code', { lastUpdateStatus: 'Failed' }) },
    {},
    undefined,
  ],
  [
    '$LATEST cannot be used, and is not needed',
    { latest: version('$LATEST', 'old-code', { state: 'Deleting' }), candidate: published },
    { source: { kind: 'version', version: '7' } },
    undefined,
  ],
  [
    'the version that is named cannot run',
    { candidate: { ...published, state: 'Deactivated' } },
    { source: { kind: 'version', version: '7' } },
    'version 7 of api is in the state Deactivated',
  ],
  [
    'something reaches $LATEST',
    { unqualified: [{ what: 'function URL https://x', remedy: 'Move it.' }] },
    {},
    'function URL https://x',
  ],
  [
    'something may reach $LATEST',
    { unqualified: [{ what: 'function URL https://x', remedy: 'Move it.' }] },
    { allowUnqualified: true },
    undefined,
  ],
  [
    'triggers may not be read',
    { unread: [{ what: 'function URLs', action: 'lambda:ListFunctionUrlConfigs' }] },
    {},
    'function URLs (lambda:ListFunctionUrlConfigs)',
  ],
  [
    'triggers may not be read, and users may reach $LATEST',
    { unread: [{ what: 'function URLs', action: 'lambda:ListFunctionUrlConfigs' }] },
    { allowUnqualified: true },
    undefined,
  ],
  [
    'a newer run is live',
    { alias: alias('live', '6', 'lambda-promote run=900.1 nonce=00000002 order=aaaa:58') },
    {},
    'older than run 58',
  ],
  [
    'a newer run is live, and may be replaced',
    { alias: alias('live', '6', 'lambda-promote run=900.1 nonce=00000002 order=aaaa:58') },
    { allowOlder: true },
    undefined,
  ],
  [
    'a newer run is live with this very code',
    {
      live: version('6', 'new-code'),
      alias: alias('live', '6', 'lambda-promote run=900.1 nonce=00000002 order=aaaa:58'),
    },
    {},
    undefined,
  ],
  [
    'another workflow is live',
    { alias: alias('live', '6', 'lambda-promote run=900.1 nonce=00000002 order=bbbb:58') },
    {},
    undefined,
  ],
])('when %s, the run is refused or not', (_name, observed, asked, message) => {
  const found = refusal({ ...settled, ...observed }, { ...desired, ...asked });
  if (message === undefined) expect(found).toBeUndefined();
  else expect(found?.message).toContain(message);
});

test('all that is in the way is named at once, each with its remedy', () => {
  const found = refusal(
    {
      ...settled,
      alias: alias('live', '$LATEST'),
      unqualified: [
        { what: 'function URL https://x', remedy: 'Move the URL.' },
        { what: 'permission api', remedy: 'Move the permission.' },
      ],
    },
    desired,
  );
  expect(found?.message).toMatch(/function URL https:\/\/x; permission api.*points to \$LATEST/);
  expect(found?.hint).toMatch(/Move the URL\. Move the permission\..*publish-version/);
});

test('the command in a hint can be pasted', () => {
  const onLatest = refusal({ ...settled, alias: alias('live', '$LATEST') }, desired);
  expect(onLatest?.hint).toContain(
    'aws lambda update-alias --function-name api --name live --function-version "$(aws lambda publish-version --function-name api --query Version --output text)"',
  );
});
