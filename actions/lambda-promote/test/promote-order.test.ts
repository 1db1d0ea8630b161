import { codeOf, type LambdaWorld } from '@actions-aws/testing';
import { GetAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { checks } from './support/asked.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';
import { type World, world } from './support/world.ts';

// A newer run that finds its code live moves nothing; a run between the two must not take that code from users all the same.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: v0, run: 3 });
  await the.promote({ code: v1, run: 5 });
});
afterEach(() => the.stop());

const v0 = codeOf('v0');
const v1 = codeOf('v1');
const v2 = codeOf('v2');

/** Version 2, which has `v1`; by its number, since other code may wait on `$LATEST` by then. */
const found = { source: { kind: 'version', version: '2' } } as const;

/** What users meet, and what the alias says, in short. */
async function live({ alias }: Pick<LambdaWorld, 'alias'> = the, functionName?: string): Promise<string> {
  const { version, description = '' } = (await alias('live', functionName)) ?? {};
  return `${version} by ${/run=(\d+)/.exec(description)?.[1]} order ${/order=\w+:(\d+)/.exec(description)?.[1]}`;
}

/** Writes to aliases since the last call. */
async function aliasWrites(): Promise<readonly string[]> {
  const journal = await the.cloud.control.journal();
  await the.cloud.control.clearJournal();
  return journal.flatMap(({ operation, resource, effect }) =>
    /^(Create|Update)Alias$/.test(operation) && effect
      ? [`${operation} ${resource.split(':').slice(6).join(':')}`]
      : [],
  );
}

test('a newer run that finds its code live keeps a run between the two from promoting over it', async () => {
  const before = await the.alias();
  await aliasWrites();
  const newer = await the.promote({ code: v1, run: 7 });
  expect([newer.outcome, newer.done.map(({ step }) => step.do)]).toEqual(['noop', ['verify', 'claim']]);
  expect(await aliasWrites()).toEqual(['UpdateAlias search-api:live']);
  await the.pass(5_000);
  const between = await the.promote({ code: v2, run: 6 });
  expect([between.outcome, between.refusal?.code]).toEqual(['superseded', 'older-run']);
  // All else is as it was: who moved it, from where, and what was proved.
  expect(await the.alias()).toEqual({ ...before, description: before?.description.replace(':5 ', ':7 ') });
  expect((await the.promote({ code: v2, run: 8 })).outcome).toBe('promoted');
});

test('only a newer run of the same workflow has something to note', async () => {
  await the.promote({ code: v1, run: 7 });
  await aliasWrites();
  for (const run of [6, 7]) expect((await the.promote({ code: v1, run })).outcome).toBe('noop');
  const owner = { run: '9', attempt: 1, nonce: '00000009' };
  expect((await the.promote({ code: v1, deployer: { owner } })).outcome).toBe('noop');
  const order = { workflow: 'bbbbbbbbbbbb', number: 9 };
  expect((await the.promote({ code: v1, deployer: { owner, order } })).outcome).toBe('noop');
  expect(await aliasWrites()).toEqual([]);
});

test('a dry run says that it would be noted, and notes nothing', async () => {
  await aliasWrites();
  const { outcome, planned } = await the.promote({ code: v1, run: 7, dryRun: true });
  expect([outcome, planned.map(({ do: step }) => step)]).toEqual(['planned', ['verify', 'claim']]);
  expect(the.log()).toContain('note in the alias live of search-api');
  expect(await aliasWrites()).toEqual([]);
});

test('an alias of which another hand has written the description is left as it is', async () => {
  const byHand = { FunctionName: the.functionName, Name: 'live', Description: 'Managed by Terraform' };
  await the.lambda.send(new UpdateAliasCommand(byHand));
  await aliasWrites();
  expect((await the.promote({ code: v1, run: 7 })).outcome).toBe('noop');
  expect(await aliasWrites()).toEqual([]);
});

test('words of the description that a newer version of this action has written stay', async () => {
  const named = { FunctionName: the.functionName, Name: 'live' };
  const { Description } = await the.lambda.send(new GetAliasCommand(named));
  await the.lambda.send(new UpdateAliasCommand({ ...named, Description: `${Description} later=1` }));
  await the.promote({ code: v1, run: 7 });
  expect((await the.alias())?.description).toBe(`${Description?.replace(':5 ', ':7 ')} later=1`);
});

