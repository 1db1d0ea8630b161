import { Cancelled } from '@actions-aws/action';
import type { Fault } from '@actions-aws/local-github';
import { sampleOf, scopeOf } from '@actions-aws/testing';
import type { Result } from '../../src/result.ts';
import { gateBefore, type When } from './gate.ts';
import { runOf } from './runs.ts';
import { fates, uploading } from './uploading.ts';
import { TIMEOUT, type UploadWorld, uploadWorld } from './world.ts';

/** Which faults strike, and how long a test may take. */
export interface Sweeps {
  /** At each request once. */
  readonly once: readonly Fault[];
  /** From each request on, for longer than a run has time. */
  readonly lasting: readonly Fault[];
  /** At most at so many requests, drawn by the commit; at all of them unless given. */
  readonly requests?: number;
  /** Milliseconds. */
  readonly timeout: number;
}

/** The run that is disturbed: three analyses in one file, of which GitHub refuses one, so that each goes by itself then. */
export function trial(world: UploadWorld, given: Parameters<typeof uploading>[2] = {}): Promise<Result> {
  const runs = [
    runOf([{}], { category: 'a' }),
    runOf([{}], { tool: 'CodeQL' }),
    runOf([{}, { line: 9 }], { category: 'b' }),
  ];
  return uploading(world, runs, given);
}

/** A world in which the trial goes all ways. */
export async function trialWorld(): Promise<UploadWorld> {
  const world = await uploadWorld();
  world.local.setCodeScanning({ defaultSetup: true });
  return world;
}

/** Strikes requests of the trial by each fault, and ends the run at them. */
export function sweepUpload({ once, lasting, requests: most, timeout }: Sweeps): void {
  let world: UploadWorld;
  let requests: number;
  let end: string;
  let state: unknown;
  beforeAll(async () => {
    const undisturbed = await trialWorld();
    end = endOf(await trial(undisturbed));
    requests = undisturbed.local.requests.length;
    state = await settled(undisturbed);
    await undisturbed.stop();
  });
  beforeEach(async () => {
    world = await trialWorld();
  });
  afterEach(() => world.stop());

  /** The requests at which a disturbance strikes. */
  const struck = (of: string) => {
    const all = Array.from({ length: requests }, (_, index) => index + 1);
    return sampleOf(all, { ...(most !== undefined && { most }), of, name: String, kinds: () => [] }, scopeOf());
  };

  test('the trial goes all ways', () => {
    expect(JSON.parse(end)).toEqual({
      outcome: 'rejected',
      code: 'refused',
      fates: ['Lint a landed', 'CodeQL refused', 'Lint b landed'],
    });
    expect(requests).toBeGreaterThan(10);
  });

  test.each(once)(
    'once, at any request, %s is got over',
    async (fault) => {
      const wrong: unknown[] = [];
      for (const request of struck(`${fault}, once`)) {
        world.local.disturb({ fault, from: request });
        const found = endOf(await trial(world));
        if (found !== end) wrong.push({ request, found });
      }
      expect(wrong).toEqual([]);
      expect(await settled(world)).toEqual(state);
    },
    timeout,
  );

  test.each(lasting)(
    'from any request on, %s is told with an outcome that is true, and a second run ends as if nothing had been',
    async (fault) => {
      const wrong: unknown[] = [];
      for (const request of struck(`${fault}, lasting`)) {
        const until = world.clock.now() + TIMEOUT * 3;
        const [before, after] = [request, Number.POSITIVE_INFINITY];
        world.local.disturb({ fault, from: before, until, times: after });
        const result = await trial(world);
        const isTold = ['rate-limited', 'unavailable', 'not-processed', 'timed-out'].includes(
          result.failure?.code ?? '',
        );
        if (!isTold || !isTrue(result)) wrong.push({ request, found: endOf(result) });
        await world.clock.sleep(until - world.clock.now() + 1);
        const again = endOf(await trial(world));
        if (again !== end) wrong.push({ request, again });
      }
      expect(wrong).toEqual([]);
      expect(await settled(world)).toEqual(state);
    },
    timeout,
  );

  test.each(['before', 'after'] as const)(
    'a run that ends at any request, %s its effect, asks nothing more, says what is known, and a second run ends as if nothing had been',
    async (when) => {
      const wrong: unknown[] = [];
      for (const request of struck(`ended ${when}`)) {
        const { result, after } = await broken(world, request, when);
        if (result.failure?.code !== 'cancelled' || !isTrue(result) || after > 0)
          wrong.push({ request, found: endOf(result), after });
        const again = endOf(await trial(world));
        if (again !== end) wrong.push({ request, again });
      }
      expect(wrong).toEqual([]);
      expect(await settled(world)).toEqual(state);
    },
    timeout,
  );
}

/** Whether a run that an error ended says what is known: `failed` where nothing is in the air, else `unknown`. */
function isTrue({ outcome, fates: all }: Result): boolean {
  const isOpen = [...all.values()].some(({ state }) => state === 'sent');
  return outcome === (isOpen ? 'unknown' : 'failed');
}

/** How a run ended, as it must be the same however it was disturbed. */
function endOf(result: Result): string {
  return JSON.stringify({ outcome: result.outcome, code: result.failure?.code, fates: fates(result) });
}

/** What GitHub holds in the end: each analysis of the ref, and each alert. */
async function settled(world: UploadWorld): Promise<unknown> {
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${world.local.token}` };
    const answer = await fetch(`${world.local.endpoint}/repos/octo/search/code-scanning/${path}?per_page=100`, {
      headers,
    });
    return (await answer.json()) as readonly Record<string, unknown>[];
  };
  const analyses = (await get('analyses')).filter(({ error }) => error === '');
  return {
    analyses: analyses.map((one) => JSON.stringify([one.tool, one.category, one.results_count])).sort(),
    alerts: (await get('alerts')).map(({ state, rule }) => JSON.stringify([state, rule])).sort(),
  };
}

/** Cancels the trial at its n-th request; from there on nothing comes through, as of a process that was killed. */
async function broken(
  world: UploadWorld,
  at: number,
  when: When,
): Promise<{ readonly result: Result; readonly after: number }> {
  const controller = new AbortController();
  const gate = await gateBefore(world, at, when, () => controller.abort(new Cancelled('SIGTERM')));
  try {
    const result = await trial(gate.world, { signal: controller.signal });
    return { result, after: gate.came - at };
  } finally {
    await gate.stop();
  }
}
