import type { JournalEntry } from '@actions-aws/local-aws';
import type { Users } from '../sweeps/users.ts';
import { complaintsOf, type Look } from './judge.ts';
import { type EcsWorld, servingOf } from './world.ts';

/** How often they look where the clock stands still, in its milliseconds. */
const EVERY_LOCAL_MS = 3_000;
/** How often they look else, in milliseconds of the machine. */
const EVERY_MS = 50;
/** Requests at each look. */
const REQUESTS = 10;

/** Which users, and what they may meet. */
export interface EcsUsersOptions {
  /**
   * The share of users, from 0 to 1, that may meet a version: all the while, or in steps that begin with each answer to a pause, as
   * `[0, 0.1, 1]`. Of a version that is not named it is none, but all of `v0`.
   */
  readonly shares?: Readonly<Record<string, number | readonly number[]>>;
  /** Healthy targets that there have to be at any time; `desiredCount` by `minimumHealthyPercent` unless given. */
  readonly capacity?: number;
  /** What they ask for; `/` unless given. */
  readonly path?: string;
  /** Requests at each look; 10 unless given. */
  readonly requests?: number;
  /** In a race they look `when asked`: a timer of theirs would be a turn in its schedules. */
  readonly looks?: 'all the while' | 'when asked';
}

/** Users of a service, who also tell what they saw. */
export interface EcsUsers extends Users {
  readonly looks: readonly Look[];
  /** How often each version answered, and each status. */
  seen(): { readonly versions: Readonly<Record<string, number>>; readonly statuses: Readonly<Record<string, number>> };
}

/**
 * Users who ask production all the while, some requests at a time. When they leave they complain of a version that they should not have
 * met so often, of a failure that is none of a candidate's own, and of too few healthy targets. Of a worker they see nothing.
 */
export function ecsUsers(
  world: EcsWorld,
  { shares = {}, path = '/', requests = REQUESTS, looks: when = 'all the while', ...more }: EcsUsersOptions = {},
): EcsUsers {
  const { cloud, balancer, desiredCount, configuration } = world;
  const percent = configuration.minimumHealthyPercent ?? 100;
  const capacity = more.capacity ?? Math.ceil((desiredCount * percent) / 100);
  const looks: Look[] = [];
  const counting = new Set<Promise<void>>();

  function look(): Promise<void> {
    if (!balancer) return Promise.resolve();
    const at = cloud.clock.now();
    const [answers, failure] = askAll();
    const counted = servingOf(cloud, balancer.production.ruleArn).then((serving) => {
      const healthy = serving.reduce((sum, each) => sum + (each.share > 0 ? each.healthy : 0), 0);
      looks.push({ at, answers, healthy, ...(failure !== undefined && { failure }) });
    });
    const done = counted.finally(() => counting.delete(done));
    counting.add(done);
    return done;
  }

  function askAll(): [Look['answers'], string | undefined] {
    try {
      return [Array.from({ length: requests }, () => world.ask('production', path)), undefined];
    } catch (error) {
      return [[], (error as Error).message];
    }
  }

  const rest = when === 'when asked' ? () => {} : keepLooking(world, look);
  const sorted = () => [...looks].sort((a, b) => a.at - b.at);
  return {
    looks,
    visit: look,
    async leave() {
      rest();
      await look();
      await Promise.all(counting);
      const journal = await cloud.control.journal();
      const over = Object.entries(shares).map(([version, steps]) => [version, sharesOver([steps].flat(), journal)]);
      return complaintsOf(sorted(), { shares: Object.fromEntries(over), capacity });
    },
    seen() {
      const answers = looks.flatMap((each) => each.answers);
      return {
        versions: countsOf(answers.map(({ version = 'unknown' }) => version)),
        statuses: countsOf(answers.map(({ status }) => String(status))),
      };
    },
  };
}

/** Has them look again and again; returns how to stop it. */
function keepLooking({ cloud }: EcsWorld, look: () => Promise<void>): () => void {
  if (cloud.clock.scale !== 0) {
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => clearInterval(timer);
  }
  let cancel = () => {};
  const again = () => {
    cancel = cloud.clock.after(EVERY_LOCAL_MS, () => {
      void look();
      again();
    });
  };
  again();
  return () => cancel();
}

function countsOf(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/**
 * The share of a version over time. Steps are climbed by answers to pauses: the first holds until the first `CONTINUE` that has an effect,
 * by any hand, the next until the second, and the last for good.
 */
function sharesOver(steps: readonly number[], journal: readonly JournalEntry[]): (at: number) => number {
  const answered = journal.flatMap(({ operation, effectAt, input }) => {
    const { action } = (input ?? {}) as { readonly action?: string };
    const isAnswer = operation === 'ContinueServiceDeployment' && action !== 'ROLLBACK';
    return isAnswer && effectAt !== undefined ? [effectAt] : [];
  });
  return (at) => {
    const climbed = answered.filter((time) => time <= at).length;
    return steps[Math.min(climbed, steps.length - 1)] ?? 0;
  };
}
