import { hookId } from '../place.ts';
import type { DeploymentRecord, HookRecord, Stage } from '../state.ts';
import { type Moment, member, members } from './moment.ts';

// "Default: 1,440 minutes (24 hours)": https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
const MINUTES = 1_440;

/** Makes the hooks of a stage that begins, each with an id of its own: "Each invocation generates a unique hookId". */
export function meetHooks({ place, at }: Moment, deployment: DeploymentRecord, stage: Stage): void {
  const met = members(deployment.configuration, 'lifecycleHooks')
    .filter(({ lifecycleStages }) => ((lifecycleStages ?? []) as readonly string[]).includes(stage))
    .map((hook): HookRecord => {
      const { timeoutInMinutes = MINUTES, action = 'ROLLBACK' } = member(hook, 'timeoutConfiguration');
      return {
        hookId: hookId(place),
        stage,
        status: 'AWAITING_ACTION',
        expires: at + Number(timeoutInMinutes) * 60_000,
        timeoutAction: action as HookRecord['timeoutAction'],
      };
    });
  deployment.hooks = [...deployment.hooks, ...met];
}

/** The hooks that a service deployment waits for. */
export function awaited({ hooks }: DeploymentRecord): readonly HookRecord[] {
  return hooks.filter(({ status }) => status === 'AWAITING_ACTION');
}

/** Ends the hooks whose time is over. Says whether one of them rolls the deployment back. */
export function expire({ at }: Moment, deployment: DeploymentRecord): boolean {
  const late = awaited(deployment).filter(({ expires }) => expires <= at);
  for (const hook of late) hook.status = 'TIMED_OUT';
  return late.some(({ timeoutAction }) => timeoutAction === 'ROLLBACK');
}

/** None of them can be answered any more. */
export function closeHooks(deployment: DeploymentRecord): void {
  for (const hook of awaited(deployment)) hook.status = 'FAILED';
}
