import { showTime } from '@actions-aws/action';
import { poll } from '@actions-aws/aws';
import {
  type Alias,
  backFrom,
  canaryOf,
  claiming,
  isClaimed,
  markedDescription,
  movingOn,
  ofLive,
  previousAliasOf,
} from '@actions-aws/lambda';
import { type Canary, type Failure, inPercent, type Mark } from '@actions-aws/promotion';
import { leaseMs } from '../plan/canary.ts';
import { candidateOf, followed, rivalOf, writer } from '../plan/ownership.ts';
import { proofFor } from '../plan/plan.ts';
import { older, refusal } from '../plan/refusal.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { Ports, PromotionContext } from '../ports.ts';
import { namedBy, observe } from './observe.ts';
import { BY_SIGNAL, broken, gone, LOOK_MS, proveAt, type Stage, type Steps } from './stage.ts';

/** How often we look at somebody else's canary, which takes minutes. */
const CANARY_LOOK_MS = 5_000;

/** The steps that wait for the alias, move it, prove what answers behind it, and take it back. */
export const STEPS_OF_ALIASES = {
  async 'await-canary'({ version, until }, observed, { desired, context }) {
    const { ports, clock, signal, budget } = context;
    const { functionName } = desired;
    if (until >= budget.deadline) return { ...observed, failure: lost(desired.alias, observed.alias) };
    await poll({
      waitedFor: `the canary of version ${version} of ${functionName} to end`,
      everyMs: CANARY_LOOK_MS,
      deadline: BY_SIGNAL,
      clock,
      signal,
      look: () => ports.aliases.read(functionName, desired.alias),
      done: (seen) => !seen || !rivalOf({ ...observed, alias: seen, at: clock.now() }, desired) || clock.now() >= until,
    });
    return anew(observed, desired, context);
  },

  async 'await-arrival'(_step, observed, { desired, context }) {
    await arrival(desired, context);
    return anew(observed, desired, context);
  },

  async heal(_step, observed, { desired, context }) {
    const { alias } = observed;
    if (!alias) throw new Error('A plan heals an alias that is not there. This is a bug.');
    const { ports, signal, clock } = context;
    const { owner } = desired.deployer;
    const back = backFrom(alias, alias.version, { action: 'lambda-promote', owner, at: clock.now() });
    const swap = await ports.aliases.move(desired.functionName, alias, back, { signal });
    const next = { ...observed, alias: swap.alias, canary: undefined, at: clock.now() };
    return swap.won ? next : { ...next, failure: lost(desired.alias, swap.alias) };
  },

  async shift({ to }, observed, stage) {
    return giveShare(to, false, observed, stage);
  },

  async hold({ share }, observed, stage) {
    return giveShare(share, true, observed, stage);
  },

  async remember({ version }, observed, { desired, context: { ports, signal } }) {
    const { aliases } = ports;
    const content = { version, description: descriptionOfLive(observed.alias) };
    const swap = observed.previousAlias
      ? await aliases.move(desired.functionName, observed.previousAlias, content, { signal })
      : await aliases.create(desired.functionName, previousAliasOf(desired.alias), content, { signal });
    if (swap.won || swap.alias?.version === version) return { ...observed, previousAlias: swap.alias };
    return { ...observed, previousAlias: swap.alias, failure: lost(previousAliasOf(desired.alias), swap.alias) };
  },

  async move({ to }, observed, { desired, context: { ports, signal } }) {
    const { aliases } = ports;
    const candidate = candidateOf(observed, desired);
    if (candidate?.version !== to)
      throw new Error(`A plan promotes version ${to}, which nobody published. This is a bug.`);
    const proof = proofFor(candidate.codeSha256, desired);
    const mark: Mark = {
      by: 'lambda-promote',
      ...desired.deployer,
      to,
      ...(observed.alias && movingOn(observed.alias, to)),
      ...(proof && { proof }),
    };
    const content = { version: to, description: markedDescription(mark) };
    const swap = observed.alias
      ? await aliases.move(desired.functionName, observed.alias, content, {
          provisioned: !!observed.provisioned,
          signal,
        })
      : await aliases.create(desired.functionName, desired.alias, content, { signal });
    if (!swap.won) return overtaken(observed, swap.alias, desired);
    return {
      ...observed,
      alias: swap.alias,
      moved: true,
      candidate,
      live: candidate,
      provisioned: reallocating(observed),
    };
  },

  async 'await-provisioned'(_step, observed, { desired, context }) {
    const seen = await arrival(desired, context);
    const next = { ...observed, ...seen };
    if (!seen.provisioned?.failure || observed.restored) return next;
    const { message, hint } = broken('Provisioned concurrency failed', seen.provisioned.failure);
    return { ...next, failure: { code: 'not-ready', message, ...(hint && { hint }) } };
  },

  async verify(_step, observed, stage) {
    const { desired } = stage;
    const { ports } = stage.context;
    const wanted = candidateOf(observed, desired);
    const alias = await ports.aliases.read(desired.functionName, desired.alias);
    const isRight = (found: Alias | undefined) =>
      found?.version === wanted?.version && Object.keys(found?.weights ?? {}).length === 0;
    if (!wanted || !alias || !isRight(alias)) return { ...observed, alias, failure: lost(desired.alias, alias) };
    const failure = await proveAt(desired.alias, wanted.version, desired.verify, wanted.timeoutMs, stage);
    if (!failure) return { ...observed, alias, verified: true };
    // What this run moved is looked at again before it is taken back. What it found live is not, and may have been moved while it was asked.
    const now = observed.moved ? alias : await ports.aliases.read(desired.functionName, desired.alias);
    return { ...observed, alias: now, failure: isRight(now) ? failure : lost(desired.alias, now) };
  },

  async claim({ version }, observed, { desired, context: { ports, signal } }) {
    const { alias } = observed;
    const content = alias && claiming(alias, desired.deployer.order);
    if (!content) throw new Error(`A plan claims version ${version}, and has nothing to note. This is a bug.`);
    const swap = await ports.aliases.move(desired.functionName, alias, content, { signal });
    const { alias: found } = swap;
    const next = { ...observed, alias: found };
    // Another may have noted the same, or have the description now: then the plan looks what is left to note.
    const isLive = found?.version === version && Object.keys(found.weights).length === 0;
    const isLeft = isLive && found.description !== alias.description;
    return swap.won || isLeft ? next : { ...next, failure: lost(desired.alias, found) };
  },

  async prune({ version }, observed, { desired, context: { ports, log } }) {
    const use = await useSince(version, observed, desired, ports);
    const removed = use === '' && (await ports.functions.remove(desired.functionName, version));
    if (!removed) log.info(`Version ${version} stays: ${use || 'AWS says that something holds it'}.`);
    return { ...observed, versions: observed.versions.filter((one) => one.version !== version) };
  },

  async 'move-back'({ to }, observed, { desired, context: { ports, clock } }) {
    const alias = await ports.aliases.read(desired.functionName, desired.alias);
    if (!alias || writer({ ...observed, alias }, desired) === 'other') {
      return { ...observed, alias, failure: lost(desired.alias, alias, observed.failure) };
    }
    const { owner } = desired.deployer;
    const back = backFrom(alias, to, { action: 'lambda-promote', owner, at: clock.now() });
    const swap = await ports.aliases.move(desired.functionName, alias, back, { provisioned: !!observed.provisioned });
    if (!swap.won && isClaimed(swap.alias, alias)) return { ...observed, alias: swap.alias };
    if (!swap.won)
      return { ...observed, alias: swap.alias, failure: lost(desired.alias, swap.alias, observed.failure) };
    // Whatever could not be read before: our write is on a revision that was read, and a late one would not be.
    const known = { restored: true, unreadable: false };
    return { ...observed, ...known, alias: swap.alias, provisioned: reallocating(observed) };
  },

  async 'give-back'({ to }, observed, { desired, context: { ports } }) {
    const { alias } = observed;
    if (!alias) throw new Error('A plan clears the weights of an alias that is not there. This is a bug.');
    const { description } = alias;
    const swap = await ports.aliases.move(desired.functionName, alias, { version: to, description });
    const next = { ...observed, alias: swap.alias };
    if (!swap.won) return { ...next, failure: lost(desired.alias, swap.alias, observed.failure) };
    // The reply was lost, or the write itself: what is there looks alike but for this.
    const isDone = Object.keys(swap.alias.weights).length === 0;
    return { ...next, stuck: !isDone };
  },
} satisfies Partial<Steps>;

