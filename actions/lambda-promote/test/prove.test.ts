import { type Check, type CheckResult, prove, type TargetCheck } from '@actions-aws/checks';
import type { Invocations } from '@actions-aws/lambda';
import { type Invoker, lambdaTarget, type Qualified } from '../src/checks/lambda-target.ts';
import { check } from './support/situations.ts';

const qualified = { functionName: 'api', qualifier: 'live', version: '3', timeoutMs: 3000 };
const answer = { payload: '{}', functionError: undefined, logTail: '', durationMs: 1 };

/** Where all is well at once. */
const addresses = { get: async () => ({ status: 200, body: 'fine' }) };

/** Puts checks to what answers there. */
async function proveAt(
  where: Partial<Qualified>,
  checks: readonly Check[],
  invoker: Omit<Invoker, 'signal'>,
): Promise<readonly CheckResult[]> {
  const { signal } = new AbortController();
  const target = lambdaTarget({ ...qualified, ...where }, { ...invoker, signal });
  return prove(checks, target, { addresses, clock: invoker.clock, signal });
}

/** A clock on which only waiting takes time. */
function clockOfWaits() {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
}

/** Puts the check to an alias that leads to version 2 for so long after it has moved, and says what is wrong and when. */
async function proveWithin(settlesMs: number, before: 'answers' | 'is gone') {
  const clock = clockOfWaits();
  const invocations: Invocations = {
    async invoke() {
      if (clock.now() >= settlesMs) return { ...answer, executedVersion: '3' };
      if (before === 'answers') return { ...answer, executedVersion: '2' };
      return { refused: 'missing', error: new Error('Function not found') };
    },
  };
  const [result] = await proveAt({}, [check], { invocations, clock });
  return { wrong: result?.wrong, now: clock.now() };
}

test.each(['answers', 'is gone'] as const)(
  'while AWS goes on routing to the version before, which %s, the check is put again',
  async (before) => {
    expect(await proveWithin(50_000, before)).toEqual({ wrong: [], now: 50_000 });
  },
);

test('a version before that answers for longer than AWS takes is wrong', async () => {
  expect(await proveWithin(120_000, 'answers')).toEqual({
    wrong: ['version 2 answered, not 3'],
    now: 60_000,
  });
});

test('an alias that leads to a version that is not there for longer than that is an error', async () => {
  await expect(proveWithin(120_000, 'is gone')).rejects.toThrow('Function not found');
});

/** What comes of a check where Lambda cannot run what answers, until `settlesMs`. */
async function proveUnable(qualifier: string, settlesMs = Number.POSITIVE_INFINITY) {
  const clock = clockOfWaits();
  const invocations: Invocations = {
    async invoke() {
      if (clock.now() >= settlesMs) return { ...answer, executedVersion: '3' };
      return { refused: 'unable', reason: 'KMSDisabledException: Disabled.', remedy: 'Look at the key.' };
    },
  };
  const [result] = await proveAt({ qualifier }, [check], { invocations, clock });
  return { wrong: result?.wrong, now: clock.now() };
}

test('a version that Lambda cannot run fails the check at once, which says what to put right', async () => {
  const wrong = ['Lambda did not run it (KMSDisabledException: Disabled.): look at the key'];
  expect(await proveUnable('3')).toEqual({ wrong, now: 0 });
  expect(await proveUnable('live')).toEqual({ wrong, now: 60_000 });
});

test('behind an alias it may be the version before that Lambda cannot run', async () => {
  expect(await proveUnable('live', 20_000)).toEqual({ wrong: [], now: 20_000 });
});

describe('an address, which cannot tell what version answers', () => {
  const url: Check = { kind: 'url', name: 'health', url: 'https://api.example.com', expect: { json: [] } };

  /** Puts checks to an alias that leads to version 2 for so long, and says what came of it, when, and after how many calls. */
  async function proveAddress(checks: readonly Check[], probe: TargetCheck | undefined, settlesMs = 5_000) {
    const clock = clockOfWaits();
    let calls = 0;
    const invocations: Invocations = {
      async invoke() {
        calls += 1;
        return { ...answer, functionError: 'Unhandled', executedVersion: clock.now() >= settlesMs ? '3' : '2' };
      },
    };
    const results = await proveAt({ probe }, checks, { invocations, clock });
    return { results: results.map(({ name, wrong }) => [name, ...wrong]), now: clock.now(), calls };
  }

  test('is asked once the new version has answered a call, also by an error', async () => {
    expect(await proveAddress([url], check)).toEqual({ results: [['health']], now: 5_000, calls: 11 });
  });

  test('does not confirm a version that never answers', async () => {
    const { results, now } = await proveAddress([url], check, 120_000);
    expect(results).toEqual([['version 3 answers', 'version 2 answered, not 3'], ['health']]);
    expect(now).toBe(60_000);
  });

  test('comes after the checks that can, and no other call is made then', async () => {
    const { results, calls } = await proveAddress([url, check], check, 0);
    expect(results.map(([name]) => name)).toEqual([check.name, 'health']);
    expect(calls).toBe(1);
  });

  test('is asked after a minute where there is nothing to call', async () => {
    expect(await proveAddress([url], undefined)).toEqual({ results: [['health']], now: 60_000, calls: 0 });
  });
});
