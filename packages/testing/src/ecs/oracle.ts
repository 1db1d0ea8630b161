import type { Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../bundle/bundle.ts';
import { isWrite } from '../sweeps/domain.ts';
import { isGreenOutcome } from '../sweeps/endings.ts';
import type { Finished, Move, Race } from '../sweeps/races/race.ts';
import { broughtWhole } from './deployments.ts';
import { ecsDomain } from './domain.ts';
import { ecsUsers } from './users.ts';
import type { Version } from './versions.ts';
import { comeToRest, type EcsView, ecsView } from './view.ts';
import type { EcsWorld } from './world.ts';

/** What a race over a service is about. */
export interface EcsRace {
  /** The version that each brings, the oldest run first; nothing for a rollback. */
  readonly brings: Readonly<Record<string, Version | undefined>>;
  /** Versions that fail before users meet them: their smoke test. */
  readonly broken?: readonly Version[];
  /** Versions that pass it, and fail for the users who meet them. */
  readonly brokenForUsers?: readonly Version[];
  /** The largest share of users that may meet one of those; 0.1 unless given. */
  readonly share?: number;
  /** Runs of different workflows have no order: none is newer than another. */
  readonly isUnordered?: boolean;
  /** Who is told to stop before all users have what it brings. */
  readonly holds?: readonly string[];
}

/**
 * What must be so during a schedule and after it. ECS has no compare-and-swap at the start of a deployment, so that one who began may find
 * its deployment ended by another: ends are not those of any order in which they could have run, and all may lose where they have none.
 *
 * - at rest production is on one version with all its tasks, and nothing is under way
 * - production is on the newest version that passed every gate, or on the one from before: it is on what the one who promoted brought; of several
 *   who did, on that of the last of them who moved users; where a rollback moved them after that, on what was there before that one; and
 *   where none promoted, on the last that a service deployment brought whole, or on what was there before
 * - what is `promoted` came to a service deployment that was SUCCESSFUL, and no older run promoted over one that is newer
 * - the newest of those that have an order wins, if what it brings works and it is not told to stop on the way: no older one keeps it from that
 * - every other one says why: `superseded`, only if another wrote something; `rejected` and `rolled-back`, only if its version fails so;
 *   `noop`, only if what it brings was wanted by another or live before; `failed`, only if it began nothing and ECS was told to roll back another;
 *   `held`, only if it was told to stop
 * - users met nothing that fails, beyond its share, and lacked nothing
 */
export function ecsOracle<W extends EcsWorld>(about: EcsRace): Pick<Race<W, EcsView>, 'domain' | 'look' | 'oracle'> {
  const oracle: Race<W, EcsView>['oracle'] = async (world) => {
    const before = (await ecsView(world)).production[0] ?? 'v0';
    const users = ecsUsers(world, { shares: sharesOf(about), looks: 'when asked' });
    return {
      async saw({ entry }) {
        if (entry.effect && isWrite(ecsDomain, entry)) await users.visit();
      },
      async verdict(finished) {
        const wrong = [...(await users.leave())];
        await comeToRest(world, MINUTES_TO_REST);
        const found = await ecsView(world);
        const whole = await broughtWhole(world);
        wrong.push(...unsettled(world, found), ...wrongEnd(found, finished, about, { before, whole }));
        wrong.push(...keptFromIt(finished, about));
        for (const [name, ended] of finished.endings) {
          const mine = about.brings[name];
          const isUntrue = outcomeOf(ended) === 'promoted' && mine !== undefined && !whole.includes(mine);
          if (isUntrue) wrong.push(`${name} promoted ${mine}, and no service deployment of it was SUCCESSFUL`);
          wrong.push(...unlikeItsExitCode(name, ended, about), ...untrueOf(name, ended, finished, about, before));
        }
        const told = [...finished.endings].map(([name, ended]) => `${name} ${outcomeOf(ended)}`).join(', ');
        return wrong.map((sentence) => `${sentence} (${told})`);
      },
    };
  };
  return { domain: ecsDomain, look: ecsView, oracle };
}

/**
 * For `isConstant`: what no deployment and no rollback changes. Images, which a pipeline has pushed before; load balancers and alarms, which
 * infrastructure code makes; not a rule of a listener, whose weights ECS sets, and no health.
 */
export function isConstantForEcs({ operation }: Pick<Waiting, 'operation'>): boolean {
  return CONSTANT.includes(operation);
}

const CONSTANT = [
  'GetCallerIdentity',
  'DescribeImages',
  'BatchGetImage',
  'DescribeRepositories',
  'DescribeClusters',
  'DescribeLoadBalancers',
  'DescribeListeners',
  'DescribeTargetGroups',
];

/** Longer than any pause of a world lasts whose hooks have their usual timeout. */
const MINUTES_TO_REST = 120;

function sharesOf({
  brings,
  broken = [],
  brokenForUsers = [],
  share = 0.1,
}: EcsRace): Readonly<Record<string, number>> {
  const brought = Object.values(brings).flatMap((version) => version ?? []);
  const shareOf = (version: Version) => (broken.includes(version) ? 0 : brokenForUsers.includes(version) ? share : 1);
  return Object.fromEntries(brought.map((version) => [version, shareOf(version)]));
}

function unsettled({ desiredCount }: EcsWorld, { production, running, underWay }: EcsView): readonly string[] {
  const wrong = underWay > 0 ? [`${underWay} service deployments are still under way`] : [];
  const [live = 'nothing', ...others] = production;
  if (others.length > 0) return [...wrong, `production is on ${production.join(' and ')}`];
  const [only, ...more] = Object.entries(running);
  const isWhole = only?.[0] === live && only[1] === desiredCount && more.length === 0;
  return isWhole ? wrong : [...wrong, `production is on ${live}, and ${JSON.stringify(running)} run`];
}

function wrongEnd(
  { production: [live = 'nothing'] }: EcsView,
  finished: Finished,
  about: EcsRace,
  { before, whole }: { readonly before: string; readonly whole: readonly string[] },
): readonly string[] {
  const writers = writersOf(finished);
  const promoted = writers.filter((name) => outcomeOf(finished.endings.get(name)) === 'promoted');
  const last = promoted.at(-1);
  const order = Object.keys(about.brings);
  const over = promoted.filter((name) =>
    promoted
      .slice(0, promoted.indexOf(name))
      // Of the same content none is older: users are on it by either.
      .some(
        (other) =>
          !about.isUnordered &&
          order.indexOf(other) > order.indexOf(name) &&
          about.brings[other] !== about.brings[name],
      ),
  );
  const wrong = over.map((name) => `${name} promoted over a newer run`);
  const rollback = writers.at(-1);
  if (last !== undefined && rollback !== undefined && hasRolledBack(rollback, finished, about)) {
    const earlier = promoted.slice(0, -1).map((name) => about.brings[name]);
    const isBack = [before, ...earlier].some((version) => version === live);
    return isBack ? wrong : [...wrong, `${rollback} rolled back, and production is on ${live}`];
  }
  if (last !== undefined) {
    const mine = about.brings[last];
    return mine === live ? wrong : [...wrong, `${last} promoted ${mine}, and production is on ${live}`];
  }
  const working = Object.values(about.brings).filter((version) => version !== undefined && worksFor(about, version));
  const passed = whole.find((version) => working.some((one) => one === version));
  return live === before || live === passed ? wrong : [...wrong, `production is on ${live}, which none has promoted`];
}

/** The newest run, where runs have an order, and it did not win although nothing was wrong with it. */
function keptFromIt({ endings }: Finished, about: EcsRace): readonly string[] {
  const { brings, holds = [], isUnordered = false } = about;
  const newest = Object.keys(brings)
    .filter((name) => endings.has(name))
    .at(-1);
  const version = newest === undefined ? undefined : brings[newest];
  const hasRollback = [...endings.keys()].some((name) => brings[name] === undefined);
  if (newest === undefined || version === undefined || isUnordered || hasRollback) return [];
  if (holds.includes(newest) || !worksFor(about, version)) return [];
  const outcome = outcomeOf(endings.get(newest));
  return ['promoted', 'noop'].includes(outcome) ? [] : [`${newest} is the newest, and ended ${outcome}`];
}

/** Whether one brings nothing, and says that it has taken users back. */
function hasRolledBack(name: string, { endings }: Finished, { brings }: EcsRace): boolean {
  return brings[name] === undefined && outcomeOf(endings.get(name)) === 'rolled-back';
}

function worksFor({ broken = [], brokenForUsers = [] }: EcsRace, version: Version): boolean {
  return !broken.includes(version) && !brokenForUsers.includes(version);
}

/** Who moved users, or began or ended a deployment, by the last time that each did. */
function writersOf({ moves }: Finished): readonly string[] {
  const writers = moves.filter(({ entry }) => entry.effect && ecsDomain.isPointerWrite(entry)).map(({ name }) => name);
  return writers.filter((name, index) => writers.lastIndexOf(name) === index);
}

function untrueOf(
  name: string,
  ended: EndedBundle,
  { moves }: Finished,
  about: EcsRace,
  before: string,
): readonly string[] {
  const { brings, broken = [], brokenForUsers = [] } = about;
  const mine = brings[name];
  const outcome = outcomeOf(ended);
  const others = moves.filter(
    (move: Move) => move.name !== name && move.entry.effect && isWrite(ecsDomain, move.entry),
  );
  switch (outcome) {
    case 'promoted':
      return mine === undefined || worksFor(about, mine) ? [] : [`${name} promoted ${mine}, which fails`];
    case 'superseded':
      return others.length > 0 ? [] : [`${name} ended superseded, but no other wrote anything`];
    case 'rejected':
      return mine && broken.includes(mine)
        ? []
        : [`${name} ended rejected, but what it brings does not fail before users meet it`];
    case 'rolled-back': {
      const isAsked = mine === undefined || brokenForUsers.includes(mine);
      return isAsked ? [] : [`${name} ended rolled-back, but what it brings works`];
    }
    case 'noop': {
      const isWanted =
        mine === undefined ||
        mine === before ||
        Object.entries(brings).some(([other, version]) => other !== name && version === mine);
      return isWanted ? [] : [`${name} ended noop, but ${mine} was nowhere`];
    }
    case 'held':
      return about.holds?.includes(name) ? [] : [`${name} ended held, and was not told to`];
    case 'failed': {
      // A deployment does not begin while ECS rolls back that of a newer run.
      const isKept = others.some(({ entry }) => isRollback(entry)) && !hasBegun(name, moves);
      return isKept ? [] : [`${name} ended failed`];
    }
    default:
      return [`${name} ended ${outcome || 'without an outcome'}`];
  }
}

/** Whether one has begun, answered or ended a deployment: what it has registered before that changes nothing. */
function hasBegun(name: string, moves: readonly Move[]): boolean {
  return moves.some((move) => move.name === name && move.entry.effect && ecsDomain.isPointerWrite(move.entry));
}

/** Whether a call has ECS roll back a deployment. */
function isRollback({ operation, input }: Move['entry']): boolean {
  const { action } = (input ?? {}) as { readonly action?: string };
  return operation === 'StopServiceDeployment' || (operation === 'ContinueServiceDeployment' && action === 'ROLLBACK');
}

function unlikeItsExitCode(name: string, ended: EndedBundle, { brings }: EcsRace): readonly string[] {
  const isGreen = isGreenOutcome(outcomeOf(ended), brings[name] === undefined ? 'rollback' : 'promote');
  return isGreen === (ended.exitCode === 0) ? [] : [`${name} has exit code ${ended.exitCode}`];
}

function outcomeOf(ended: EndedBundle | undefined): string {
  return ended?.outputs.outcome ?? '';
}
