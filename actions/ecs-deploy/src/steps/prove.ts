import { type Check, failedInWords, prove, type Site, siteTarget } from '@actions-aws/checks';
import { isPauseOver, type ListenerRule, progressOf } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import type { Address } from '../addresses.ts';
import { isEnded, shareOf } from '../plan/drive.ts';
import { openPauses } from '../plan/pause.ts';
import type { Desired, Observed } from '../plan/state.ts';
import { lookAt, withLook } from './look.ts';
import { overtaken } from './overtaken.ts';
import { type Stage, type Steps, watchMeans } from './stage.ts';
import { astray, SPREAD_MS, usedBy } from './weights.ts';

/** How long a look may take on which the way back waits, in milliseconds. */
const SOON_MS = 5_000;

/** The steps that prove the candidate, while none, some or all users have it. */
export const STEPS_OF_PROOF = {
  async smoke(_step, observed, stage) {
    const { desired, addresses, context } = stage;
    const { ports, clock, log, signal } = context;
    const { testRule, productionRule, ours } = observed;
    const late = saidLate(observed, desired);
    if (late && ours?.isAdopted) log.info(late);
    else if (late) log.warning(late, { title: 'The pause before users was answered by another hand' });
    const failed = (failure: Failure, isMoot?: (seen: Observed) => boolean) =>
      unlessEnded(observed, { ...failure, message: `${failure.message} ${late}`.trim() }, stage, isMoot);
    await clock.sleep(SPREAD_MS, signal);
    const asked = [testRule, productionRule].flatMap((rule) => rule?.arn ?? []);
    const [rules, [revision]] = await Promise.all([
      // Production as well: where it was left between two revisions, ECS brings it back to one as the deployment begins.
      testRule ? ports.listeners.describe(asked) : [],
      ours?.revision ? ports.services.describeRevisions([ours.revision]) : [],
    ]);
    const now = rules.find(({ arn }) => arn === testRule?.arn);
    const production = rules.find(({ arn }) => arn === productionRule?.arn) ?? productionRule;
    const own = revision?.resolved.map(({ targetGroup }) => targetGroup).filter(Boolean) ?? [];
    const hasUsers = late !== '' || shareOf(ours?.deployment) > 0;
    const wrong = notTheCandidate(now, hasUsers ? undefined : production, own);
    // Gone on from meanwhile, by a call that goes on with it or another hand, production leads there as well: then it is put to what users have.
    if (wrong)
      return failed({ code: 'check-failed', message: wrong }, (seen) => !hasUsers && hasGoneOn(observed, seen));
    const failure = await ask(desired.smoke, addresses.test({ testRule: now ?? testRule }), stage, 'the test listener');
    return failure ? failed(failure) : { ...observed, smoked: true };
  },

  async gate({ share, forMs }, observed, stage) {
    const { desired, context, watcher, watched } = stage;
    const { ports, log, signal } = context;
    const { ours, answered } = observed;
    const [pause] = openPauses(observed);
    if (!ours?.deployment || !pause) throw new Error('A share is watched where there is no pause. This is a bug.');
    const { arn } = ours.deployment;
    const isStill = async () => {
      const [deployment] = await ports.services.describeDeployments([arn], signal);
      // A read from before the deployment, or the pause, says nothing of it.
      if (!deployment) return true;
      const isElsewhere = openPauses({ ours: { ...ours, deployment }, answered }).some(({ id }) => id !== pause.id);
      return !isElsewhere && !isPauseOver(deployment, pause.id);
    };
    const stood = await watcher.gate(share, forMs, desired.settleMs, isStill, watchMeans(stage));
    // Another answer came first: the next look tells what is so.
    if (!stood) {
      const told = `The pause of ${desired.name.service} at ${share}% of its users was answered by another hand, or had its time up, before this run had watched it for its time.`;
      log.warning(told, { title: 'A share was not watched for its time' });
      return { ...observed, answered: [...answered, pause.id] };
    }
    watched.push(stood.watched);
    if (stood.failure) return { ...observed, failure: stood.failure };
    return { ...observed, passed: [...observed.passed, share] };
  },

  async verify(_step, observed, stage) {
    const { desired, addresses, context } = stage;
    const { ports, clock, signal } = context;
    const { productionRule } = observed;
    // Without a load balancer there are no weights.
    if (productionRule) await clock.sleep(SPREAD_MS, signal);
    const isLast = isEnded(observed);
    const found = await astray(observed, ports);
    if (found) return unlessEnded({ ...observed, ...(isLast && { brings: found.share }) }, found.failure, stage);
    const failure = await ask(desired.verify, addresses.users({ productionRule }), stage, "users' address");
    if (failure) return unlessEnded(observed, failure, stage);
    return { ...observed, verified: true, ...(isLast && { brings: 100 }) };
  },
} satisfies Partial<Steps>;

