import { isDeepStrictEqual } from 'node:util';
import { UserError } from '@actions-aws/action';
import { poll } from '@actions-aws/aws';
import {
  type Alias,
  awaitVersion,
  awaken,
  backFrom,
  canaryOf,
  type FunctionVersion,
  LATEST,
  markedDescription,
  movingOn,
  ofLive,
} from '@actions-aws/lambda';
import { type Canary, inPercent, type Mark } from '@actions-aws/promotion';
import { leaseMs } from './canary.ts';
import { companionOf, observe } from './observe.ts';
import { candidateOf, rivalOf, writer } from './ownership.ts';
import type { Package } from './package.ts';
import { type Desired, type Observed, proofFor, type Step, type Trouble } from './plan.ts';
import type { Ports, Surroundings } from './ports.ts';
import { type CheckResult, failures, prove } from './prove.ts';
import { refusal } from './refusal.ts';

/** What the steps of one promotion act with. */
export interface Stage {
  readonly desired: Desired;
  readonly code: Package | undefined;
  readonly ports: Ports;
  readonly surroundings: Surroundings;
  /** Collects how each check went, for the report. */
  readonly checked: CheckResult[];
}

/** How often we look at what takes its time, in milliseconds. */
const LOOK_MS = 1_000;
/** How often we look at somebody else's canary, which takes minutes. */
const CANARY_LOOK_MS = 5_000;

/** No wait has a deadline of its own: the signal aborts when the run's time is up, and says so. */
const BY_SIGNAL = Number.POSITIVE_INFINITY;

type Apply<Do extends Step['do']> = (
  step: Extract<Step, { do: Do }>,
  observed: Observed,
  stage: Stage,
) => Promise<Observed>;

