import { type Failure, isOlder, kindOf } from '@actions-aws/promotion';
import { backTo, claiming, isSameMove, movingTo, noteBack, type Pointer, watchServed } from '@actions-aws/site';
import { ACTION, writer } from '../plan/ownership.ts';
import { proofFor } from '../plan/plan.ts';
import { replaced } from '../plan/refusal.ts';
import type { Desired } from '../plan/state.ts';
import { BY_SIGNAL, type Steps } from './stage.ts';

/** The steps that move APP's pointer, see that users get the release, and take it back. */
export const STEPS_OF_POINTER = {
  async note(_step, observed, { desired, context: { ports } }) {
    await ports.history.note(desired.app, observed.app, contentFor(observed.app, desired));
    return { ...observed, isNoted: true };
  },

  async move(_step, observed, { desired, context: { ports, signal } }) {
    // The last look at TEST before users are moved: what proves a release is that TEST served it until now.
    const test = await ports.test.describe();
    const other = replaced({ test }, desired);
    if (other) return { ...observed, test, failure: other };
    const swap = await ports.app.point(observed.app, contentFor(observed.app, desired), signal);
    if (swap.won) return { ...observed, test, app: swap.pointer, moved: true };
    // A store may show late what an earlier attempt of this run wrote: then the write that won is our own.
    if (writer(swap.pointer, desired) !== 'other') return { ...observed, test, app: swap.pointer };
    // Another run has noted there that it found its release live: that is the newest one's word, of which this may be the newer.
    const isNewer = !isOlder(desired.deployer.order, swap.pointer.mark?.order);
    if (isSameMove(swap.pointer, observed.app) && isNewer) return { ...observed, test, app: swap.pointer };
    return { ...observed, test, app: swap.pointer, failure: lost(desired, swap.pointer) };
  },

  async spread(_step, observed, { context: { ports, signal } }) {
    await ports.app.spread(observed.app, { deadline: BY_SIGNAL, signal });
    return { ...observed, isSpread: true };
  },

  async 'await-served'({ release }, observed, { desired, context: { ports, clock, signal } }) {
    const address = { url: observed.appUrl, headers: {}, distribution: desired.app };
    const asker = { exchange: ports.exchange, clock, signal };
    const { wrong } = await watchServed(address, release, { ...asker, settleMs: desired.settleMs });
    const app = await ports.app.describe();
    // Another release may be there since another run moved the pointer.
    if (app.release !== release) return { ...observed, app, failure: lost(desired, app) };
    if (wrong === '') return { ...observed, app, isServed: true };
    const hint =
      'Look whether the address leads to this distribution, and whether something in front of it keeps answers.';
    return { ...observed, app, failure: { code: 'not-served', message: wrong, hint } };
  },

  async claim({ release }, observed, { desired, context: { ports, signal } }) {
    const content = claiming(observed.app, desired.deployer.order);
    if (!content) throw new Error('A plan claims a pointer that is as new. This is a bug.');
    const { won, pointer: app } = await ports.app.point(observed.app, content, signal);
    // Another run may have noted the same: then the plan looks whether that one is newer.
    return won || app.release === release ? { ...observed, app } : { ...observed, app, failure: lost(desired, app) };
  },

  async 'move-back'({ to }, observed, { desired, context: { ports, clock, log } }) {
    const app = await ports.app.describe();
    if (isUnmarked(app, desired)) return { ...observed, app, stuck: true, failure: ownFailure(observed.failure) };
    if (writer(app, desired) === 'other') return { ...observed, app, failure: lost(desired, app, observed.failure) };
    const content = backTo(app, to, { action: ACTION, owner: desired.deployer.owner, at: clock.now() });
    // A cancelled workflow ends neither the way back nor its note.
    const unnoted = await noteBack({ site: desired.app, current: app, content }, { ports, clock });
    if (unnoted !== '') log.warning(unnoted, { title: 'The history of the site' });
    const swap = await ports.app.point(app, content);
    if (!swap.won) return { ...observed, app: swap.pointer, failure: lost(desired, swap.pointer, observed.failure) };
    // What could not be read before is known now: our write is on an ETag that was read.
    return { ...observed, app: swap.pointer, restored: true, unreadable: false };
  },

  async 'spread-back'(_step, observed, { context: { ports, signal } }) {
    await ports.app.spread(observed.app, { deadline: BY_SIGNAL, signal });
    return { ...observed, isBackEverywhere: 'yes' };
  },
} satisfies Partial<Steps>;

function contentFor(app: Pointer, desired: Desired) {
  return movingTo(app, desired.staged.release, {
    action: ACTION,
    deployer: desired.deployer,
    proof: proofFor(desired),
  });
}

/** Whether the pointer is where this run moved it, and its mark is gone: infrastructure code resets comments, and moves no user by that. */
function isUnmarked({ release, mark }: Pointer, { staged }: Pick<Desired, 'staged'>): boolean {
  return mark === undefined && release === staged.release;
}

/** No other deployment won: what went wrong with this one is live. */
function ownFailure(failure: Failure | undefined): Failure | undefined {
  return failure && kindOf(failure) === 'superseded' ? { ...failure, code: 'error' } : failure;
}

/** Another writer has the pointer. */
export function lost({ app }: Pick<Desired, 'app'>, found: Pointer, before?: Failure): Failure {
  const who = found.mark?.owner ? `run ${found.mark.owner.run} (${found.mark.by})` : 'another writer';
  return {
    code: 'pointer-changed',
    message: `${before ? `${before.message} ` : ''}The pointer of ${app} was moved while this run was under way: it is at ${found.raw || '/'} now, by ${who}. It was left as it is.`,
    hint: 'Give the deployments of one site a common `concurrency:` group, so that they follow one another.',
  };
}
