import { recordingLog } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import type { Owner } from '@actions-aws/promotion';
import {
  backTo,
  carryInto,
  type History,
  type Manifest,
  movingTo,
  type Pointer,
  type PointerContent,
  type Releases,
  sharing,
  sitesOnAws,
  tabsBefore,
} from '@actions-aws/site';
import { type SiteOptions, type SiteWorld, siteWorld } from '@actions-aws/testing';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import type { Participant } from '../../src/participant.ts';
import { ANY, type Desired } from '../../src/plan/state.ts';
import { portsOver } from '../../src/ports.ts';
import { outputValues } from '../../src/report/report.ts';
import { type Result, rollBack } from '../../src/roll-back.ts';
import { type Build, buildOf, put } from './releases.ts';

/** A site that went from one release to the next, and rollbacks run against it in this process. */
export interface RollbackWorld extends SiteWorld {
  readonly releases: Releases;
  readonly history: History;
  /** What was live, the oldest first; the last one is live. */
  readonly builds: readonly Build[];
  pointer(): Promise<Pointer>;
  /** Writes it as another run does meanwhile; whether that won. */
  swap(current: Pointer, content: PointerContent): Promise<boolean>;
  /** Moves the pointer as a run of frontend-promote does, with all that goes before. */
  promote(build: Build, run?: string): Promise<void>;
  /** Takes it back as another run of this action, or of frontend-promote, does. */
  undo(to: Build, by?: string): Promise<void>;
  rollBack(asked?: Asked): Promise<Ended>;
}

/** What a test asks for besides the usual. */
export interface Asked {
  readonly onlyIf?: string;
  readonly to?: string;
  readonly owner?: Owner;
  readonly dryRun?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** In place of the site's edges. */
  readonly exchange?: (usual: Exchange) => Exchange;
}

/** How a rollback ended, with what it told. */
export interface Ended extends Result, Pick<Participant, 'observed'> {
  readonly outputs: ReturnType<typeof outputValues>;
  readonly steps: readonly string[];
  readonly log: string;
}

/** The access key of rollbacks: the journal tells by it who called. */
export const ACTION_KEY = 'AKIAROLLBACK';
/** How long a configuration takes to all edges: a minute, where AWS takes five. */
export const SPREAD_MS = 60_000;

/** How long it takes to all edges, in milliseconds. */
export interface Pace {
  readonly configuration: number;
  readonly invalidation?: number;
  /** What a store holds. */
  readonly store?: number;
}

/** How such a world differs from the usual. */
export interface RollbackOptions extends Pick<SiteOptions, 'functionCode' | 'change'> {
  readonly scale?: number;
  readonly pace?: Pace;
  /** Under a store: versions that were staged before it, and share nothing. */
  readonly apart?: readonly string[];
}

/** Starts such a world, in which these versions were promoted one after another. */
export async function world(
  versions: readonly string[] = ['v1', 'v2', 'v3'],
  { scale = 1_000, pace = { configuration: SPREAD_MS }, functionCode, apart = [], change }: RollbackOptions = {},
): Promise<RollbackWorld> {
  const base = await siteWorld({ scale, ...(functionCode && { functionCode }), ...(change && { change }) });
  const { cloud, bucket, settings, app } = base;
  await cloud.control.call('cloudfront.pace', { ...pace });
  const given = { ...settings, credentials: { accessKeyId: ACTION_KEY, secretAccessKey: 'secret' }, maxAttempts: 1 };
  const [cloudfront, s3] = [new CloudFrontClient(given as never), new S3Client(given as never)];
  const store = new CloudFrontKeyValueStoreClient(given as never);
  const long = { waitsOut: 'outages', until: Number.POSITIVE_INFINITY } as const;
  const people = {
    cloudfront: base.cloudfront,
    store: new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 } as never),
    s3: base.s3,
  };
  const { releases, history, pointer } = sitesOnAws(people, bucket, cloud.clock)(long);
  const site = pointer({ distributionId: app.id, choice: functionCode ? 'key-value-store' : 'origin-path' });
  const { signal: never } = new AbortController();
  let runs = 0;
  const ownerOf = (run: string): Owner => {
    runs += 1;
    return { run, attempt: 1, nonce: runs.toString(16).padStart(8, '0') };
  };
  const builds: Build[] = [];

  /** Between a release and those that were live before it, both ways. */
  const carry = async ({ id }: Manifest, before: readonly string[]) => {
    for (const [from, into] of [...before.map((one) => [one, id]), ...before.map((one) => [id, one])]) {
      const [source, target] = await Promise.all([from, into].map((one) => releases.read(one ?? '')));
      if (source && target) await carryInto(target, source, releases, never, before);
    }
  };

  const promote = async (given: Build, run = '600', isApart = false) => {
    // As frontend-stage lays a build out, by where pointers stand.
    const isShared = functionCode !== undefined && !isApart;
    const build = isShared ? { ...given, manifest: sharing(given.manifest) } : given;
    await put(build, releases);
    const live = await site.describe();
    const content = movingTo(live, build.manifest.id, {
      action: 'frontend-promote',
      deployer: { owner: ownerOf(run) },
    });
    await carry(build.manifest, tabsBefore(build.manifest.id, live, await history.newest(app.id)));
    await history.note(app.id, live, content);
    await site.point(live, content);
    await cloud.clock.advance(SPREAD_MS);
    builds.push(build);
  };

  const world: RollbackWorld = {
    ...base,
    releases,
    history,
    builds,
    promote,
    pointer: () => site.describe(),
    swap: async (current, content) => (await site.point(current, content)).won,
    async undo({ manifest }, by = 'frontend-rollback') {
      const live = await site.describe();
      const content = backTo(live, manifest.id, { action: by, owner: ownerOf('650'), at: cloud.clock.now() });
      await history.note(app.id, live, content);
      await site.point(live, content);
      await cloud.clock.advance(SPREAD_MS);
    },
    async rollBack({ onlyIf = ANY, to, owner, dryRun = false, timeoutMs = 86_400_000, signal = never, exchange } = {}) {
      const log = recordingLog();
      const desired: Desired = {
        bucket,
        app: app.id,
        onlyIf,
        to,
        settleMs: 15_000,
        owner: owner ?? ownerOf(String(800 + runs)),
      };
      const deadline = cloud.clock.now() + timeoutMs;
      const means = { cloudfront, store, s3, exchange: exchange?.(base.exchange) ?? base.exchange };
      const ports = portsOver(means, { ...desired, pointer: 'auto' }, cloud.clock, {
        waitsOut: 'outages',
        until: deadline,
        signal,
      });
      const context = { ports, log, clock: cloud.clock, signal, budget: { deadline } };
      const result = await rollBack(desired, { dryRun, timeout: timeoutMs, appUrl: app.url }, context);
      const { observed, done } = result.participant;
      return {
        ...result,
        observed,
        steps: done.map(({ step }) => step.do),
        outputs: outputValues(result),
        log: log.text(),
      };
    },
    async stop() {
      s3.destroy();
      cloudfront.destroy();
      await base.stop();
    },
  };
  for (const version of versions) await promote(buildOf(version), '600', apart.includes(version));
  return world;
}
