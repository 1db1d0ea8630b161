import { join } from 'node:path';
import {
  keyOf,
  type Manifest,
  manifestKeyOf,
  manifestOf,
  movingTo,
  pathOf,
  releaseFileOf,
  sitesOnAws,
  writeManifest,
} from '@actions-aws/site';
import { type BundleStep, type SiteWorld, siteWorld } from '@actions-aws/testing';
import { type Served, serve } from '@actions-aws/testing/http';
import {
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Which of the two sites. */
export type Role = 'test' | 'app';

/** A bucket with one release, which both of its sites serve. */
export interface CheckWorld extends Omit<SiteWorld, 'stop'> {
  /** The release that both serve. */
  readonly release: string;
  /** What answers for each site in place of the edges. */
  readonly doors: Readonly<Record<Role, Door>>;
  /** Edits the configuration of a distribution, as it stands. */
  edit(role: Role, change: (config: DistributionConfig) => DistributionConfig): Promise<void>;
  stop(): Promise<void>;
}

/** A site as a visitor meets it: a server that answers what a test wants it to. */
export interface Door {
  readonly address: string;
  /** What it answers from now on; `needs` is what a request must have as its authorization. */
  answers: { status: number; release: string; isCloudFront: boolean; needs?: string };
}

/** Starts such a world; `worker` is the script of a service worker that the release has. */
export async function world({
  worker = '',
  functionCode,
}: {
  readonly worker?: string;
  /** Of the sites' function: then their pointers stand in stores. */
  readonly functionCode?: string;
} = {}): Promise<CheckWorld> {
  const site = await siteWorld({ ...(functionCode && { functionCode }) });
  // What takes minutes on AWS is no part of what is checked.
  await site.cloud.control.call('cloudfront.pace', { configuration: 0 });
  const manifest = await staged(site.s3, site.bucket, worker);
  const edit: CheckWorld['edit'] = async (role, change) => {
    const { id } = site[role];
    const found = await site.cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
    const edited = change(found.DistributionConfig as DistributionConfig);
    await site.cloudfront.send(
      new UpdateDistributionCommand({ Id: id, IfMatch: found.ETag, DistributionConfig: edited }),
    );
  };
  for (const role of ['test', 'app'] as const) {
    if (functionCode === undefined) await edit(role, (config) => withPath(config, pathOf(manifest.id)));
    else await point(site, role, manifest);
  }
  const [test, app] = [await door(manifest.id), await door(manifest.id)];
  return {
    ...site,
    release: manifest.id,
    doors: { test: test.door, app: app.door },
    edit,
    async stop() {
      await Promise.all([test.server.stop(), app.server.stop(), site.stop()]);
    },
  };
}

/** Puts a release into the store of a site, as frontend-stage and frontend-promote do. */
async function point({ s3, cloudfront, cloud, bucket, settings, ...sites }: SiteWorld, role: Role, { id }: Manifest) {
  const store = new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 } as never);
  const patience = { waitsOut: 'outages', until: cloud.clock.now() + 600_000 } as const;
  const { pointer } = sitesOnAws({ s3, cloudfront, store }, bucket, cloud.clock)(patience);
  const one = pointer({ distributionId: sites[role].id, choice: 'key-value-store' });
  const current = await one.describe();
  const deployer = { owner: { run: '1', attempt: 1, nonce: '0a1b2c3d' } };
  await one.point(current, movingTo(current, id, { action: 'frontend-promote', deployer }));
  // A read may lag behind a write.
  await cloud.clock.sleep(5_000);
  store.destroy();
}

/** The same configuration, whose first and only origin has another path. */
export function withPath({ Origins, ...config }: DistributionConfig, OriginPath: string): DistributionConfig {
  const Items = (Origins?.Items ?? []).map((origin) => ({ ...origin, OriginPath }));
  return { ...config, Origins: { Quantity: Items.length, Items } };
}

async function door(release: string): Promise<{ readonly door: Door; readonly server: Served }> {
  const answers: Door['answers'] = { status: 200, release, isCloudFront: true };
  const server = await serve((request, response) => {
    const { status, release: served, isCloudFront, needs } = found.answers;
    if (isCloudFront) response.setHeader('x-amz-cf-id', 'of-a-test');
    const isOpen = needs === undefined || request.headers.authorization === needs;
    response.writeHead(isOpen ? status : 401).end(isOpen ? JSON.stringify({ release: served }) : 'Who are you?');
  });
  const found: Door = { address: server.address, answers };
  return { door: found, server };
}

/** Uploads a release as frontend-stage does. */
async function staged(s3: S3Client, Bucket: string, worker: string): Promise<Manifest> {
  const headers = { 'content-type': 'text/html', 'cache-control': 'no-cache' };
  const paths = ['index.html', ...(worker === '' ? [] : ['sw.js'])];
  const manifest = manifestOf(paths.map((path) => ({ path, sha256: '0'.repeat(64), size: 1, headers, hashed: false })));
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put(keyOf(manifest.id, 'index.html'), '<p>');
  if (worker !== '') await put(keyOf(manifest.id, 'sw.js'), worker);
  const { path, text } = releaseFileOf(manifest.id);
  await put(keyOf(manifest.id, path), text);
  await put(manifestKeyOf(manifest.id), writeManifest(manifest));
  return manifest;
}

const action = join(import.meta.dirname, '..', '..');

/** The step as a workflow has it. */
export function step(world: CheckWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  const { cloud, bucket, test, app, doors } = world;
  return {
    action,
    cloud,
    inputs: {
      bucket,
      'test-distribution': test.id,
      'app-distribution': app.id,
      'test-url': doors.test.address,
      'app-url': doors.app.address,
      ...inputs,
    },
  };
}