/** Whoever was waited for has moved more than the alias: all is looked at as if this run began now, but for whom users met. */
async function anew({ met }: Observed, desired: Desired, { ports, clock }: PromotionContext): Promise<Observed> {
  const again = await observe(desired, ports, clock.now());
  if (!again) throw gone(desired);
  const observed = { ...again, met: new Set([...met, ...again.met]) };
  const refused = refusal(observed, desired);
  if (!refused) return observed;
  return { ...observed, failure: refused };
}

/** How long AWS may take to put its weights on an alias that has moved, in milliseconds; or it has taken them away before a look. */
const UNSEEN_MS = 10_000;

/**
 * Waits until what is provisioned has followed the alias, or failed to. It has when AWS has taken its temporary weights away
 * (https://github.com/hashicorp/terraform-provider-aws/pull/48116 waits for the same). How many instances are allocated then
 * says nothing of the move: with weights that number goes up and down
 * (https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedConcurrencyConfigListItem.html), and an autoscaler asks for
 * another one at any time.
 */
async function arrival(desired: Desired, { ports, clock, signal }: PromotionContext) {
  const began = clock.now();
  let wasKeptBefore = false;
  const { provisioned, alias } = await poll({
    waitedFor: `provisioned concurrency of ${desired.functionName}:${desired.alias}`,
    everyMs: LOOK_MS,
    deadline: BY_SIGNAL,
    clock,
    signal,
    async look() {
      const provisioned = await ports.functions.provisioned(desired.functionName, desired.alias);
      return { provisioned, alias: await ports.aliases.read(desired.functionName, desired.alias) };
    },
    done({ provisioned, alias }) {
      if (provisioned?.failure) return true;
      const isKeptBefore = Object.keys(alias?.weights ?? {}).length > 0;
      wasKeptBefore ||= isKeptBefore;
      if (isKeptBefore) return false;
      return !provisioned || provisioned.ready || wasKeptBefore || clock.now() - began >= UNSEEN_MS;
    },
  });
  return { alias, provisioned: followed(provisioned, alias) };
}

