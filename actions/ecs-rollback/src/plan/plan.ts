import { pausesOf, revisionId, type ServiceDeployment } from '@actions-aws/ecs';
import { isSameRun, kindOf, type Outcome, type Plan } from '@actions-aws/promotion';
import { differences } from './fields.ts';
import { ACTION, ANY, type Desired, type Observed, type Standing, type Step } from './state.ts';

/** What {@link settled} reads. */
export type Settling = Pick<Observed, 'standing' | 'mark' | 'asked' | 'ours' | 'isOver'>;

/**
 * How it has ended already, as deployments tell it; `undefined` where something is left to do, or the end of a rollback that is under way is
 * still waited for.
 */
export function settled(observed: Settling, desired: Desired): 'rolled-back' | 'noop' | 'superseded' | undefined {
  const { standing, mark, asked, ours, isOver } = observed;
  if (ours) return isOver ? 'rolled-back' : undefined;
  const ended = asked.length > 0 ? 'rolled-back' : 'noop';
  switch (standing.is) {
    case 'going back':
      return isMet([standing.undone.revision], desired) ? undefined : 'superseded';
    case 'broken off':
      return isMet([standing.target, ...undidBy(mark)], desired) ? undefined : 'superseded';
    case 'moving': {
      const { target, behind } = standing;
      // One that was told to go back is waited for, also where AWS does not show it yet.
      if (isBackAlready(observed, desired) || isMet([target], desired)) return undefined;
      if (behind?.revision !== desired.onlyIf) return 'superseded';
      return behind.isOver ? ended : undefined;
    }
    case 'resting':
      return settledAtRest(standing, observed, desired, ended);
  }
}

function settledAtRest(
  { live, undone }: Extract<Standing, { is: 'resting' }>,
  { mark }: Settling,
  desired: Desired,
  ended: 'rolled-back' | 'noop',
): 'rolled-back' | 'noop' | 'superseded' | undefined {
  const { to } = desired;
  const undid = undidBy(mark);
  const isThere = to !== undefined && (to === live || (undid.length > 0 && mark?.to === to));
  if (undone) {
    if (!isMet([undone.revision, live], desired)) return 'superseded';
    // A rollback goes back once; further it leads by name.
    return to === undefined || isThere ? ended : undefined;
  }
  // Our own write: the reply was lost, or the run was killed, and now goes on. It must not take a second step back.
  if (isOfThisRun(mark, desired) && (to === undefined || isThere) && isMet(undid, desired)) return 'rolled-back';
  if (isMet([live], desired)) {
    if (to === undefined) return undid.length > 0 ? 'noop' : undefined;
    return isThere ? 'noop' : undefined;
  }
  // It has been undone already, by a colleague.
  return isMet(undid, desired) ? 'noop' : 'superseded';
}

function isMet(revisions: readonly string[], { onlyIf }: Desired): boolean {
  return onlyIf === ANY || revisions.includes(onlyIf);
}

/** What a run of ours took back, by the mark of what it deployed: ecs-deploy goes back, too. */
function undidBy(mark: Observed['mark']): readonly string[] {
  return mark?.undid === undefined ? [] : [mark.undid];
}

function isOfThisRun(mark: Observed['mark'], { owner }: Desired): boolean {
  return (
    mark?.by === ACTION &&
    undidBy(mark).length > 0 &&
    (mark?.owner?.nonce === owner.nonce || isSameRun(owner, mark?.owner))
  );
}

/** Whether what is being deployed is a way back already, to where this run would go: it is helped to its end, also where another run began it. */
export function isBackAlready({ mark, standing }: Settling, desired: Desired): boolean {
  if (standing.is !== 'moving') return false;
  const undid = undidBy(mark);
  const { to } = desired;
  if (undid.length === 0 || (to !== undefined && to !== mark?.to)) return false;
  return isMet(to === undefined ? [...undid, standing.target] : undid, desired);
}

/** All that is left to do, in order. What follows once a deployment is undone is planned again then. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  const { standing, failure, target, registered, undoing, service, ours } = observed;
  if (failure || settled(observed, desired)) return { steps: [] };
  if (ours) return { steps: [{ do: 'await-live', revision: ours.revision }] };
  if (standing.is === 'moving') {
    if (isBackAlready(observed, desired)) return { steps: [{ do: 'await-live', revision: standing.target }] };
    const { revision } = standing.behind ?? { revision: standing.target };
    return {
      steps: [...undo(standing, observed, desired), { do: 'await-back', revision }, ...onward(observed, desired)],
    };
  }
  if (standing.is === 'going back') {
    return { steps: [{ do: 'await-back', revision: standing.undone.revision }, ...onward(observed, desired)] };
  }
  if (!target) return { steps: [] };
  const to = revisionId(target.revision.arn);
  const from = standing.is === 'resting' ? standing.live : standing.target;
  const { fields } = differences(target.revision, undoing, service);
  return {
    steps: [
      ...(registered ? [] : [{ do: 'register', revision: to } as const]),
      { do: 'update', from, to, fields: Object.keys(fields) },
      { do: 'await-live', revision: to },
    ],
  };
}

/**
 * Takes back what is under way: at a pause it is told to go back, which that pause takes once; elsewhere it is stopped. Of two, each is
 * taken back where any is meant, and else the one that is named.
 */
function undo(
  { deployments }: Extract<Standing, { is: 'moving' }>,
  { asked, lost }: Observed,
  { onlyIf }: Desired,
): readonly Step[] {
  return deployments
    .filter(({ arn, target }) => !asked.includes(arn) && (onlyIf === ANY || revisionId(target.arn) === onlyIf))
    .map((deployment: ServiceDeployment): Step => {
      const revision = revisionId(deployment.target.arn);
      const pause = pausesOf(deployment).find(({ id }) => !lost.includes(id));
      return pause
        ? { do: 'answer', deployment: deployment.arn, hook: pause.id, revision }
        : { do: 'stop', deployment: deployment.arn, revision };
    });
}

/** What a plan says of the way on where `to` is not where ECS goes back to by itself; more is known once it has. */
function onward({ standing }: Observed, { to }: Desired): readonly Step[] {
  if (to === undefined || (standing.is !== 'moving' && standing.is !== 'going back')) return [];
  const [from, oldest] =
    standing.is === 'moving'
      ? [standing.target, standing.deployments.at(-1)]
      : [standing.undone.revision, standing.deployment];
  if ((oldest?.sources ?? []).some(({ arn }) => revisionId(arn) === to)) return [];
  return [
    { do: 'register', revision: to },
    { do: 'update', from, to, fields: [] },
    { do: 'await-live', revision: to },
  ];
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  const { failure, isUnreadable, asked, ours } = observed;
  if (!failure) return settled(observed, desired) ?? 'failed';
  if (isUnreadable) return 'unknown';
  const kind = kindOf(failure);
  if (kind === 'unknown' || kind === 'superseded') return kind;
  return asked.length > 0 || ours ? 'rollback-failed' : 'failed';
}
