import { showTime } from '@actions-aws/action';
import {
  leaseTag,
  orderTag,
  ownerTags,
  primaryOf,
  revisionArn,
  revisionId,
  revisionIdIn,
  type Service,
  usersTags,
} from '@actions-aws/ecs';
import { type Budget, type Failure, proofOf, ROLLBACK_RESERVE_MS, runOf } from '@actions-aws/promotion';
import { contentFor, documentFor } from '../plan/content.ts';
import { ACTION } from '../plan/ownership.ts';
import { percentOf } from '../plan/shares.ts';
import type { Desired, Observed } from '../plan/state.ts';
import { lookAnew, MOST_PREEMPTIONS } from './rivals.ts';
import type { Stage, Steps } from './stage.ts';

/** How long a look that refuses is made again, and how often, in milliseconds. AWS gives no figure for how long reads show what was before. */
const SHOWN_WITHIN_MS = 5_000;
const SOON_MS = 1_000;

/** How long a note of this run's own end is tried, in milliseconds: without it, it is as it was before. */
const RENEWED_WITHIN_MS = 60_000;

/** The steps that begin the deployment of this run. */
export const STEPS_OF_START = {
  async register(_step, observed, { desired, context: { ports, budget } }) {
    const document = documentFor(observed, desired);
    if (!document) throw new Error('There is nothing to register, and nothing refused it. This is a bug.');
    const { live } = observed;
    const users = desired.file ? desired.fileTags : (live?.definition.tags ?? {});
    const tags = { ...usersTags(users), ...ownerTags(markFor(observed, desired, budget)) };
    return { ...observed, registered: await ports.definitions.register(document, tags) };
  },

  async claim({ definition }, observed, stage) {
    const { deployer } = stage.desired;
    const { order } = deployer;
    if (!order) throw new Error('A run without an order claims what is live. This is a bug.');
    await stage.context.ports.definitions.tag(definition, orderTag(order));
    // A run that had looked before the note may have updated the service by now.
    return { ...(await lookAnew(observed, stage)), claimed: true };
  },

  async renew({ definition }, observed, { context }) {
    const { ports, clock, log, signal } = context;
    const { ours } = observed;
    const lease = leaseUntil(context.budget);
    const next = { ...observed, ours: ours && { ...ours, lease: undefined } };
    // Seconds that were cut off need no write.
    if (!ours?.lease || lease <= ours.lease.until) return next;
    const { definitions } = ports.under({ waitsOut: 'outages', until: clock.now() + RENEWED_WITHIN_MS, signal });
    try {
      await definitions.tag(definition, leaseTag(lease));
    } catch (error) {
      signal.throwIfAborted();
      // To stop here would take back what no other run may have a mind to.
      const until = `After ${showTime(ours.lease.until)} a newer run may take it back, since the attempt that began it has ended by then.`;
      log.warning(`${(error as Error).message} ${until}`, { title: 'Another run may take this deployment back' });
    }
    return next;
  },

  async update(_step, observed, stage) {
    const { desired, context } = stage;
    const { ports } = context;
    if (!observed.registered) throw new Error('An update without a task definition. This is a bug.');
    // UpdateService has no condition: the look right before it is what there is.
    const now = await lookForRefusal(observed, stage);
    if (now.failure) return now;
    if (now.rival || now.ours || !now.registered) return again(now, desired);
    const { registered } = now;
    const over = primaryOf(now.service)?.taskDefinition;
    const service = await ports.services.update(desired.name, { taskDefinition: registered.arn, over });
    const isRolling = service.configuration.strategy === 'ROLLING';
    return {
      ...now,
      service,
      ours: { revision: revisionIn(service, registered.arn), deployment: undefined, isAdopted: false },
      touched: isRolling ? 'yes' : 'no',
    };
  },
} satisfies Partial<Steps>;

/**
 * Looks at all again. Nothing was refused so far: a look that refuses may be from before what was seen, since ECS is eventually
 * consistent, and is made again for a moment. What another has done meanwhile stays.
 */
async function lookForRefusal(observed: Observed, stage: Stage): Promise<Observed> {
  const { clock, signal } = stage.context;
  const until = clock.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const now = await lookAnew(observed, stage);
    if (!now.failure || clock.now() + SOON_MS > until) return now;
    await clock.sleep(SOON_MS, signal);
  }
}

/** Another run came between: the plan is made anew, so often and no more. */
export function again(observed: Observed, desired: Desired): Observed {
  const preempted = observed.preempted + 1;
  if (preempted <= MOST_PREEMPTIONS) return { ...observed, preempted };
  return { ...observed, preempted, failure: tooOften(desired) };
}

function tooOften({ name }: Desired): Failure {
  return {
    code: 'pointer-changed',
    message: `Other deployments of ${name.service} came between, ${MOST_PREEMPTIONS + 1} times: this run leaves it to them.`,
    hint: 'Give the deployments of one service a common `concurrency:` group, so that they follow one another.',
  };
}

/** Another run's deployment came first, or between. */
export function superseded({ name }: Pick<Desired, 'name'>, mark: Parameters<typeof runOf>[0] | undefined): Failure {
  const who = mark ? runOf(mark) : 'another hand';
  return {
    code: 'pointer-changed',
    message: `The service ${name.service} was updated by ${who} while this run was under way: that deployment was left alone.`,
    hint: 'Give the deployments of one service a common `concurrency:` group, so that they follow one another.',
  };
}

/** The revision that an update made; empty where its reply does not tell, or another update came right after it. */
export function revisionIn(service: Service, definition: string): string {
  const id = primaryOf(service)?.taskDefinition === definition ? revisionIdIn(service) : '';
  return id && revisionArn(service, id);
}

/** By when a run has ended, and had its deployment rolled back if that had not come to its end. */
function leaseUntil({ deadline }: Pick<Budget, 'deadline'>): number {
  return deadline + ROLLBACK_RESERVE_MS;
}

function markFor(observed: Observed, desired: Desired, budget: Pick<Budget, 'deadline'>) {
  const { deployer, until } = desired;
  const { owner, order } = deployer;
  const { live } = observed;
  const content = contentFor(observed, desired);
  return {
    by: ACTION,
    owner,
    ...(order && { order }),
    ...(live && { from: revisionId(live.revision.arn) }),
    ...(desired.smoke.length > 0 && { proof: proofOf(content, { smoke: desired.smoke }) }),
    ...(until === undefined
      ? { lease: leaseUntil(budget) }
      : { until: until === 'staged' ? until : String(percentOf(until)) }),
    content,
  };
}
