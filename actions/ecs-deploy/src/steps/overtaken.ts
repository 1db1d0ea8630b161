import { progressOf, revisionId, revisionIdIn, type ServiceDeployment } from '@actions-aws/ecs';
import { type Failure, isOlder } from '@actions-aws/promotion';
import { contentFor } from '../plan/content.ts';
import { ACTION, adopted, relationTo } from '../plan/ownership.ts';
import type { Desired, InFlight, Observed, Ours } from '../plan/state.ts';
import { isReplaced } from '../plan/undo.ts';
import { begunAt, isAskedFor, type Look } from './look.ts';
import { again, superseded } from './start.ts';

/** How this run goes on where a look shows that another deployment came between; `undefined` where none did that matters. */
export function overtaken(look: Look, seen: Observed, desired: Desired): Observed | undefined {
  const failure = lostTo(look, seen, desired);
  if (failure) return { ...seen, failure };
  const twin = twinOf(look, seen, desired);
  if (twin) return { ...seen, ours: twin, smoked: false, passed: [], verified: false, brings: undefined };
  const older = endedBy(look, desired);
  return older && again(without(seen, older), desired);
}

/** What is observed where an older run's deployment has ended ours. */
function without(seen: Observed, older: InFlight): Observed {
  const touchedEarlier = seen.touchedEarlier || seen.touched !== 'no';
  return { ...seen, ours: undefined, rival: older, touched: 'no', touchedEarlier };
}

/** A deployment of a newer run, or of another hand, that came between: what is ours gives way. */
function lostTo(look: Look, observed: Observed, desired: Desired): Failure | undefined {
  const content = contentFor(observed, desired);
  // What has ended meanwhile, and what our own write has ended, is looked at as well: that run counts, not the later call.
  const newer = look.others.find((other) => {
    const relation = relationTo(other, content, desired);
    return relation === 'newer' || (relation === 'unknown' && !givesWay(other, look, content));
  });
  return newer && superseded(desired, newer.brings?.mark);
}

/**
 * Whether a run with which this one has no order gives way to it: it deploys the same content, and ours came after its own. By that one of the
 * two stays. Until ECS shows ours it is left open; of two that began at the same moment it is the one that the service is asked for.
 */
function givesWay(other: InFlight, { service, ours }: Look, content: string): boolean {
  const mark = other.brings?.mark;
  if (mark?.by !== ACTION || mark.content !== content || mark.undid !== undefined) return false;
  if (!ours.deployment) return true;
  const [theirs, own] = [begunAt(other.deployment), begunAt(ours.deployment)];
  return theirs < own || (theirs === own && !isAskedFor(other, service));
}

/** A deployment of the same content by this very run, in another job, that ended ours: this one goes on with it. */
function twinOf({ service, ours, others }: Look, observed: Observed, desired: Desired): Ours | undefined {
  if (!ours.deployment || isStillOurs(ours.deployment)) return undefined;
  const content = contentFor(observed, desired);
  const twin = others.find((other) => isAskedFor(other, service) && relationTo(other, content, desired) === 'same');
  return twin && adopted(twin);
}

function isStillOurs(deployment: ServiceDeployment): boolean {
  return ['pending', 'under way', 'successful', 'unknown'].includes(progressOf(deployment));
}

/**
 * A deployment of an older run that ended ours: it is waited for, and then the plan is made anew. That run takes it back as soon as it sees ours, so
 * that it need not be what the service is asked for any more, nor under way: that it came after ours tells.
 */
function endedBy(look: Look, desired: Desired): InFlight | undefined {
  const { deployment } = look.ours;
  if (!deployment || !isReplaced(deployment)) return undefined;
  return cameAfter(look, deployment).find(({ brings }) => isOlder(brings?.mark?.order, desired.deployer.order));
}

/** Those that came after ours. Of two that began at the same moment none is the first. */
function cameAfter({ service, others }: Look, ours: ServiceDeployment): readonly InFlight[] {
  return others.filter((other) => isAskedFor(other, service) || begunAt(other.deployment) >= begunAt(ours));
}

/**
 * Whether ours has ended, or is about to, by a deployment that ECS does not list yet: the service was asked for a revision that is none of those
 * seen, or ours was stopped and nothing came after it.
 */
export function isOvertakenUnseen(look: Look): boolean {
  const { service, ours, others } = look;
  const { deployment } = ours;
  if (!deployment || isStillOurs(deployment)) return false;
  if (isReplaced(deployment) && cameAfter(look, deployment).length === 0) return true;
  const asked = revisionIdIn(service);
  // After a rollback it is asked for what was there before.
  const own = [ours.revision, deployment.rollback?.revision ?? '', ...deployment.sources.map(({ arn }) => arn)];
  const shown = others.map((other) => other.deployment.target.arn);
  return asked !== '' && ![...own, ...shown].some((arn) => revisionId(arn) === asked);
}
