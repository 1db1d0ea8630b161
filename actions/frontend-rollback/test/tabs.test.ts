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
const VERSIONS = ['v1', 'v2', 'v3', 'v4'] as const;
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

test.each<[string, string | undefined, readonly (Version | undefined)[]]>([
  ['one step back, and then by name', undefined, [undefined, 'v1']],
  ['one step back, then by name one step after another, and forward again', undefined, [undefined, 'v2', 'v1', 'v4']],
  ['straight to the oldest', undefined, ['v1']],
  ['under a store, one step back, and then by name', functionCode, [undefined, 'v1']],
])(
  'after four promotions %s: no tab misses a file, at no time',
  async (_, code, ways) => {
    const workspace = await mkdtemp(join(tmpdir(), 'workspace-'));
    const made = await siteWorld({ scale: 0, ...(code && { functionCode: code }) });
    try {
      for (const version of VERSIONS) await writeSite(join(workspace, version), builtSite(version));
      const site = await pipeline(made, workspace);
      await site.promote('v1');
      await site.cloud.control.clearJournal();
      const users = siteUsers(site);
      await users.visit();
      for (const version of VERSIONS.slice(1)) await site.promote(version);
      for (const to of ways) await site.goBack(to);
      expect(await users.leave()).toEqual([]);
    } finally {
      await made.stop();
      await rm(workspace, { recursive: true, force: true });
    }
  },
  120_000,
);
