import type { Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../bundle/bundle.ts';
import { accessKeyOf } from '../simulation/stage.ts';
import { isWrite } from '../sweeps/domain.ts';
import { isGreenOutcome } from '../sweeps/endings.ts';
import type { Finished, Move, Race } from '../sweeps/races/race.ts';
import { difference } from '../sweeps/trial.ts';
import { siteDomain } from './domain.ts';
import type { SeenMark } from './marks.ts';
import { pointerOf, writesOf } from './releases.ts';
import { siteUsers } from './users.ts';
import type { SiteWorld } from './world.ts';

/** What a race over the pointer of a site is about. */
export interface SiteRace {
  /** Whose pointer they move: stage that of TEST, the others that of APP. */
  readonly site: 'test' | 'app';
  /** The release that each brings; nothing for a rollback. */
  readonly brings: Readonly<Record<string, string | undefined>>;
  /** How people call releases. */
  readonly names: Readonly<Record<string, string>>;
  /** Releases that fail their checks on TEST: users of APP must never meet them. */
  readonly broken?: readonly string[];
  /** Releases that fail their checks on APP only: they are taken back. */
  readonly brokenOnApp?: readonly string[];
  /** Whether all may lose. */
  readonly mayAllLose?: boolean;
}

/** Both pointers, without who wrote them and when. */
export interface SeenPointers {
  readonly test: SeenPointer;
  readonly app: SeenPointer;
}

/** Where a pointer leads, and where a step back would lead from there. */
interface SeenPointer extends Pick<SeenMark, 'text' | 'by' | 'from'> {
  readonly release: string | undefined;
}

/**
 * What must be so during a schedule and after it:
 *
 * - the pointers are as if all who moved this one had run one after another, in the order of their first writes: one that takes its own
 *   back leaves its mark, too
 * - each of them ended as it would have then; or `staged` in place of `noop`, where one before it staged the same at the same time; or
 *   `superseded`, where another one came after it. If that was a rollback, before one whose
 *   release is broken on APP had taken it back itself, the rollback has done so in its place: the mark is the rollback's, and it `rolled-back`
 * - every other one says why: `superseded`, only if another wrote something; `rejected`, only if its release is broken;
 *   `rolled-back`, only if it is broken on APP; `noop`, only if the pointer had named its release by then
 * - one wins, unless all found everything there already; a promotion that ends `rolled-back` does not
 * - users of APP met nothing that was exposed, and nothing that was broken
 */
export function siteOracle<W extends SiteWorld>(
  about: SiteRace,
): Pick<Race<W, SeenPointers>, 'domain' | 'look' | 'oracle'> {
  const oracle: Race<W, SeenPointers>['oracle'] = async (world, serially) => {
    const before = await look(world);
    const users = siteUsers(world, { looks: 'when asked' });
    return {
      async saw({ entry }) {
        // Between two requests time may have passed, and the configuration gone on.
        if (entry.effect) await users.visit();
      },
      async verdict(finished) {
        const wrong = [...(await users.leave())];
        const found = await look(world);
        const writers = await writersOf(world, finished, about);
        const movers = [...new Set(writers)];
        const taker = takerOf(writers, finished, about);
        const serial = await serially(movers);
        for (const [name, ended] of finished.endings) {
          wrong.push(...unlikeItsExitCode(name, ended, about));
          if (!movers.includes(name)) wrong.push(...untrueOf(world, name, finished, about, before));
          else {
            const expected = name === taker ? 'rolled-back' : outcomeOf(serial.finished.endings.get(name));
            const wasPassed = outcomeOf(ended) === 'superseded' && name !== movers.at(-1);
            const isShared = expected === 'noop' && hasStagedToo(name, movers, finished, about);
            if (outcomeOf(ended) !== expected && !wasPassed && !isShared)
              wrong.push(`${name} ended ${outcomeOf(ended)}, and in its turn it would have ended ${expected}`);
          }
        }
        const allNoop = [...finished.endings.values()].every((ended) => outcomeOf(ended) === 'noop');
        const winners = movers.filter((name) => !isTakenBack(name, finished, about));
        if (winners.length === 0 && !about.mayAllLose && !allNoop) wrong.push('none won');
        const { app, ...others } = serial.seen;
        const isByTaker = taker !== undefined && taker === writers.at(-1);
        const unlike = difference(found, { ...others, app: isByTaker ? { ...app, by: 'r' } : app });
        wrong.push(...unlike.map((sentence) => `after ${movers.join(' and then ') || 'none'} it ${sentence}`));
        const told = [...finished.endings].map(([name, ended]) => `${name} ${outcomeOf(ended)}`).join(', ');
        return wrong.map((sentence) => `${sentence} (${told})`);
      },
    };
  };
  return { domain: siteDomain, look, oracle };
}

/**
 * For `isConstant`: what no staging, no promotion and no rollback changes. Policies of the account and of the bucket, and functions, which
 * infrastructure code makes; not a distribution, whose pointer moves, and no object.
 */
export function isConstantForSite({ operation }: Pick<Waiting, 'operation'>): boolean {
  return CONSTANT.includes(operation);
}

const CONSTANT = [
  'GetCallerIdentity',
  'HeadBucket',
  'GetBucketLocation',
  'GetBucketPolicy',
  'GetOriginAccessControl',
  'GetCachePolicy',
  'GetOriginRequestPolicy',
  'GetResponseHeadersPolicy',
  'DescribeFunction',
  'GetFunction',
];

async function look(world: SiteWorld): Promise<SeenPointers> {
  return { test: await pointerAt(world, 'test'), app: await pointerAt(world, 'app') };
}

async function pointerAt(world: SiteWorld, site: 'test' | 'app'): Promise<SeenPointer> {
  const { release, mark } = await pointerOf(world, site);
  const { text, by, from } = mark;
  return { release, text, by, from };
}

/** Who wrote the pointer, by each write. */
async function writersOf(world: SiteWorld, { endings }: Finished, { site }: SiteRace): Promise<readonly string[]> {
  const writes = await writesOf(world, site);
  return writes.flatMap(
    ({ accessKeyId }) => [...endings.keys()].find((name) => accessKeyOf(name) === accessKeyId) ?? [],
  );
}

/** The rollback that took a release that is broken on APP back, before the run that had moved there could: that one gives up. */
function takerOf(
  writers: readonly string[],
  { endings }: Finished,
  { brings, brokenOnApp = [] }: SiteRace,
): string | undefined {
  return writers.find((name, index) => {
    const moved = writers[index - 1] ?? '';
    const isBroken = brokenOnApp.includes(brings[moved] ?? '');
    return brings[name] === undefined && isBroken && outcomeOf(endings.get(moved)) === 'superseded';
  });
}

/** Whether it sent files beside another that brings the same: it staged, although that one had moved the pointer by the time of its own move. */
function hasStagedToo(name: string, movers: readonly string[], { endings }: Finished, { brings }: SiteRace): boolean {
  const earlier = movers.slice(0, movers.indexOf(name));
  return outcomeOf(endings.get(name)) === 'staged' && earlier.some((other) => brings[other] === brings[name]);
}

function isTakenBack(name: string, { endings }: Finished, { brings }: SiteRace): boolean {
  return brings[name] !== undefined && outcomeOf(endings.get(name)) === 'rolled-back';
}

function isMoveOf({ id, store }: SiteWorld['app'], { entry }: Move): boolean {
  const { operation, resource, effect } = entry;
  if (store !== undefined) return operation === 'PutKey' && effect && resource === store;
  return operation === 'UpdateDistribution' && effect && resource.endsWith(`/${id}`);
}

function untrueOf(
  world: SiteWorld,
  name: string,
  { moves, endings }: Finished,
  { site, brings, names, broken = [], brokenOnApp = [] }: SiteRace,
  before: SeenPointers,
): readonly string[] {
  const outcome = outcomeOf(endings.get(name));
  const mine = brings[name];
  switch (outcome) {
    case 'superseded': {
      const others = moves.filter((move) => move.name !== name && move.entry.effect && isWrite(siteDomain, move.entry));
      return others.length > 0 ? [] : [`${name} ended superseded, but no other wrote anything`];
    }
    case 'rejected':
      return mine && broken.includes(mine) ? [] : [`${name} ended rejected, but what it brings is not broken`];
    case 'rolled-back':
      return mine && brokenOnApp.includes(mine) ? [] : [`${name} ended rolled-back, but its release works`];
    // Of a staging, also that the release was there by the time of its own move.
    case 'staged':
    case 'noop': {
      const isMoved = moves.some((move) => move.name !== name && isMoveOf(world[site], move));
      const wasThere = !mine || before[site].release === mine || isMoved;
      return wasThere ? [] : [`${name} ended ${outcome}, but the pointer had not named ${names[mine] ?? mine}`];
    }
    default:
      return [`${name} left the pointer where it was, and ended ${outcome || 'without an outcome'}`];
  }
}

function unlikeItsExitCode(name: string, ended: EndedBundle, { brings }: SiteRace): readonly string[] {
  const isGreen = isGreenOutcome(outcomeOf(ended), brings[name] === undefined ? 'rollback' : 'promote');
  return isGreen === (ended.exitCode === 0) ? [] : [`${name} has exit code ${ended.exitCode}`];
}

function outcomeOf(ended: EndedBundle | undefined): string {
  return ended?.outputs.outcome ?? '';
}