test('what fails behind the alias is not noted', async () => {
  const verify = checks([{ request: 'GET /api/v1/health', expect: { status: 503 } }]);
  await aliasWrites();
  const result = await the.promote({ code: v1, run: 7, verify });
  expect(result.outcome).toBe('rejected');
  expect(await aliasWrites()).toEqual([]);
});

test('a promotion that would be held notes it, one that is only staged does not', async () => {
  expect((await the.promote({ code: v1, run: 7, until: 'staged' })).outcome).toBe('noop');
  expect(await live()).toBe('2 by 5 order 5');
  expect((await the.promote({ code: v1, run: 7, until: 0.1 })).outcome).toBe('noop');
  expect(await live()).toBe('2 by 5 order 7');
});

/** Lets a run come to its request to `operation`, stops it there, does something else, and lets it go on. */
async function meanwhile<Result>(
  request: { readonly operation: string; readonly occurrence?: number },
  running: () => Promise<Result>,
  act: () => Promise<unknown>,
): Promise<Result> {
  const fault = { service: 'lambda', resource: '*:live', when: 'before', kind: 'hold', ...request } as const;
  await wire.cloud.control.clearJournal();
  await wire.cloud.control.addFault(fault);
  const result = running();
  const held = await wire.cloud.control.waitHeld(10_000);
  await act();
  await wire.cloud.control.release(held.id);
  return result;
}

let wire: World;

describe('while another run is under way', () => {
  beforeEach(async () => {
    wire = await world({ scale: 100 });
    await wire.promote({ code: v0, run: 3 });
    await wire.promote({ code: v1, run: 5 });
  });
  afterEach(() => wire.stop());

  test.each([
    [6, false, 'superseded', '2 by 5 order 8'],
    [6, true, 'promoted', '3 by 6 order 6'],
    [9, false, 'promoted', '3 by 9 order 9'],
  ])('run %s (allow-older: %s) meets the note of run 8 at its move', async (run, allowOlder, outcome, after) => {
    const result = await meanwhile(
      { operation: 'UpdateAlias' },
      () => wire.promote({ code: v2, run, allowOlder }),
      async () => expect((await wire.promote({ ...found, run: 8 })).outcome).toBe('noop'),
    );
    expect([result.outcome, await live(wire)]).toEqual([outcome, after]);
    expect(result.observed.failure?.code).toBe(outcome === 'superseded' ? 'older-run' : undefined);
  });

  test('a note that loses to a move is left, and so is the alias', async () => {
    const byHand = { FunctionName: wire.functionName, Name: 'live', FunctionVersion: '1', Description: 'by hand' };
    const result = await meanwhile(
      { operation: 'UpdateAlias' },
      () => wire.promote({ code: v1, run: 7 }),
      () => wire.lambda.send(new UpdateAliasCommand(byHand)),
    );
    expect([result.outcome, result.observed.failure?.code]).toEqual(['superseded', 'pointer-changed']);
    expect(await wire.alias()).toMatchObject({ version: '1', description: 'by hand' });
  });

  test('a move while what was found live is verified ends the run by that, and not by a check that meets other code', async () => {
    const byHand = { FunctionName: wire.functionName, Name: 'live', FunctionVersion: '1', Description: 'by hand' };
    const result = await meanwhile(
      { operation: 'Invoke' },
      () => wire.promote({ code: v1, run: 7 }),
      () => wire.lambda.send(new UpdateAliasCommand(byHand)),
    );
    expect([result.outcome, result.observed.failure?.code]).toEqual(['superseded', 'pointer-changed']);
    expect(await wire.alias()).toMatchObject({ version: '1', description: 'by hand' });
  });

  test.each([
    [7, 8, 1],
    [8, 7, 2],
  ])('of two notes the newer one stays: run %s after run %s', async (first, second, writes) => {
    const result = await meanwhile(
      { operation: 'UpdateAlias' },
      () => wire.promote({ code: v1, run: first }),
      () => wire.promote({ code: v1, run: second }),
    );
    expect([result.outcome, await live(wire)]).toEqual(['noop', '2 by 5 order 8']);
    const journal = await wire.cloud.control.journal();
    expect(journal.filter(({ operation, effect }) => operation === 'UpdateAlias' && effect)).toHaveLength(writes);
  });

  test('a description that another hand writes meanwhile stays', async () => {
    const byHand = { FunctionName: wire.functionName, Name: 'live', Description: 'Managed by Terraform' };
    const result = await meanwhile(
      { operation: 'UpdateAlias' },
      () => wire.promote({ code: v1, run: 7 }),
      () => wire.lambda.send(new UpdateAliasCommand(byHand)),
    );
    expect(result.outcome).toBe('noop');
    expect((await wire.alias())?.description).toBe('Managed by Terraform');
  });

  // The note comes before the proof, before the way back, or before the look after a move whose reply was lost.
  test.each([
    ['its proof', { operation: 'Invoke' }],
    ['its way back', { operation: 'UpdateAlias', occurrence: 2 }],
  ])('a run whose proof fails takes back what was noted meanwhile, right before %s', async (_what, request) => {
    const broken = codeOf('v3', { broken: 'behind-alias' });
    const result = await meanwhile(
      request,
      () => wire.promote({ code: broken, run: 6 }),
      async () => {
        const { outcome } = await wire.promote({ code: broken, run: 8, verify: [] });
        expect(outcome).toBe('noop');
      },
    );
    expect([result.outcome, await live(wire)]).toEqual(['rolled-back', '2 by 6 order 8']);
  });

  test('a move whose reply was lost is found under a note', async () => {
    const lost = { operation: 'UpdateAlias', resource: '*:live', kind: 'reset', when: 'after', times: 1 } as const;
    await wire.cloud.control.addFault(lost);
    const result = await meanwhile(
      { operation: 'GetAlias' },
      () => wire.promote({ code: v2, run: 6 }),
      async () => expect((await wire.promote({ code: v2, run: 8, verify: [] })).outcome).toBe('noop'),
    );
    expect([result.outcome, await live(wire)]).toEqual(['promoted', '3 by 6 order 8']);
  });

  test('a canary whose first share meets a note goes on', async () => {
    const canary = { canary: [{ share: 0.1, bakeMs: 1_000 }], alarms: { alarms: [] }, minInvocations: 0, settleMs: 0 };
    const result = await meanwhile(
      { operation: 'UpdateAlias' },
      () => wire.promote({ code: v2, run: 9, ...canary, until: 0.1 }),
      () => wire.promote({ ...found, run: 8 }),
    );
    expect([result.outcome, await live(wire)]).toEqual(['held', '2 by 9 order 9']);
  });
});

