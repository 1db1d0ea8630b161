import { createHash } from 'node:crypto';
import { codeOf, type Zipped } from '@actions-aws/testing';
import { zipSync } from 'fflate';
import { errorBreach } from '../src/canary/error-floor.ts';
import type { Asked } from './support/asked.ts';
import { written } from './support/canary-world.ts';
import { type Company, type StageWorld, stageWorld } from './support/stage-world.ts';

describe('calls of closed minutes', () => {
  test.each<[string, string, string]>([
    // Errors of calls: the candidate's, and those of what is live.
    ['5/100', '0/100', 'api:7 failed 5 of its 100 calls (5 %), and api:6 0 of 100 (0 %) in the same minutes'],
    ['5/5', '0/0', 'api:7 failed all of its 5 calls'],
    ['5/100', '1/100', 'api:7 failed 5 of its 100 calls (5 %), and api:6 1 of 100 (1 %) in the same minutes'],
    ['6/100', '2/100', 'api:7 failed 6 of its 100 calls (6 %), and api:6 2 of 100 (2 %) in the same minutes'],
    ['30/100', '0/0', 'api:7 failed 30 of its 100 calls (30 %), and api:6 was not called in the same minutes'],
    ['3/3', '0/100', 'api:7 failed all of its 3 calls'],
    ['3/3', '100/100', 'api:7 failed all of its 3 calls'],
    // CloudWatch tells of more errors than calls where it has not told of all calls.
    ['3/2', '0/0', 'api:7 failed all of its 3 calls'],
    ['3/0', '0/0', 'api:7 failed all of its 3 calls'],
  ])('the candidate failing %s beside %s is a breach', (candidate, live, told) => {
    expect(breach(candidate, live)).toBe(told);
  });

  test.each([
    ['0/0', '0/0'],
    ['0/1000', '0/1000'],
    ['2/2', '0/100'],
    ['4/5', '0/100'],
    ['4/100', '0/100'],
    ['5/101', '0/100'],
    ['6/100', '3/100'],
    ['99/100', '34/100'],
    ['5/100', '100/100'],
  ])('the candidate failing %s beside %s is none', (candidate, live) => {
    expect(breach(candidate, live)).toBeUndefined();
  });

  function breach(candidate: string, live: string): string | undefined {
    return errorBreach({ name: 'api:7', ...tally(candidate), live: { name: 'api:6', ...tally(live) } });
  }

  function tally(given: string) {
    const [errors = 0, invocations = 0] = given.split('/').map(Number);
    return { errors, invocations };
  }
});

describe('a canary that no alarm watches', () => {
  let the: StageWorld;
  beforeEach(async () => {
    the = await stageWorld();
    await the.cloud.control.call('cloudwatch.delay', { lambda: 10_000 }, { region: 'eu-west-1' });
  });
  afterEach(() => the.stop());

  const users: Company = { users: ['search-api'] };
  const canary: Partial<Asked> = {
    canary: [{ share: 0.5, bakeMs: 120_000 }],
    settleMs: 60_000,
    alarms: { alarms: [] },
    timeoutMs: 1_200_000,
  };
  const broken = codeOf('v2', { broken: 'but-healthy' });

  /** Code that fails every fourth call of users. */
  function failing(version: string): Zipped {
    const source = `
      let calls = 0;
      exports.handler = async (event) => {
        if (event.rawPath !== '/api/v1/health' && calls++ % 4 === 0) throw new Error('the index is missing');
        return { statusCode: 200, body: '${version}' };
      };`;
    const bytes = zipSync({ 'index.js': Buffer.from(source) });
    return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
  }

  test('and whose every call fails is taken back', async () => {
    await the.promote({ code: codeOf('v1') });
    const result = await the.promote({ ...canary, code: broken }, users);
    expect(result.outcome).toBe('rolled-back');
    expect(result.observed.failure?.message).toMatch(/^At 50% of the users: search-api:2 failed all of its \d+ calls/);
    expect(result.observed.failure?.hint).toContain('`error-floor: none`');
    expect(await written(the)).not.toContain('2');
  });

  test('is promoted all the same where it was said that errors do not matter', async () => {
    await the.promote({ code: codeOf('v1') });
    const alarms = { alarms: [], errorFloor: 'none' } as const;
    expect((await the.promote({ ...canary, alarms, code: broken }, users)).outcome).toBe('promoted');
  });

  test('is taken back also where too little data may pass', async () => {
    await the.promote({ code: codeOf('v1') });
    const alarms = { alarms: [], onInsufficientData: 'pass' } as const;
    const result = await the.promote({ ...canary, alarms, minInvocations: 1_000, code: broken }, users);
    expect(result.outcome).toBe('rolled-back');
  });

  test('and fails far more often than what is live is taken back', async () => {
    await the.promote({ code: codeOf('v1') });
    const result = await the.promote({ ...canary, code: failing('v2') }, users);
    expect(result.outcome).toBe('rolled-back');
    expect(result.observed.failure?.message).toMatch(
      /search-api:2 failed \d+ of its \d+ calls \([\d.]+ %\), and search-api:1 0 of \d+ \(0 %\)/,
    );
  });

  test('and fails as often as what is live is no worse', async () => {
    await the.promote({ code: failing('v1') });
    expect((await the.promote({ ...canary, code: failing('v2') }, users)).outcome).toBe('promoted');
  });

  test('and failed while it was held is taken back by the call that was to go on', async () => {
    await the.promote({ code: codeOf('v1') });
    const held = await the.promote({ code: broken, until: 0.5 });
    expect(held.outcome).toBe('held');
    for (let call = 0; call < 120; call += 1) {
      await the.use();
      await the.pass(1_000);
    }
    await the.pass(120_000);
    const result = await the.promote({ ...canary, code: broken });
    expect(result.outcome).toBe('rolled-back');
    expect(result.observed.failure?.message).toMatch(
      /search-api:2 failed all of its \d+ calls.*Users meet the candidate/,
    );
    expect(result.bakes).toEqual([]);
  });
});
