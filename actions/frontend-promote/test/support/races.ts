import { join } from 'node:path';
import { keyOf, sharing, toCarry } from '@actions-aws/site';
import {
  type BundleStep,
  SITE_FUNCTION as functionCode,
  isConstantForSite,
  type Race,
  siteOracle,
  startStep,
} from '@actions-aws/testing';
import type { Build } from './builds.ts';
import { promotion, SITES, type StagedWorld } from './trials.ts';
import { type World, world } from './world.ts';

/** Folder of the action that goes back; it is reached as a workflow reaches it, by its place. */
const rollback = join(import.meta.dirname, '..', '..', '..', 'frontend-rollback');

/**
 * Every look that waits is a turn for another: with CloudFront's minutes there would be more schedules than can be tried. How answers flap
 * meanwhile is for the sweeps.
 */
const AT_ONCE = { configuration: 0, invalidation: 0, store: 0 } as const;

/** One who takes part: what it is given besides the usual, and the number of its run. */
interface Takes {
  readonly action?: 'rollback';
  readonly run: number;
  readonly workflow?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Version 3 is staged; version 2 is live, promoted from version 1. */
async function racingWorld(isStored: boolean): Promise<StagedWorld> {
  const made = await world({ scale: 0, live: SITES.v1, pace: AT_ONCE, ...(isStored && { functionCode }) });
  if (isStored) await made.cloud.control.call('keyvaluestore.pace', { read: 0 });
  const { release } = await made.stage(SITES.v2, '699');
  if (!isStored) {
    await carry(made, SITES.v1, SITES.v2);
    await carry(made, SITES.v2, SITES.v1);
  }
  await made.point(release, { run: '650' });
  const staged = await made.stage(SITES.v3);
  // What is cached of version 1 has been invalidated by the run that moved on.
  await made.cloud.clock.advance(60_000);
  return { ...made, staged };
}

/** Has a release serve the hashed files of another, as a promotion does before it moves. */
async function carry({ releases }: World, from: Build, into: Build): Promise<void> {
  const { files } = toCarry(from.manifest, into.manifest);
  for (const file of files) {
    await releases.copy(keyOf(from.manifest.id, file.path), keyOf(into.manifest.id, file.path), file);
  }
  await releases.extend(into.manifest.id, files);
}

function stepOf(given: StagedWorld, { action, run, workflow = 'deploy', inputs = {} }: Takes): BundleStep {
  const usual = promotion(given, { settle: '0s', timeout: '2m' });
  const { bucket, 'app-distribution': app = '', 'app-url': url = '' } = usual.inputs ?? {};
  const back = {
    bucket: bucket ?? '',
    'app-distribution': app,
    'app-url': url,
    'only-if': 'any',
    settle: '0s',
    timeout: '2m',
  };
  return {
    ...usual,
    ...(action === 'rollback' && { action: rollback }),
    inputs: { ...(action === 'rollback' ? back : usual.inputs), ...inputs },
    env: {
      GITHUB_RUN_ID: `${1000 + run}`,
      GITHUB_RUN_NUMBER: `${run}`,
      GITHUB_WORKFLOW_REF: `octo/shop/.github/workflows/${workflow}.yml@refs/heads/main`,
    },
  };
}

function race(
  takes: Readonly<Record<string, Takes>>,
  {
    isTakenBack = false,
    mayAllLose = false,
    isStored = false,
  }: { readonly isTakenBack?: boolean; readonly mayAllLose?: boolean; readonly isStored?: boolean } = {},
): Race<StagedWorld> {
  const release = idOf(SITES.v3, isStored);
  return {
    world: () => racingWorld(isStored),
    deployers: Object.fromEntries(
      Object.entries(takes).map(([name, given]) => [
        name,
        (stage, one) => startStep(stage, stepOf(one, given), { name }),
      ]),
    ),
    ...siteOracle<StagedWorld>({
      site: 'app',
      brings: Object.fromEntries(
        Object.entries(takes).map(([name, { action }]) => [name, action ? undefined : release]),
      ),
      names: Object.fromEntries(Object.entries(SITES).map(([name, build]) => [idOf(build, isStored), name])),
      brokenOnApp: isTakenBack ? [release] : [],
      mayAllLose,
    }),
    // An invalidation goes on by time alone.
    isConstant: (request) => isConstantForSite(request) || request.operation === 'GetInvalidation',
  };
}

const other = { workflow: 'other' };
const failing = { inputs: { verify: 'GET /nothing-here.txt' } };
const back: Takes = { action: 'rollback', run: 9, ...other };

/** The id of a build's release, by where the pointers stand. */
function idOf({ manifest }: Build, isStored: boolean): string {
  return isStored ? sharing(manifest).id : manifest.id;
}

function racesOf(isStored: boolean) {
  return {
    'two promotions of the same release': race({ a: { run: 3 }, b: { run: 4, ...other } }, { isStored }),
    'a promotion and that of an older run': race({ a: { run: 4 }, b: { run: 3 } }, { isStored }),
    'a promotion and a rollback': race({ a: { run: 3 }, b: back }, { isStored }),
    'a promotion and a rollback of what is live': race(
      { a: { run: 3 }, b: { ...back, inputs: { 'only-if': idOf(SITES.v2, isStored) } } },
      { isStored },
    ),
    'a promotion that is taken back and a rollback': race(
      { a: { run: 3, ...failing }, b: back },
      { isTakenBack: true, mayAllLose: true, isStored },
    ),
  };
}

/** Two at once over the pointer of APP. */
export const RACES = racesOf(false);

/** The same under stores. */
export const RACES_UNDER_STORE = racesOf(true);