describe('of several functions', () => {
  const both = (api: string, worker: string) => [
    { functionName: 'search-api', code: codeOf(api) },
    { functionName: 'search-worker', code: codeOf(worker) },
  ];

  beforeEach(async () => {
    await the.make('search-worker');
    await the.promote({ functionName: 'search-worker', code: v1, run: 5 });
  });

  test('each that is found is noted, beside those that move', async () => {
    await aliasWrites();
    const newer = await the.promoteAll(both('v2', 'v1').map((one) => ({ ...one, run: 7 })));
    expect(newer.outcome).toBe('promoted');
    expect((await aliasWrites()).toSorted()).toEqual([
      'UpdateAlias search-api:live',
      'UpdateAlias search-api:live-previous',
      'UpdateAlias search-worker:live',
    ]);
    // What run 6 brings to search-api is there: only search-worker would move.
    const between = await the.promoteAll(both('v2', 'v2').map((one) => ({ ...one, run: 6 })));
    expect(between.outcome).toBe('superseded');
    expect(await live(the, 'search-worker')).toBe('1 by 5 order 7');
  });

  test('an outage at a note is waited out, so that it takes nothing proved from users', async () => {
    const outage = {
      operation: 'UpdateAlias',
      resource: '*:search-worker:live',
      kind: 'unavailable',
      times: 3,
    } as const;
    await the.cloud.control.addFault(outage);
    const result = await the.promoteAll(both('v2', 'v1').map((one) => ({ ...one, run: 7 })));
    expect(result.outcome).toBe('promoted');
    expect(await live(the, 'search-worker')).toBe('1 by 5 order 7');
  });
});
