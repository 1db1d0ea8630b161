import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { warningOf } from '../src/report/words.ts';
import { type World, world } from './support/world.ts';

let the: World;
beforeEach(async () => {
  the = await world();
  await the.publish('v1', proved);
  await the.publish('v2', proved);
  await the.publish('v3', proved);
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

const proved = 'lambda-promote run=1.1 nonce=00000000 proof=0123456789abcdef';
const promoted = (from: string, earlier?: string) =>
  `lambda-promote from=${from}${earlier ? ` earlier=${earlier}` : ''} run=1.1 nonce=00000000 order=aaaaaaaaaaaa:7 proof=0123456789abcdef`;

test('goes back to what the live version was promoted from, in three calls', async () => {
  await the.point('live', '3', promoted('1'));
  await the.cloud.control.clearJournal();
  const result = await the.rollBack();
  expect(result.outcome).toBe('rolled-back');
  expect((await the.cloud.control.journal()).map(({ operation }) => operation)).toEqual([
    'GetAlias',
    'GetFunction',
    'UpdateAlias',
  ]);
  expect(await the.use()).toEqual({ body: expect.stringContaining('v1'), version: '1' });
});

test('says what it took back and what was before, and keeps the order, so that an older run does not slip in', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await the.rollBack();
  expect((await the.alias())?.description).toEqual(
    expect.stringMatching(
      /^lambda-rollback to=2 from=1 undid=3 at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ run=901\.1 nonce=00000001 order=aaaaaaaaaaaa:7$/,
    ),
  );
});

test('goes to the previous alias where the alias does not say where it came from', async () => {
  await the.point('live', '3', 'Managed by Terraform');
  await the.point('live-previous', '1');
  expect((await the.rollBack()).observed.because).toBe('live-previous points to it');
  expect((await the.alias())?.version).toBe('1');
});

test('goes nowhere where nothing says what was live, however well older versions were proved', async () => {
  await the.point('live', '3');
  const before = await the.alias();
  const result = await the.rollBack();
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure).toEqual({
    code: 'nothing-before',
    message:
      'There is nothing to go back to from version 3 of search-api: nothing says which version users reached before. Older and proved, but perhaps never live: 2, 1.',
    hint: expect.stringContaining('Name a version in `to` that is there'),
  });
  expect(await the.alias()).toEqual(before);
});

test('an alias that was moved by hand goes back by what its previous alias says of the version that it is on', async () => {
  await the.point('live', '2');
  await the.point('live-previous', '3', promoted('2', '1'));
  expect((await the.rollBack()).observed.because).toBe('version 2 was promoted from it');
  expect((await the.alias())?.version).toBe('1');
});

test('pressed twice, it goes back once: the second run writes nothing, says who went back, when, and how to go further', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await the.point('live-previous', '2', promoted('1'));
  await the.rollBack();
  const before = await the.alias();
  const writes = await the.writes();
  for (const onlyIf of ['any', '2']) {
    const second = await the.rollBack({ onlyIf });
    expect(second.outcome).toBe('noop');
    expect(second.planned).toEqual([]);
    expect(warningOf(second)).toMatch(
      /^The alias live of search-api is on version 2 because run 901 \(lambda-rollback\) took version 3 back at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: a rollback goes back once, so nothing was moved\. To go further, name the version in `to`; version 1 was live before\.$/,
    );
  }
  expect(await the.writes()).toEqual(writes);
  expect(await the.alias()).toEqual(before);
  expect((await the.rollBack({ to: '1' })).outcome).toBe('rolled-back');
  expect((await the.alias())?.version).toBe('1');
});

test('what the promotion took back itself is no reason to go a step further', async () => {
  await the.point('live', '2', 'lambda-promote to=2 from=1 undid=3 run=1.1 nonce=00000000');
  for (const onlyIf of ['any', '2', '3']) {
    const result = await the.rollBack({ onlyIf });
    expect(result.outcome).toBe('noop');
    expect(warningOf(result)).toContain(
      'because run 1 (lambda-promote) took version 3 back: a rollback goes back once',
    );
  }
  expect(await the.alias()).toMatchObject({ version: '2' });
});

