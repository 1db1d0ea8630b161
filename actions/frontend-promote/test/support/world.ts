import { randomBytes } from 'node:crypto';
import { recordingLog } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Check, checksDocument } from '@actions-aws/checks';
import type { Owner } from '@actions-aws/promotion';
import {
  keyOf,
  movingTo,
  type Pointer,
  type PointerContent,
  placeOf,
  RELEASE_FILE,
  type Releases,
  releaseFileOf,
  type Staged,
  sharing,
  sitesOnAws,
} from '@actions-aws/site';
import { type SiteWorld, siteWorld } from '@actions-aws/testing';
import { CloudFrontClient, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import type { Participant } from '../../src/participant.ts';
import { forward } from '../../src/patience.ts';
import type { Desired } from '../../src/plan/state.ts';
import { portsOver } from '../../src/ports.ts';
import { promote, type Result } from '../../src/promote.ts';
import { type Build, buildOf, fileOf } from './builds.ts';

/** Two sites on the local cloud, with a release live, and promotions run against them in this process. */
export interface World extends SiteWorld {
  readonly releases: Releases;
  /** What is live as the world is made; `undefined` where it was made without. */
  readonly live: Build | undefined;
  /** Puts a build into the bucket, and TEST on it, as frontend-stage does. */
  stage(build: Build, run?: string): Promise<Staged>;
  /** Puts APP on a release, as an earlier run of this action would. */
  point(release: string, owner?: Partial<Owner>, order?: number): Promise<Pointer>;
  pointer(site?: 'test' | 'app'): Promise<Pointer>;
  /** Writes APP's pointer as another run does meanwhile. */
  swap(current: Pointer, content: PointerContent): Promise<void>;
  promote(asked: Asked): Promise<Result & Participant>;
  /** What the last promotion logged. */
  log(): string;
  /** What the promotions remembered for `post`. */
  readonly reached: string[];
}

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Omit<Desired, 'smoke' | 'verify' | 'staged'>> {
  readonly staged: Staged;
  /** As a workflow writes them; `GET /` unless given. */
  readonly smoke?: unknown;
  readonly verify?: unknown;
  readonly dryRun?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly testHeaders?: Readonly<Record<string, string>>;
  /** In place of the sites' edges. */
  readonly exchange?: (usual: Exchange) => Exchange;
}

const ACTION_KEY = 'AKIAPROMOTE';

/** How such a world differs from the usual. */
export interface WorldOptions {
  /** The code of the sites' function: then their pointers stand in stores. */
  readonly functionCode?: string;
  /** How many times faster than the machine's time runs; 0 where it stands still. */
  readonly scale?: number;
  /** What is live. */
  readonly live?: Build | 'none';
  /** What was live before that, and has none of its files, nor it of this. */
  readonly earlier?: Build;
  /** Under stores: what is live was staged before that, and shares nothing. */
  readonly isLiveApart?: boolean;
  readonly change?: (config: DistributionConfig, site: 'test' | 'app') => DistributionConfig;
  /** How long things take on their way to all edges, in milliseconds: a minute, where AWS takes five, unless given. */
  readonly pace?: { readonly configuration: number; readonly invalidation?: number };
}

/** Starts such a world. */
export async function world({
  scale = 1_000,
  live = buildOf('v1'),
  change,
  pace = { configuration: 60_000 },
  functionCode,
  earlier,
  isLiveApart = false,
}: WorldOptions = {}): Promise<World> {
  const base = await siteWorld({ scale, ...(change && { change }), ...(functionCode && { functionCode }) });
  const { cloud, bucket, settings, test, app } = base;
  await cloud.control.call('cloudfront.pace', pace);
  const credentials = { accessKeyId: ACTION_KEY, secretAccessKey: 'secret' };
  const cloudfront = new CloudFrontClient({ ...settings, credentials, maxAttempts: 1 } as never);
  const s3 = new S3Client({ ...settings, credentials, maxAttempts: 1 } as never);
  const store = new CloudFrontKeyValueStoreClient({ ...settings, credentials, maxAttempts: 1 } as never);
  const long = { waitsOut: 'outages', until: Number.POSITIVE_INFINITY } as const;
  const people = {
    cloudfront: base.cloudfront,
    store: new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 } as never),
    s3: base.s3,
  };
  const { releases, pointer } = sitesOnAws(people, bucket, cloud.clock)(long);
  const pointerOf = (distributionId: string) =>
    pointer({ distributionId, choice: functionCode ? 'key-value-store' : 'origin-path' });
  const pointers = { test: pointerOf(test.id), app: pointerOf(app.id) };
  const usual = base.exchange;
  const reached: string[] = [];
  let log = recordingLog();
  let runs = 0;
  const ownerOf = (run: string): Owner => ({ run, attempt: 1, nonce: randomBytes(4).toString('hex') });

  /** As frontend-stage lays a build out, by where pointers stand. */
  const laidOut = ({ manifest, contents }: Build): Build => ({
    manifest: functionCode ? sharing(manifest) : manifest,
    contents,
  });
  const put = async ({ manifest, contents }: Build) => {
    const { id, files } = manifest;
    for (const file of files)
      await releases.create(placeOf(manifest, file.path), Buffer.from(contents.get(file.path) ?? ''), file, id);
    const { text, headers } = releaseFileOf(id);
    const { sha256, size } = fileOf(RELEASE_FILE, text);
    await releases.create(keyOf(id, RELEASE_FILE), Buffer.from(text), { headers, sha256, size });
    await releases.commit(manifest);
  };
  const move = async (site: 'test' | 'app', release: string, action: string, owner: Owner, order?: number) => {
    const current = await pointers[site].describe();
    const deployer = { owner, ...(order && { order: { workflow: '3f9a1c22d0e4', number: order } }) };
    const swap = await pointers[site].point(current, movingTo(current, release, { action, deployer }));
    // A store's last edge has it after a minute, which the pace of configurations does not change.
    await cloud.clock.advance(functionCode ? 65_000 : pace.configuration);
    return swap.pointer;
  };

  const world: World = {
    ...base,
    releases,
    live: live === 'none' ? undefined : isLiveApart ? live : laidOut(live),
    reached,
    log: () => log.text(),
    async stage(given, run = '700') {
      const build = laidOut(given);
      await put(build);
      const owner = ownerOf(run);
      await move('test', build.manifest.id, 'frontend-stage', owner);
      return { release: build.manifest.id, nonce: owner.nonce };
    },
    point: (release, owner = {}, order) =>
      move('app', release, 'frontend-promote', { ...ownerOf('600'), ...owner }, order),
    pointer: (site = 'app') => pointers[site].describe(),
    async swap(current, content) {
      if (!(await pointers.app.point(current, content)).won) throw new Error('the pointer had moved');
    },

    async promote({
      smoke = 'GET /',
      verify,
      dryRun = false,
      timeoutMs = 86_400_000,
      signal,
      exchange,
      testHeaders = {},
      ...asked
    }) {
      log = recordingLog();
      runs += 1;
      const checks = checksDocument.parse(smoke) as readonly Check[];
      const desired: Desired = {
        bucket,
        test: test.id,
        app: app.id,
        smoke: checks,
        asksTest: checks.length > 0,
        require: [],
        unproved: [],
        verify: verify === undefined ? checks : (checksDocument.parse(verify) as readonly Check[]),
        settleMs: 15_000,
        allowOlder: false,
        deployer: { owner: ownerOf(`${800 + runs}`) },
        ...asked,
      };
      const around = {
        log,
        clock: cloud.clock,
        signal: signal ?? new AbortController().signal,
        budget: { deadline: cloud.clock.now() + timeoutMs },
        remember: (fact: string) => reached.push(fact),
      };
      const by = { exchange: exchange?.(usual) ?? usual, testHeaders, region: 'eu-west-1', choice: 'auto' } as const;
      const means = { cloudfront, store, s3, ...by };
      const ports = portsOver(means, desired, cloud.clock, forward(around));
      const addressed = { testUrl: test.url, appUrl: app.url };
      const result = await promote(desired, { dryRun, timeout: timeoutMs, ...addressed }, { ...around, ports });
      return { ...result.participant, ...result };
    },

    async stop() {
      s3.destroy();
      cloudfront.destroy();
      await base.stop();
    },
  };
  if (earlier) {
    const build = laidOut(earlier);
    await put(build);
    await world.point(build.manifest.id);
  }
  if (world.live) {
    await put(world.live);
    await world.point(world.live.manifest.id);
  }
  return world;
}