/** What each step does: it writes at most once, and returns what is observed after it. */
export const APPLY: { readonly [Do in Exclude<Step['do'], 'bake'>]: Apply<Do> } = {
  async 'await-canary'({ version, until }, observed, { desired, ports, surroundings }) {
    const { clock, signal, budget } = surroundings;
    const { functionName } = desired;
    if (until >= budget.deadline) return { ...observed, trouble: lost(desired.alias, observed.alias) };
    await poll({
      waitedFor: `the canary of version ${version} of ${functionName} to end`,
      everyMs: CANARY_LOOK_MS,
      deadline: BY_SIGNAL,
      clock,
      signal,
      look: () => ports.aliases.read(functionName, desired.alias),
      done: (seen) => !seen || !rivalOf({ ...observed, alias: seen, at: clock.now() }, desired) || clock.now() >= until,
    });
    return anew(observed, desired, ports, surroundings);
  },

  async 'await-arrival'(_step, observed, { desired, ports, surroundings }) {
    await arrival(desired, ports, surroundings);
    return anew(observed, desired, ports, surroundings);
  },

  async heal(_step, observed, { desired, ports, surroundings }) {
    const { alias } = observed;
    if (!alias) throw new Error('A plan heals an alias that is not there. This is a bug.');
    const back = backFrom(alias, alias.version, { action: 'lambda-promote', owner: desired.deployer.owner });
    const { signal, clock } = surroundings;
    const swap = await ports.aliases.move(desired.functionName, alias, back, { signal });
    const next = { ...observed, alias: swap.alias, canary: undefined, at: clock.now() };
    return swap.won ? next : { ...next, trouble: lost(desired.alias, swap.alias) };
  },

  async 'await-update'(_step, observed, stage) {
    const isSettled = (seen: FunctionVersion) => {
      if (seen.revisionId === observed.replaced) return false;
      if (seen.state === 'Failed') throw broken('The function is in the state Failed', seen.stateReason);
      if (seen.lastUpdateStatus === 'Failed') throw broken('The last update of $LATEST failed', seen.lastUpdateReason);
      return seen.lastUpdateStatus === 'Successful' && (seen.state === 'Active' || seen.state === 'Inactive');
    };
    const { functionName, source } = stage.desired;
    const what = { functionName, version: LATEST, waitedFor: 'the update of $LATEST to complete' };
    const latest = await awaitVersion(what, isSettled, waiting(stage));
    // To send it once more would be to fight over $LATEST until somebody's time runs out.
    const isOurs = ({ codeSha256 }: FunctionVersion) => source.kind === 'package' && codeSha256 === source.codeSha256;
    if (isOurs(observed.latest) && !isOurs(latest)) return { ...observed, latest, trouble: overtaken(stage.desired) };
    return { ...observed, latest };
  },

  async keep(_step, observed, { code, ports, surroundings }) {
    if (!code?.artifact) throw new Error('A plan keeps code in S3 that nobody gave. This is a bug.');
    const account = observed.latest.arn.split(':')[4] ?? '';
    await ports.artifacts.keep(code.artifact, account, surroundings.signal);
    return { ...observed, kept: true };
  },

  async upload(_step, observed, stage) {
    const { desired, code, ports } = stage;
    if (!code) throw new Error('A plan uploads code that nobody gave. This is a bug.');
    const written = await ports.functions.upload(desired.functionName, code, observed.latest.revisionId);
    if (written.done) {
      if (written.version.lastUpdateStatus === 'Failed')
        throw broken('The update failed', written.version.lastUpdateReason);
      if (written.version.codeSha256 !== code.codeSha256) throw exchanged(code, written.version.codeSha256);
      return { ...observed, latest: written.version, replaced: observed.latest.revisionId };
    }
    const latest = await lookAgain(stage, observed);
    // The reply to our own write was lost; or AWS gave a new revision to what did not change, and we plan again.
    if (latest.codeSha256 === code.codeSha256) return { ...observed, latest, replaced: observed.latest.revisionId };
    if (isUnchanged(observed.latest, latest)) return { ...observed, latest };
    return { ...observed, latest, trouble: overtaken(desired) };
  },

  async smoke({ version }, observed, stage) {
    const isLatest = version === LATEST;
    const seen = isLatest ? observed.latest : candidateOf(observed, stage.desired);
    if (!seen) throw new Error(`A plan smokes version ${version}, which nobody published. This is a bug.`);
    const ready = seen.state === 'Inactive' ? await awaken(stage.desired.functionName, version, waiting(stage)) : seen;
    const trouble = await proveAt(version, version, stage.desired.smoke, ready.timeoutMs, stage);
    if (trouble) return { ...observed, trouble };
    const passed = [...observed.passed, { version, revisionId: ready.revisionId }];
    return isLatest ? { ...observed, latest: ready, passed } : { ...observed, candidate: ready, passed };
  },

  async publish(_step, observed, stage) {
    const { desired, ports } = stage;
    const { latest } = observed;
    const proof = desired.smokeOn === 'latest' ? proofFor(latest.codeSha256, desired) : undefined;
    const mark: Mark = { by: 'lambda-promote', owner: desired.deployer.owner, ...(proof && { proof }) };
    const written = await ports.functions.publish(desired.functionName, latest, markedDescription(mark));
    if (!written.done) {
      const now = await lookAgain(stage, observed);
      // Another revision of the same code: whoever configured it, it is planned, and proved, again.
      if (now.codeSha256 === latest.codeSha256) return { ...observed, latest: now };
      return { ...observed, latest: now, trouble: overtaken(desired) };
    }
    if (written.version.codeSha256 !== latest.codeSha256) {
      throw broken(`Version ${written.version.version} has other code than was proved`, written.version.codeSha256);
    }
    return { ...observed, candidate: written.version };
  },

  async 'await-version'({ version }, observed, stage) {
    return { ...observed, candidate: await awaken(stage.desired.functionName, version, waiting(stage)) };
  },

  async shift({ to }, observed, stage) {
    return giveShare(to, false, observed, stage);
  },

  async hold({ share }, observed, stage) {
    return giveShare(share, true, observed, stage);
  },

  async remember({ version }, observed, { desired, ports, surroundings: { signal } }) {
    const { aliases } = ports;
    const content = { version, description: descriptionOfLive(observed.alias) };
    const swap = observed.companion
      ? await aliases.move(desired.functionName, observed.companion, content, { signal })
      : await aliases.create(desired.functionName, companionOf(desired.alias), content, { signal });
    if (swap.won || swap.alias?.version === version) return { ...observed, companion: swap.alias };
    return { ...observed, companion: swap.alias, trouble: lost(companionOf(desired.alias), swap.alias) };
  },

  async move({ to }, observed, { desired, ports, surroundings: { signal } }) {
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
    if (!swap.won) return { ...observed, alias: swap.alias, trouble: lost(desired.alias, swap.alias) };
    return {
      ...observed,
      alias: swap.alias,
      moved: true,
      candidate,
      live: candidate,
      provisioned: reallocating(observed),
    };
  },

  async 'await-provisioned'(_step, observed, { desired, ports, surroundings }) {
    const seen = await arrival(desired, ports, surroundings);
    const next = { ...observed, ...seen };
    if (!seen.provisioned?.failure || observed.restored) return next;
    const { message, hint } = broken('Provisioned concurrency failed', seen.provisioned.failure);
    return { ...next, trouble: { kind: 'error', message, ...(hint && { hint }) } };
  },

  async verify(_step, observed, stage) {
    const { desired, ports } = stage;
    const wanted = candidateOf(observed, desired);
    const alias = await ports.aliases.read(desired.functionName, desired.alias);
    const isRight = alias?.version === wanted?.version && Object.keys(alias?.weights ?? {}).length === 0;
    if (!wanted || !alias || !isRight) return { ...observed, alias, trouble: lost(desired.alias, alias) };
    const trouble = await proveAt(desired.alias, wanted.version, desired.verify, wanted.timeoutMs, stage);
    if (trouble) return { ...observed, alias, trouble };
    return { ...observed, alias, verified: true };
  },

  async prune({ version }, observed, { desired, ports, surroundings }) {
    const removed = await ports.functions.remove(desired.functionName, version);
    if (!removed) surroundings.log.info(`Version ${version} stays: something holds it.`);
    return { ...observed, versions: observed.versions.filter((one) => one !== version) };
  },

  async 'move-back'({ to }, observed, { desired, ports }) {
    const alias = await ports.aliases.read(desired.functionName, desired.alias);
    if (!alias || writer({ ...observed, alias }, desired) === 'other') {
      return { ...observed, alias, trouble: lost(desired.alias, alias, observed.trouble) };
    }
    const back = backFrom(alias, to, { action: 'lambda-promote', owner: desired.deployer.owner });
    const swap = await ports.aliases.move(desired.functionName, alias, back, { provisioned: !!observed.provisioned });
    if (!swap.won)
      return { ...observed, alias: swap.alias, trouble: lost(desired.alias, swap.alias, observed.trouble) };
    return { ...observed, alias: swap.alias, restored: true, provisioned: reallocating(observed) };
  },

  async 'give-back'({ to }, observed, { desired, ports }) {
    const { alias } = observed;
    if (!alias) throw new Error('A plan clears the weights of an alias that is not there. This is a bug.');
    const { description } = alias;
    const swap = await ports.aliases.move(desired.functionName, alias, { version: to, description });
    const next = { ...observed, alias: swap.alias };
    if (!swap.won) return { ...next, trouble: lost(desired.alias, swap.alias, observed.trouble) };
    // The reply was lost, or the write itself: what is there looks alike but for this.
    const isDone = Object.keys(swap.alias.weights).length === 0;
    return { ...next, stuck: !isDone };
  },
};

