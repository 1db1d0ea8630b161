import { type RecordingLog, recordingLog } from '@actions-aws/action';
import {
  awsHistory,
  type Manifest,
  manifestKeyOf,
  movingTo,
  type PointerChoice,
  readManifest,
  sitesOnAws,
} from '@actions-aws/site';
import { type SiteWorld, siteWorld } from '@actions-aws/testing';
import {
  CloudFrontClient,
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { auto } from '../../src/assets/hashed.ts';
import { type Build, readBuild, type Wanted } from '../../src/build/build.ts';
import type { Desired } from '../../src/plan/state.ts';
import { type Ports, portsOver } from '../../src/ports.ts';
import { outputValues } from '../../src/report/report.ts';
import { type Result, stage } from '../../src/stage.ts';
import { type Files, patterns, siteOf } from './site.ts';

/** The key of the action's own requests. */
export const STAGE_KEY = 'AKIASTAGE';

/** The local cloud with two sites on one bucket, and builds staged on them in this process. */
export interface World extends SiteWorld {
  stage(files: Files, asked?: Asked): Promise<Staged>;
  /** Promotes what is staged, as frontend-promote does in the end: notes it and moves APP's pointer. */
  promote(release: string): Promise<void>;
  /** The OriginPath and the comment of a distribution. */
  seen(role: 'test' | 'app'): Promise<{ readonly path: string; readonly comment: string }>;
  /** Edits the configuration of a distribution, as it stands. */
  edit(role: 'test' | 'app', change: (config: DistributionConfig) => DistributionConfig): Promise<void>;
  /** The keys below a prefix. */
  keys(prefix?: string): Promise<readonly string[]>;
  text(key: string): Promise<string>;
  manifest(id: string): Promise<Manifest>;
  /** The operations that the action has called since the last look, with their answers' status. */
  asked(): Promise<readonly string[]>;
}

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Omit<Wanted, 'directory'>> {
  readonly run?: string;
  readonly attempt?: number;
  /** The run's number in its workflow; without one it has no order. */
  readonly number?: number;
  readonly allowOlder?: boolean;
  readonly dryRun?: boolean;
  readonly pointer?: PointerChoice;
  readonly signal?: AbortSignal;
  /** In milliseconds. */
  readonly timeout?: number;
  /** Between the reading of the build and the first call. */
  readonly before?: (directory: string) => Promise<void>;
  /** Between the last look at TEST's pointer and its write. */
  readonly beforeMove?: () => Promise<void>;
}

/** How staging went. */
export interface Staged extends Result {
  readonly build: Build;
  readonly log: RecordingLog;
  readonly told: ReturnType<typeof outputValues>;
}

/** Starts such a world; what takes minutes on AWS is done at once, unless a test says otherwise. */
export async function world(functionCode?: string): Promise<World> {
  const site = await siteWorld({ scale: 500, ...(functionCode && { functionCode }) });
  const { cloud, bucket, test, app, s3, cloudfront, settings, exchange } = site;
  await cloud.control.call('cloudfront.pace', { configuration: 0 });
  const mine = {
    ...settings,
    credentials: { accessKeyId: STAGE_KEY, secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: { httpAgent: { maxSockets: 128 } },
  };
  const clients = {
    s3: new S3Client(mine as never),
    cloudfront: new CloudFrontClient(mine as never),
    store: new CloudFrontKeyValueStoreClient(mine as never),
  };
  let runs = 0;

  const configOf = async (role: 'test' | 'app') =>
    cloudfront.send(new GetDistributionConfigCommand({ Id: site[role].id }));
  const seen: World['seen'] = async (role) => {
    const { DistributionConfig: config } = await configOf(role);
    return { path: config?.Origins?.Items?.[0]?.OriginPath ?? '', comment: config?.Comment ?? '' };
  };
  const text: World['text'] = async (Key) =>
    (await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? '';

  return {
    ...site,
    seen,
    text,

    async stage(files, asked = {}) {
      runs += 1;
      const log = recordingLog();
      const {
        run = `${900 + runs}`,
        attempt = 1,
        number,
        allowOlder = false,
        dryRun = false,
        pointer = 'auto',
        timeout = 7_200_000,
      } = asked;
      const signal = asked.signal ?? new AbortController().signal;
      const folder = await siteOf(files);
      try {
        const usual = { assets: [auto], exclude: patterns('**/*.map', '.vite/**'), headers: [] };
        const wanted: Wanted = {
          ...usual,
          config: undefined,
          precompressed: 'drop',
          ...asked,
          directory: folder.directory,
        };
        const build = await readBuild(wanted, signal);
        await asked.before?.(folder.directory);
        const desired: Desired = {
          bucket,
          test: test.id,
          app: app.id,
          build: build.manifest,
          allowOlder,
          deployer: {
            owner: { run, attempt, nonce: `${runs}`.padStart(8, '0') },
            ...(number !== undefined && { order: { workflow: '0'.repeat(12), number } }),
          },
        };
        const deadline = cloud.clock.now() + timeout;
        const means = { ...clients, exchange, testHeaders: {}, region: settings.region };
        const ports = portsOver(means, { ...desired, pointer }, cloud.clock, { until: deadline, signal });
        const context = {
          ports: hearing(ports, asked.beforeMove),
          log,
          clock: cloud.clock,
          signal,
          budget: { deadline },
        };
        const given = { dryRun, timeout, testUrl: test.url, appUrl: app.url };
        const result = await stage(desired, build.sources, given, context);
        return { ...result, build, log, told: outputValues(result, build) };
      } finally {
        await folder.remove();
      }
    },

    async promote(release) {
      const patience = { waitsOut: 'outages', until: cloud.clock.now() + 600_000 } as const;
      const choice = functionCode ? 'key-value-store' : 'origin-path';
      const people = { s3, cloudfront, store: clients.store };
      const pointer = sitesOnAws(people, bucket, cloud.clock)(patience).pointer({ distributionId: app.id, choice });
      const current = await pointer.describe();
      const owner = { run: '1', attempt: 1, nonce: 'aaaaaaaa' };
      const content = movingTo(current, release, { action: 'frontend-promote', deployer: { owner } });
      await awsHistory(s3, cloud.clock, patience, { name: bucket }).note(app.id, current, content);
      if (!(await pointer.point(current, content)).won) throw new Error('the pointer of APP moved meanwhile');
      // S3 tells times in seconds, by which the history is sorted.
      await cloud.clock.sleep(1_000);
    },

    async edit(role, change) {
      const { DistributionConfig: config, ETag } = await configOf(role);
      const edited = change(config as DistributionConfig);
      await cloudfront.send(
        new UpdateDistributionCommand({ Id: site[role].id, IfMatch: ETag, DistributionConfig: edited }),
      );
    },

    async keys(Prefix = '') {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },

    async manifest(id) {
      const found = readManifest(await text(manifestKeyOf(id)), id);
      if ('unreadable' in found) throw new Error(found.unreadable);
      return found;
    },

    async asked() {
      const journal = await cloud.control.journal();
      await cloud.control.clearJournal();
      return journal
        .filter(({ accessKeyId }) => accessKeyId === STAGE_KEY)
        .map(({ operation, status }) => `${operation} ${status}`);
    },

    async stop() {
      clients.s3.destroy();
      clients.cloudfront.destroy();
      await site.stop();
    },
  };
}

/** The same ports, of which a test hears before TEST's pointer is written. */
function hearing(ports: Ports, beforeMove: Asked['beforeMove'] = async () => {}): Ports {
  const point: Ports['test']['point'] = async (...given) => {
    await beforeMove();
    return ports.test.point(...given);
  };
  return {
    ...ports,
    test: { ...ports.test, point },
    under: (...given) => hearing(ports.under(...given), beforeMove),
  };
}
