import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleStep,
  builtSite,
  SITE_FUNCTION as functionCode,
  type SiteWorld,
  siteUsers,
  siteWorld,
  stageOn,
  startStep,
  writeSite,
} from '@actions-aws/testing';

// Users who keep a tab of each release open, while the three actions lead the site on and back. Each is reached as a workflow reaches it, by
// its place.

const actions = join(import.meta.dirname, '..', '..');
const VERSIONS = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'] as const;
type Version = (typeof VERSIONS)[number];

/** Until all edge hosts have a release, and users have looked at it. */
const AT_REST_MS = 400_000;

/** A site, and what a workflow does with it. */
interface Pipeline extends SiteWorld {
  promote(version: Version): Promise<void>;
  /** Goes back to what was live before, or to this one. */
  goBack(to?: Version): Promise<{ readonly from: string | undefined; readonly to: string | undefined }>;
}

async function pipeline(made: SiteWorld, workspace: string): Promise<Pipeline> {
  const { cloud, bucket, test, app } = made;
  await cloud.control.call('cloudfront.pace', { configuration: 30_000, invalidation: 6_000 });
  const stage = await stageOn(cloud);
  const ids = new Map<Version, string>();
  let runs = 0;
  const run = async (action: string, inputs: Readonly<Record<string, string>>) => {
    runs += 1;
    const step: BundleStep = {
      action: join(actions, action),
      cloud,
      workspace,
      scaleTime: 0,
      inputs: { bucket, 'app-distribution': app.id, 'app-url': app.url, ...inputs },
      env: { GITHUB_RUN_ID: `${1000 + runs}`, GITHUB_RUN_NUMBER: `${runs}` },
    };
    const running = await startStep(stage, step, { name: 'step' });
    await stage.finish();
    const { outputs, stdout } = await running.ended;
    expect([stdout, outputs.outcome]).toEqual([stdout, expect.stringMatching(/^(staged|promoted|rolled-back)$/)]);
    await cloud.clock.advance(AT_REST_MS);
    return outputs;
  };
  return {
    ...made,
    async promote(version) {
      const sites = { 'test-distribution': test.id, 'test-url': test.url };
      const staged = await run('frontend-stage', { ...sites, directory: version });
      ids.set(version, staged['release-id'] ?? '');
      await run('frontend-promote', { ...sites, staged: staged.staged ?? '', smoke: 'GET /', settle: '90s' });
    },
    async goBack(version) {
      const to = version ? { to: ids.get(version) ?? '' } : {};
      const outputs = await run('frontend-rollback', { 'only-if': 'any', settle: '90s', ...to });
      return { from: outputs['previous-release'], to: outputs['release-id'] };
    },
  };
}

/** How a site goes on, and back. */
interface Way {
  readonly promoted: number;
  readonly back: readonly (Version | undefined)[];
  readonly code?: string;
  /** S3 takes no copies for so long, in milliseconds, once the way back begins. */
  readonly throttledMs?: number;
}

test.each<[string, Way]>([
  ['one step back, and then by name', { promoted: 4, back: [undefined, 'v1'] }],
  [
    'one step back, then by name one step after another, and forward again',
    { promoted: 4, back: [undefined, 'v2', 'v1', 'v4'] },
  ],
  ['straight to the oldest', { promoted: 4, back: ['v1'] }],
  ['straight to one of before the last three, while S3 is busy', { promoted: 6, back: ['v1'], throttledMs: 15_000 }],
  ['under a store, one step back, and then by name', { promoted: 4, back: [undefined, 'v1'], code: functionCode }],
])(
  'after some promotions %s: no tab misses a file, at no time',
  async (_, { promoted, back, code, throttledMs }) => {
    const workspace = await mkdtemp(join(tmpdir(), 'workspace-'));
    const made = await siteWorld({ scale: 0, ...(code && { functionCode: code }) });
    const { control } = made.cloud;
    try {
      for (const version of VERSIONS) await writeSite(join(workspace, version), builtSite(version));
      const site = await pipeline(made, workspace);
      await site.promote('v1');
      await control.clearJournal();
      const users = siteUsers(site);
      await users.visit();
      for (const version of VERSIONS.slice(1, promoted)) await site.promote(version);
      if (throttledMs) await control.addFault({ operation: 'CopyObject', kind: 'throttle', forMs: throttledMs });
      for (const to of back) await site.goBack(to);
      expect(await users.leave()).toEqual([]);
    } finally {
      await made.stop();
      await rm(workspace, { recursive: true, force: true });
    }
  },
  120_000,
);
