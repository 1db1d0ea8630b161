import { exchangeOver } from '@actions-aws/action/http';
import type { Patience } from '@actions-aws/aws';
import { isRed, judge, type PointerKind, sitesOnAws, siteVisitor, surveySites, type Verdict } from '@actions-aws/site';
import {
  everyReadFault,
  SITE_FUNCTION as functionCode,
  quickClock,
  readFaults,
  STEP_ACCESS_KEY,
  type Struck,
} from '@actions-aws/testing';
import { CloudFrontClient, CreateOriginRequestPolicyCommand } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import { runFunction } from './functions.ts';
import { type CheckWorld, world } from './world.ts';

/** What can go wrong with a call, in words. */
export const FAULTS = readFaults('AccessDenied');

/** The verdicts on the two sites, as the action passes them. */
async function look(
  { cloud, settings, bucket, test, app, doors }: CheckWorld,
  pointer: PointerKind,
): Promise<readonly Verdict[]> {
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
    pointer,
    region: settings.region,
  } as const;
  try {
    return judge(await surveySites(question, ports, signal), 'check');
  } finally {
    cloudfront.destroy();
    store.destroy();
    s3.destroy();
  }
}

/** Two sites that are well, and of which all is read that a check may read. */
async function worldOfFaults(pointer: PointerKind): Promise<CheckWorld> {
  const isStored = pointer === 'key-value-store';
  const one = await world({ worker: 'precacheAndRoute([])', ...(isStored && { functionCode }) });
  // Two functions and two policies of one content, so that both are read, and found equal.
  if (!isStored) for (const role of ['test', 'app'] as const) await runFunction(one, role);
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

/** It ends with the very verdicts that it has undisturbed, or with one that stops a run. */
function wrongIn(
  end: readonly Verdict[] | Error,
  undisturbed: readonly Verdict[],
  passes: boolean,
): string | undefined {
  if (end instanceof Error) return `${end.name}: ${end.message}`;
  if (namesOf(end) === namesOf(undisturbed)) return undefined;
  return passes || !end.some(isRed) ? namesOf(end) : undefined;
}

/** Tests that no fault of any call makes two sites look better than they are known to be. */
export function sweepFaults(faults: readonly Struck[], timeoutMs: number): void {
  const worlds = new Map<PointerKind, CheckWorld>();
  afterAll(async () => {
    for (const one of worlds.values()) await one.stop();
  });

  test.each<PointerKind>(['origin-path', 'key-value-store'])(
    'no fault of any call is taken for good news: pointers by %s',
    async (pointer) => {
      const one = await worldOfFaults(pointer);
      worlds.set(pointer, one);
      const looking = { cloud: one.cloud, faults: FAULTS, look: () => look(one, pointer), wrongIn };
      const { calls, wrong } = await everyReadFault(looking, faults);
      expect(wrong).toEqual([]);
      // Distributions, access control, policies, functions, bucket, manifests, workers: an empty sweep would prove nothing.
      expect(calls).toBeGreaterThanOrEqual(14);
    },
    timeoutMs,
  );
}