/** Whoever was waited for has moved more than the alias: all is looked at as if this run began now, but for whom users met. */
async function anew({ met }: Observed, desired: Desired, ports: Ports, { clock }: Surroundings): Promise<Observed> {
  const again = await observe(desired, ports, clock.now());
  if (!again) throw gone(desired);
  const observed = { ...again.observed, met: new Set([...met, ...again.observed.met]) };
  const refused = refusal(observed, desired);
  if (!refused) return observed;
  const { outcome, message, hint } = refused;
  const kind = outcome === 'superseded' ? 'superseded' : 'error';
  return { ...observed, trouble: { kind, message, hint } };
}

/** Waits until what is provisioned has followed the alias, or failed to. */
function arrival(desired: Desired, ports: Ports, surroundings: Surroundings) {
  return poll({
    waitedFor: `provisioned concurrency of ${desired.functionName}:${desired.alias}`,
    everyMs: LOOK_MS,
    deadline: BY_SIGNAL,
    clock: surroundings.clock,
    signal: surroundings.signal,
    async look() {
      const provisioned = await ports.functions.provisioned(desired.functionName, desired.alias);
      return { provisioned, alias: await ports.aliases.read(desired.functionName, desired.alias) };
    },
    done({ provisioned, alias }) {
      if (provisioned?.failure) return true;
      // AWS splits the traffic while it moves: it has arrived when the weights are gone.
      return (!provisioned || provisioned.ready) && Object.keys(alias?.weights ?? {}).length === 0;
    },
  });
}

/** Gives the candidate a share of the users, with a lease: while it is at work, or for as long as it is held. */
async function giveShare(
  share: number,
  held: boolean,
  observed: Observed,
  { desired, ports, surroundings }: Stage,
): Promise<Observed> {
  const { alias } = observed;
  const candidate = candidateOf(observed, desired);
  if (!alias || !candidate) throw new Error('A plan gives a share of nothing, or to nothing. This is a bug.');
  const since = surroundings.clock.now();
  const until = since + (held ? desired.holdForMs : leaseMs(share, desired));
  const canary: Canary = { version: candidate.version, share, until, since, held };
  const mark: Mark = { by: 'lambda-promote', ...desired.deployer, to: alias.version, ...ofLive(alias), canary };
  const content = {
    version: alias.version,
    description: markedDescription(mark),
    weights: { [candidate.version]: share },
  };
  const { signal } = surroundings;
  const swap = await ports.aliases.move(desired.functionName, alias, content, { signal });
  if (!swap.won) return { ...observed, alias: swap.alias, trouble: lost(desired.alias, swap.alias) };
  return { ...observed, alias: swap.alias, moved: true, candidate };
}