test('a split that was begun by hand after a rollback is cleared, and no step further is gone', async () => {
  await the.point('live', '2', 'lambda-rollback to=2 from=1 undid=4 run=1.1 nonce=00000000', { weights: { 3: 0.1 } });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('to name a version that was taken back is said loudly', async () => {
  await the.point('live', '2', 'lambda-promote to=2 from=1 undid=3 run=1.1 nonce=00000000');
  const result = await the.rollBack({ to: '3' });
  expect(result.outcome).toBe('rolled-back');
  expect(warningOf(result)).toMatch(/^Version 3 of search-api was taken back by run 1 \(lambda-promote\)/);
});

test('a second attempt of the same run does not take a second step', async () => {
  await the.point('live', '3', promoted('2'));
  await the.rollBack({ run: '77' });
  const again = await the.rollBack({ run: '77' });
  expect(again.outcome).toBe('rolled-back');
  expect((await the.alias())?.version).toBe('2');
});

test('a version that is gone is passed over, and said', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await the.lambda.send(new DeleteFunctionCommand({ FunctionName: the.functionName, Qualifier: '2' }));
  const result = await the.rollBack();
  expect(result.observed.passedOver).toEqual([
    { version: '2', why: 'version 2 (version 3 was promoted from it) is gone' },
  ]);
  expect((await the.alias())?.version).toBe('1');
});

test('goes to the version that is named, and is a noop where that is live', async () => {
  await the.point('live', '3', promoted('2'));
  expect((await the.rollBack({ to: '1' })).outcome).toBe('rolled-back');
  expect((await the.rollBack({ to: '1' })).outcome).toBe('noop');
  const missing = await the.rollBack({ to: '9' });
  expect(missing.outcome).toBe('failed');
  expect(missing.observed.failure?.message).toContain('version 9 (the workflow names it) is gone');
});

test('with only-if it undoes that version', async () => {
  await the.point('live', '3', promoted('2'));
  expect((await the.rollBack({ onlyIf: '3' })).outcome).toBe('rolled-back');
});

test.each<[string, string]>([
  ['', 'any'],
  ['from=1 ', 'any'],
  ['from=1 ', '3'],
])('where AWS could not provision what was taken back to, users get it without (%s, %s)', async (from, onlyIf) => {
  await the.point('live', '2', `lambda-promote run=1.1 nonce=00000000 to=2 ${from}undid=3`, { weights: { 3: 1 } });
  expect((await the.rollBack({ onlyIf })).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({
    version: '2',
    weights: {},
    description: expect.stringContaining(`lambda-rollback to=2 ${from}undid=3 `),
  });
  expect((await the.rollBack({ onlyIf: '3' })).outcome).toBe('noop');
});

test('with only-if it leaves a colleague’s promotion alone', async () => {
  await the.point('live', '3', promoted('2'));
  const before = await the.alias();
  expect((await the.rollBack({ onlyIf: '2' })).outcome).toBe('superseded');
  expect(await the.alias()).toEqual(before);
});

test('with only-if, what was taken back already is a noop', async () => {
  await the.point('live', '2', 'lambda-promote undid=3 run=1.1 nonce=00000000');
  expect((await the.rollBack({ onlyIf: '3' })).outcome).toBe('noop');
});

test('a canary goes back to what is live beside it, and the next rollback does not go further', async () => {
  const trial = 'lambda-promote to=2 from=1 held=3 share=10% until=2099-05-04T12:00:00Z run=6.1 nonce=cccccccc';
  await the.point('live', '2', trial, { weights: { 3: 0.1 } });
  const result = await the.rollBack({ onlyIf: '3' });
  expect(result.outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({
    version: '2',
    weights: {},
    description: expect.stringMatching(/^lambda-rollback to=2 from=1 undid=3 /),
  });
  expect(await the.rollBack({ onlyIf: '3' })).toMatchObject({ outcome: 'noop' });
  expect((await the.rollBack()).outcome).toBe('noop');
  expect(await the.alias()).toMatchObject({ version: '2' });
  expect((await the.rollBack({ to: '1' })).outcome).toBe('rolled-back');
});

test('clears weights: the version that has most of the traffic keeps it all', async () => {
  await the.point('live', '2', '', { weights: { 3: 0.1 } });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('a version that sleeps is woken before users get it', async () => {
  await the.point('live', '3', promoted('1'));
  await the.cloud.control.call('lambda.deactivate', { functionName: `${the.functionName}:1` }, { region: 'eu-west-1' });
  const result = await the.rollBack();
  expect(result.planned.map((step) => step.do)).toEqual(['awaken', 'move']);
  expect(await the.use()).toEqual({ body: expect.stringContaining('v1'), version: '1' });
});

const region = { region: 'eu-west-1' };
const setState = (version: string, state: string, text = 'It broke.') => {
  const reason = { code: 'InternalError', text };
  return the.cloud.control.call(
    'lambda.setState',
    { functionName: `${the.functionName}:${version}`, state, reason },
    region,
  );
};

test.each(['Failed', 'Deactivating', 'Deactivated', 'ActiveNonInvocable', 'Deleting'])(
  'a version that is %s is passed over at once, with the reason that AWS gives',
  async (state) => {
    await the.point('live', '3', promoted('2', '1'));
    await setState('2', state);
    const result = await the.rollBack();
    expect(result.outcome).toBe('rolled-back');
    expect(result.observed.passedOver.map(({ why }) => why)).toEqual([
      `version 2 (version 3 was promoted from it) is in the state ${state} (InternalError: It broke.)`,
    ]);
    expect((await the.alias())?.version).toBe('1');
    expect((await the.use()).body).toContain('v1');
  },
);

/** Makes a version sleep, and what it needs impossible to recreate. */
async function cannotWake(version: string): Promise<void> {
  const { functionName } = the;
  const failure = { functionName, step: 'restore', code: 'SubnetOutOfIPAddresses', reason: 'The subnet is full.' };
  await the.cloud.control.call('lambda.deactivate', { functionName: `${functionName}:${version}` }, region);
  await the.cloud.control.call('lambda.failNext', failure, region);
}

test('a version that cannot be woken ends at once, and the next of the history is taken', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await cannotWake('2');
  const result = await the.rollBack();
  expect(result.outcome).toBe('rolled-back');
  const why =
    'version 2 (version 3 was promoted from it) was woken, and is in the state Inactive (SubnetOutOfIPAddresses: The subnet is full.) again';
  expect(result.observed.passedOver).toEqual([{ version: '2', why }]);
  expect(the.log()).toContain(why);
  expect((await the.alias())?.version).toBe('1');
});

test('where no version can run, nothing is moved, and each is named with its reason', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await setState('1', 'Failed');
  await cannotWake('2');
  const before = await the.alias();
  const result = await the.rollBack();
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toMatch(
    /^There is nothing to go back to from version 3 of search-api: version 2 .* again; version 1 \(version 2 was promoted from it\) is in the state Failed \(InternalError: It broke\.\)\.$/,
  );
  expect(await the.alias()).toEqual(before);
});

test('a version that is named and cannot run is not replaced by another', async () => {
  await the.point('live', '3', promoted('2', '1'));
  await setState('2', 'Failed');
  const result = await the.rollBack({ to: '2' });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toContain('version 2 (the workflow names it) is in the state Failed');
});

test('what is live beside a canary has all users again, whatever its state', async () => {
  const trial = 'lambda-promote to=2 from=1 held=3 share=10% until=2099-05-04T12:00:00Z run=6.1 nonce=cccccccc';
  await the.point('live', '2', trial, { weights: { 3: 0.1 } });
  await cannotWake('2');
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('a dry run says where it would go, and writes nothing', async () => {
  await the.point('live', '3', promoted('2'));
  const before = await the.writes();
  const result = await the.rollBack({ dryRun: true });
  expect(result.outcome).toBe('planned');
  expect(result.planned).toEqual([{ do: 'move', from: '3', to: '2' }]);
  expect(await the.writes()).toEqual(before);
});

test('somebody who moves the alias at the same moment wins', async () => {
  await the.point('live', '3', promoted('2'));
  await the.cloud.control.addFault({
    service: 'lambda',
    operation: 'UpdateAlias',
    when: 'before',
    kind: 'hold',
    times: 1,
  });
  const running = the.rollBack();
  const held = await the.cloud.control.waitHeld(10_000);
  await the.point('live', '1', 'by hand');
  await the.cloud.control.release(held.id);
  expect((await running).outcome).toBe('superseded');
  expect(await the.alias()).toMatchObject({ version: '1', description: 'by hand' });
});

test('a newer run that notes at the same moment that it found its version there is no other deployment', async () => {
  const noted = (number: number) => `lambda-promote to=3 from=2 run=5.1 nonce=00000005 order=aaaaaaaaaaaa:${number}`;
  await the.point('live', '3', noted(5));
  await the.cloud.control.addFault({ service: 'lambda', operation: 'UpdateAlias', kind: 'hold' });
  const running = the.rollBack();
  const held = await the.cloud.control.waitHeld(10_000);
  await the.point('live', '3', noted(7));
  await the.cloud.control.release(held.id);
  expect((await running).outcome).toBe('rolled-back');
  const description = expect.stringMatching(/^lambda-rollback to=2 undid=3 .*order=aaaaaaaaaaaa:7$/);
  expect(await the.alias()).toMatchObject({ version: '2', description });
});

test('says so where there is no alias, and where there is nothing to go back to', async () => {
  expect((await the.rollBack()).observed.failure?.message).toContain('There is no alias live of search-api');
  await the.point('live', '1');
  expect((await the.rollBack()).observed.failure?.message).toContain('nothing to go back to from version 1');
});

test('a further step of the same run, to a version that is named, is taken', async () => {
  await the.point('live', '3', promoted('2'));
  await the.rollBack({ run: '77' });
  const further = await the.rollBack({ run: '77', to: '1' });
  expect(further.outcome).toBe('rolled-back');
  expect((await the.alias())?.version).toBe('1');
});

test('after a step over the previous alias, the next one does not lead forth to it', async () => {
  await the.point('live', '3', promoted('2'));
  await the.point('live-previous', '2');
  await the.rollBack({ to: '1' });
  const next = await the.rollBack();
  expect(next.outcome).toBe('noop');
  expect(warningOf(next)).toMatch(/To go further, name the version in `to`\.$/);
});

test('a description that is left over from another move is not believed', async () => {
  await the.point('live', '3', `lambda-promote to=2 from=1 run=1.1 nonce=00000000`);
  await the.point('live-previous', '2');
  expect((await the.rollBack()).observed.because).toBe('live-previous points to it');
  expect((await the.alias())?.version).toBe('2');
});

test('while AWS moves provisioned concurrency, users still reach the version before: it stays', async () => {
  await the.point('live', '3', 'Managed by Terraform', { weights: { 1: 1 } });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('with only-if it leaves a colleague’s canary over that version alone', async () => {
  await the.point('live', '3', promoted('2'), { weights: { 1: 0.1 } });
  const before = await the.alias();
  expect((await the.rollBack({ onlyIf: '3' })).outcome).toBe('superseded');
  expect(await the.alias()).toEqual(before);
});

const ofMove = { service: 'lambda', operation: 'UpdateAlias', kind: 'reset', when: 'after' } as const;

test('a move whose every reply is lost is read back', async () => {
  await the.point('live', '3', promoted('2'));
  await the.cloud.control.addFault({ ...ofMove, times: 20 });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect((await the.alias())?.version).toBe('2');
});

test('where neither the move nor a look after it is answered, nobody knows, and it says so', async () => {
  await the.point('live', '3', promoted('2'));
  // For longer than the rollback has.
  await the.cloud.control.addFault({ ...ofMove, forMs: 3_600_000 });
  await the.cloud.control.addFault({ ...ofMove, operation: 'GetAlias', since: 3, forMs: 3_600_000 });
  const result = await the.rollBack();
  expect(result.outcome).toBe('unknown');
  expect(result.observed.failure?.message).toContain('Could not move the alias live of search-api to version 2');
});
