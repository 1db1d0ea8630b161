import type { Clock } from '@actions-aws/action';
import { exchangeOver } from '@actions-aws/action/http';
import type { Patience } from '@actions-aws/aws';
import type { FaultRule } from '@actions-aws/local-aws';
import { isRed, judge, sitesOnAws, siteVisitor, surveySites, type Verdict } from '@actions-aws/site';
import { STEP_ACCESS_KEY } from '@actions-aws/testing';
import { CloudFrontClient, CreateOriginRequestPolicyCommand } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import { runFunction } from './functions.ts';
import { type CheckWorld, world } from './world.ts';

/** What can go wrong with a call, in words. */
export const FAULTS: Readonly<Record<string, FaultRule>> = {
  'is throttled': { kind: 'throttle' },
  'fails with 500': { kind: 'error' },
  'fails with 503': { kind: 'unavailable' },
  'is cut off': { kind: 'reset' },
  'is refused with 403': { kind: 'error', error: { code: 'AccessDenied', status: 403 } },
  'is refused with 401': { kind: 'error', error: { code: 'UNAUTHORIZED', status: 401 } },
  'is answered with a 404 that is no answer': { kind: 'error', error: { code: 'PageNotFound', status: 404 } },
};
/** What a later try does not meet any more. */
const PASSING = ['is throttled', 'fails with 500', 'fails with 503', 'is cut off'];

/** A fault, and how often it strikes from a call on. */
export type Struck = readonly [fault: keyof typeof FAULTS, times: 'once' | 'lasting'];

/** Time passes by sleeping only, at once. */
function quickClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
}

/** The verdicts on the two sites, as the action passes them. */
async function look({ cloud, settings, bucket, test, app, doors }: CheckWorld): Promise<readonly Verdict[]> {
  const credentials = { accessKeyId: STEP_ACCESS_KEY, secretAccessKey: 'secret' };
  const given = { ...settings, endpoint: cloud.endpoint, credentials, maxAttempts: 1 };
  const [cloudfront, s3] = [new CloudFrontClient(given), new S3Client(given)];
  const store = new CloudFrontKeyValueStoreClient(given);
  const { signal } = new AbortController();
  const clock = quickClock();
  const patience: Patience = { waitsOut: 'outages', until: 10_000, signal };
  const visit = siteVisitor(exchangeOver({}), { clock, signal, until: 10_000, headers: {} });
  const ports = sitesOnAws({ cloudfront, store, s3 }, bucket, clock)(patience).survey(visit);
  const question = {
    bucket,
    test: { id: test.id, url: doors.test.address },
    app: { id: app.id, url: doors.app.address },
    pointer: 'origin-path',
    region: settings.region,
  } as const;
  try {
    return judge(await surveySites(question, ports, signal), 'check');
  } finally {
    cloudfront.destroy();
    s3.destroy();
  }
}

/** Two sites that are well, and of which all is read that a check may read. */
async function worldOfFaults(): Promise<CheckWorld> {
  const one = await world({ worker: 'precacheAndRoute([])' });
  // Two functions and two policies of one content, so that both are read, and found equal.
  for (const role of ['test', 'app'] as const) await runFunction(one, role);
  for (const role of ['test', 'app'] as const) {
    const { OriginRequestPolicy } = await one.cloudfront.send(
      new CreateOriginRequestPolicyCommand({
        OriginRequestPolicyConfig: {
          Name: `of-${role}`,
          HeadersConfig: { HeaderBehavior: 'none' },
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
        },
      }),
    );
    await one.edit(role, ({ DefaultCacheBehavior, ...config }) => ({
      ...config,
      DefaultCacheBehavior: { ...DefaultCacheBehavior!, OriginRequestPolicyId: OriginRequestPolicy?.Id },
    }));
  }
  return one;
}

const namesOf = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ verdict, found }) => `${verdict} ${found}`).join('\n');

/**
 * Lets faults strike at every call of a look, from then on or once. It ends with the very verdicts that it has undisturbed, or with
 * one that stops a run: a sentence for each end that is neither.
 */
async function everyFault(
  one: CheckWorld,
  faults: readonly Struck[],
): Promise<{ readonly calls: number; readonly wrong: readonly string[] }> {
  const { control } = one.cloud;
  await control.clearJournal();
  const undisturbed = namesOf(await look(one));
  const calls = (await control.journal()).filter(({ accessKeyId }) => accessKeyId === STEP_ACCESS_KEY);
  const wrong: string[] = [];
  for (const { service, operation, resource, occurrence } of calls) {
    for (const [fault, times] of faults) {
      await control.clearJournal();
      const which = times === 'lasting' ? { since: occurrence, times: 1_000 } : { occurrence };
      await control.addFault({
        service,
        operation,
        resource,
        accessKeyId: STEP_ACCESS_KEY,
        ...which,
        ...FAULTS[fault]!,
      });
      const verdicts = await look(one).catch((error: Error) => error);
      const told = `${operation} ${resource} ${fault} (${times})`;
      if ((await control.unreached()).length > 0) wrong.push(`${told}: no call was struck`);
      await control.clearFaults();
      if (verdicts instanceof Error) wrong.push(`${told}: ${verdicts.name}: ${verdicts.message}`);
      else if (namesOf(verdicts) === undisturbed) continue;
      else if (!verdicts.some(isRed)) wrong.push(`${told}: ${namesOf(verdicts)}`);
      else if (times === 'once' && PASSING.includes(fault)) wrong.push(`${told} passes, and: ${namesOf(verdicts)}`);
    }
  }
  return { calls: calls.length, wrong };
}

/** Tests that no fault of any call makes two sites look better than they are known to be. */
export function sweepFaults(faults: readonly Struck[], timeoutMs: number): void {
  let one: CheckWorld;
  beforeAll(async () => {
    one = await worldOfFaults();
  });
  afterAll(() => one.stop());

  test(
    'no fault of any call is taken for good news',
    async () => {
      const { calls, wrong } = await everyFault(one, faults);
      expect(wrong).toEqual([]);
      // Distributions, access control, policies, functions, bucket, manifests, workers: an empty sweep would prove nothing.
      expect(calls).toBeGreaterThanOrEqual(14);
    },
    timeoutMs,
  );
}