/** It goes along to the companion: it says who promoted this version, and what was proved. Not who is on trial beside it. */
function descriptionOfLive(alias: Alias | undefined): string {
  if (!alias?.mark?.canary) return alias?.description ?? '';
  const { by, to } = alias.mark;
  return markedDescription({ by, ...(to && { to }), ...ofLive(alias) });
}

/** It follows the alias to the other version, which takes a while. */
function reallocating({ provisioned }: Observed): Observed['provisioned'] {
  return provisioned && { ready: false, failure: '' };
}

async function proveAt(
  qualifier: string,
  version: string,
  checks: Desired['smoke'],
  timeoutMs: number,
  { desired, ports, surroundings, checked }: Stage,
): Promise<Trouble | undefined> {
  const probe = desired.smoke.find((check) => check.kind === 'event')?.event;
  const target = { functionName: desired.functionName, qualifier, version, timeoutMs, probe };
  const results = await prove(checks, target, { ...surroundings, invocations: ports.invocations });
  checked.push(...results);
  const failed = failures(results);
  if (failed.length === 0) return undefined;
  // What a function says of itself may end with a full stop already.
  const each = failed.map(({ name, wrong }) => `${name}: ${wrong.join(', ')}`.replace(/\.$/, ''));
  return {
    kind: 'proof',
    message: `${failed.length} of ${results.length} checks failed at ${qualifier}. ${each.join('. ')}.`,
  };
}

function waiting({ ports, surroundings }: Stage) {
  const { clock, signal } = surroundings;
  return { ...ports, clock, signal, deadline: BY_SIGNAL };
}

/**
 * What `$LATEST` is after a refusal; a while later, since AWS may refuse for a while what looks settled, and may not show
 * for a while what this run has put there.
 */
async function lookAgain(
  { desired, ports, surroundings }: Stage,
  { replaced }: Pick<Observed, 'replaced'>,
): Promise<FunctionVersion> {
  for (;;) {
    await surroundings.clock.sleep(LOOK_MS, surroundings.signal);
    const seen = await ports.versions.describe(desired.functionName, LATEST);
    if (!seen) throw gone(desired);
    if (seen.revisionId !== replaced) return seen;
  }
}

function isUnchanged(before: FunctionVersion, after: FunctionVersion): boolean {
  return before.codeSha256 === after.codeSha256 && isDeepStrictEqual(before.configuration, after.configuration);
}

function gone({ functionName }: Desired): UserError {
  return broken(`The function ${functionName} is gone`, 'it was deleted while this run was under way');
}

function broken(what: string, why: string): UserError {
  return new UserError(`${what}${why ? ` (${why})` : ''}.`, {
    hint: 'Mend the function in your infrastructure code, then run the job again: it goes on from what it finds.',
  });
}

/** What is in S3 can change after it was read; nothing is proved or published of it then. */
function exchanged({ source, codeSha256 }: Package, found: string): UserError {
  return new UserError(`Lambda took other code than ${source}: its SHA-256 is ${found}, not ${codeSha256}.`, {
    hint: 'Somebody wrote over the object in S3 while this run was under way. Look who may, then run the job again.',
  });
}

function overtaken({ functionName }: Desired): Trouble {
  return {
    kind: 'superseded',
    message: `Somebody else put other code on $LATEST of ${functionName} while this run was under way.`,
    hint: 'Give the deployments of one function a common `concurrency:` group, so that they follow one another.',
  };
}

function lost(name: string, found: Alias | undefined, before?: Trouble): Trouble {
  const who = found?.mark?.owner ? `run ${found.mark.owner.run} (${found.mark.by})` : 'somebody else';
  const canary = found && canaryOf(found);
  const share = canary ? `, and ${inPercent(canary.share)} of its users meet version ${canary.version}` : '';
  const until = canary ? ` until ${new Date(canary.until).toISOString().slice(0, 19)}Z` : '';
  const now = found ? `it is on version ${found.version} now${share}, by ${who}${until}` : 'it is gone';
  return {
    kind: 'superseded',
    message: `${before ? `${before.message} ` : ''}The alias ${name} was changed while this run was under way: ${now}. It was left as it is.`,
    hint: 'Give the deployments of one function a common `concurrency:` group, so that they follow one another.',
  };
}