/**
 * What is observed where a check has failed: of a deployment that has ended meanwhile, or goes back, that says nothing, as its tasks may be gone,
 * and those of another have answered. Another one may have ended it, or the time of its pause: what waits for it finds out. Nor does it where
 * what is seen now makes it moot.
 */
async function unlessEnded(
  observed: Observed,
  failure: Failure,
  { desired, context }: Stage,
  isMoot: (seen: Observed) => boolean = () => false,
): Promise<Observed> {
  const { clock, signal } = context;
  const failed = { ...observed, failure };
  // Users wait for the way back: where nothing can be read for a moment, what failed has failed.
  const ports = context.ports.under({ waitsOut: 'outages', until: clock.now() + SOON_MS, signal });
  const look = await lookAt(observed, desired.name, ports, signal).catch(() => undefined);
  if (!look) return failed;
  const seen = withLook(observed, look, clock.now());
  const without = overtaken(look, seen, desired);
  if (without) return without;
  const progress = look.ours.deployment && progressOf(look.ours.deployment);
  const hasEnded = progress === 'going back' || progress === 'back' || progress === 'stopped';
  return hasEnded || isMoot(seen) ? seen : failed;
}

/** Whether our deployment has left the pause at which it was, or has users, since it was looked at before. */
function hasGoneOn(before: Observed, { ours }: Observed): boolean {
  const deployment = ours?.deployment;
  if (!deployment) return false;
  return shareOf(deployment) > 0 || openPauses(before).some(({ id }) => isPauseOver(deployment, id));
}

async function ask(
  checks: readonly Check[],
  address: Address,
  { context, checked }: Stage,
  where: string,
): Promise<Failure | undefined> {
  const { ports, clock, signal } = context;
  const site: Site = 'unknown' in address ? { url: 'http://unknown.invalid', headers: {} } : address;
  const results = await prove(checks, siteTarget(site, { exchange: ports.exchange, clock, signal }), {
    addresses: ports.addresses,
    clock,
    signal,
  });
  checked.push(...results);
  const wrong = failedInWords(results, where);
  return wrong ? { code: 'check-failed', message: wrong } : undefined;
}

/** That `smoke` comes late, where no pause is left that keeps users from what has not stood it; empty where one does. */
function saidLate({ ours, answered }: Observed, { name }: Desired): string {
  const deployment = ours?.deployment;
  const isPaused = openPauses({ ours, answered }).length > 0;
  if (!deployment || (isPaused && shareOf(deployment) === 0)) return '';
  const users = shareOf(deployment) > 0 ? `${shareOf(deployment)}% of its users have` : 'its users may have';
  const who = ours.isAdopted ? 'an earlier run, or another hand,' : 'another hand';
  return `A pause of ${name.service} at which \`smoke\` was due was answered by ${who} before this run had put it, so that ${users} the new tasks.`;
}

/**
 * Where no user has the candidate, the group of the test listener must not be one that users are on. ECS does not look after weights that another hand sets (https://github.com/aws/containers-roadmap/issues/2853): what answers may be what is live.
 */
function notTheCandidate(
  test: ListenerRule | undefined,
  production: ListenerRule | undefined,
  own: readonly string[],
): string {
  if (!test) return 'The test listener rule is not there any more.';
  const [group, ...others] = usedBy(test);
  const isSplit = group === undefined || others.length > 0;
  const isLive = production && group !== undefined && usedBy(production).includes(group);
  // Where users have it, production may lead there as well; whose group it is says its revision.
  const isForeign = group !== undefined && own.length > 0 && !own.includes(group);
  if (!isSplit && !isLive && !isForeign) return '';
  return `The test listener rule ${test.arn} does not lead to the new tasks alone, as its weights are now: another hand has set them.`;
}
