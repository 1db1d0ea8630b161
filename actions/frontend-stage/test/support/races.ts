import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, type Manifest, placeOf, sharing } from '@actions-aws/site';
import {
  type BundleStep,
  builtSite,
  SITE_FUNCTION as functionCode,
  isConstantForSite,
  type Race,
  siteOracle,
  startStep,
  writeSite,
} from '@actions-aws/testing';
import { auto } from '../../src/assets/hashed.ts';
import { readBuild } from '../../src/build/build.ts';
import { type StageWorld, stageWorld, step } from './trials.ts';

/** Every look that waits is a turn for another: with minutes there would be more schedules than can be tried. */
const AT_ONCE = { configuration: 0, invalidation: 0, store: 0 } as const;

/** The builds that are staged, by their versions. */
const VERSIONS = ['two', 'three'] as const;
type Version = (typeof VERSIONS)[number];

const built = Object.fromEntries(
  await Promise.all(VERSIONS.map(async (name) => [name, await manifestOf(name)])),
) as Record<Version, Manifest>;

/** The manifest of a build, as the action reads it. */
async function manifestOf(version: Version): Promise<Manifest> {
  const folder = await mkdtemp(join(tmpdir(), 'build-'));
  try {
    await writeSite(folder, builtSite(version));
    const wanted = { directory: folder, assets: [auto], exclude: [], headers: [], config: undefined };
    return (await readBuild({ ...wanted, precompressed: 'drop' }, new AbortController().signal)).manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One who takes part. */
interface Takes {
  readonly version: Version;
  readonly run: number;
  readonly workflow?: string;
}

async function racingWorld(isStored: boolean): Promise<StageWorld> {
  const made = await stageWorld({ scale: 0, worker: false, ...(isStored && { functionCode }) });
  const { control } = made.cloud;
  await control.call('cloudfront.pace', AT_ONCE);
  await control.call('keyvaluestore.pace', { read: 0 });
  for (const version of VERSIONS) await writeSite(join(made.workspace, version), builtSite(version));
  return made;
}

function stepOf(world: StageWorld, { version, run, workflow = 'deploy' }: Takes): BundleStep {
  return {
    ...step(world, { directory: version, config: '', timeout: '10m' }),
    env: {
      GITHUB_RUN_ID: `${1000 + run}`,
      GITHUB_RUN_NUMBER: `${run}`,
      GITHUB_WORKFLOW_REF: `octo/shop/.github/workflows/${workflow}.yml@refs/heads/main`,
    },
  };
}

function race(takes: Readonly<Record<string, Takes>>, isStored: boolean): Race<StageWorld> {
  const laidOut = (version: Version) => (isStored ? sharing(built[version]) : built[version]);
  const entries = Object.entries(takes);
  const own = ownFiles(entries.map(([, { version }]) => laidOut(version)));
  return {
    world: () => racingWorld(isStored),
    deployers: Object.fromEntries(
      entries.map(([name, given]) => [name, (stage, one) => startStep(stage, stepOf(one, given), { name })]),
    ),
    ...siteOracle<StageWorld>({
      site: 'test',
      brings: Object.fromEntries(entries.map(([name, { version }]) => [name, laidOut(version).id])),
      names: Object.fromEntries(VERSIONS.map((version) => [laidOut(version).id, version])),
    }),
    isConstant: (request) => isConstantForSite(request) || request.operation === 'GetInvalidation',
    // Of one alone all orders are what is looked at.
    ...(entries.length > 1 && { isOwn: (request) => isOwn(own, request) }),
  };
}

/**
 * The keys of files that one of the builds alone has: no other run writes them, and a run that copies one of them has seen the pointer on a
 * release of which all are there.
 */
function ownFiles(releases: readonly Manifest[]): ReadonlySet<string> {
  const keys = releases.flatMap((release) => [
    ...new Set(release.files.map(({ path }) => placeOf(release, path))),
    keyOf(release.id, '.well-known/release'),
  ]);
  return new Set(keys.filter((key) => keys.indexOf(key) === keys.lastIndexOf(key)));
}

function isOwn(
  own: ReadonlySet<string>,
  { operation, resource }: { readonly operation: string; readonly resource: string },
) {
  const key = resource.slice(resource.indexOf('/') + 1);
  return (operation === 'PutObject' || operation === 'HeadObject') && own.has(key);
}

const other = { workflow: 'other' };

function racesOf(isStored: boolean) {
  return {
    'two stagings of one workflow': race({ a: { version: 'two', run: 4 }, b: { version: 'three', run: 3 } }, isStored),
    'two stagings of two workflows': race(
      { a: { version: 'two', run: 3 }, b: { version: 'three', run: 4, ...other } },
      isStored,
    ),
    'two stagings of one build': race({ a: { version: 'two', run: 3 }, b: { version: 'two', run: 4 } }, isStored),
  };
}

/** Two at once over the pointer of TEST, and over the files of its releases. */
export const RACES = racesOf(false);

/** The same under stores. */
export const RACES_UNDER_STORE = racesOf(true);

/** One alone, whose uploads go out at the same time. */
export const ALONE = {
  'one staging': race({ a: { version: 'two', run: 3 } }, false),
  'one staging under a store': race({ a: { version: 'two', run: 3 } }, true),
} as const;