/** What has come to use a version since it was looked at, which may be an hour ago; empty where nothing has. */
async function useSince(
  version: string,
  { latest }: Observed,
  { functionName, alias }: Desired,
  { aliases, functions }: Ports,
): Promise<string> {
  const [all, uses] = await Promise.all([aliases.list(functionName), functions.usesOf(latest.arn, [version])]);
  const others = all.filter(({ name }) => name !== alias && name !== previousAliasOf(alias));
  const by = others.find((one) => namedBy(one).includes(version));
  return by ? `the alias ${by.name} names it` : (uses.get(version) ?? '');
}

/** Gives the candidate a share of the users, with a lease: while it is at work, or for as long as it is held. */
async function giveShare(
  share: number,
  held: boolean,
  observed: Observed,
  { desired, context: { ports, clock, signal } }: Stage,
): Promise<Observed> {
  const { alias } = observed;
  const candidate = candidateOf(observed, desired);
  if (!alias || !candidate) throw new Error('A plan gives a share of nothing, or to nothing. This is a bug.');
  const since = clock.now();
  const until = since + (held ? desired.holdForMs : leaseMs(share, desired));
  const canary: Canary = { version: candidate.version, share, until, since, held };
  const mark: Mark = { by: 'lambda-promote', ...desired.deployer, to: alias.version, ...ofLive(alias), canary };
  const content = {
    version: alias.version,
    description: markedDescription(mark),
    weights: { [candidate.version]: share },
  };
  const swap = await ports.aliases.move(desired.functionName, alias, content, { signal });
  if (!swap.won) return overtaken(observed, swap.alias, desired);
  return { ...observed, alias: swap.alias, moved: true, candidate };
}

/** It goes along to the previous alias: it says who promoted this version, and what was proved. Not who is on trial beside it. */
function descriptionOfLive(alias: Alias | undefined): string {
  if (!alias?.mark?.canary) return alias?.description ?? '';
  const { by, to } = alias.mark;
  return markedDescription({ by, ...(to && { to }), ...ofLive(alias) });
}

/** It follows the alias to the other version, which takes a while. */
function reallocating({ provisioned }: Observed): Observed['provisioned'] {
  return provisioned && { ready: false, failure: '' };
}

/** After a write that lost. A run that has noted its order there, and moved nothing, keeps out only those that are older. */
function overtaken(observed: Observed, found: Alias | undefined, desired: Desired): Observed {
  const next = { ...observed, alias: found };
  if (!isClaimed(found, observed.alias)) return { ...next, failure: lost(desired.alias, found) };
  return { ...next, failure: older(next, desired) };
}

function lost(name: string, found: Alias | undefined, before?: Failure): Failure {
  const who = found?.mark?.owner ? `run ${found.mark.owner.run} (${found.mark.by})` : 'somebody else';
  const canary = found && canaryOf(found);
  const share = canary ? `, and ${inPercent(canary.share)} of its users meet version ${canary.version}` : '';
  const until = canary ? ` until ${showTime(canary.until)}` : '';
  const now = found ? `it is on version ${found.version} now${share}, by ${who}${until}` : 'it is gone';
  return {
    code: 'pointer-changed',
    message: `${before ? `${before.message} ` : ''}The alias ${name} was changed while this run was under way: ${now}. It was left as it is.`,
    hint: 'Give the deployments of one function a common `concurrency:` group, so that they follow one another.',
  };
}
