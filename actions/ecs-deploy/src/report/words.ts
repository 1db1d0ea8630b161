import { showDuration, showTime } from '@actions-aws/action';
import { endOfArn } from '@actions-aws/ecs';
import { runOf, whenOf } from '@actions-aws/promotion';
import type { Desired, Observed, Step } from '../plan/state.ts';

/** One step in words, with what it acts on. */
export function inWords(step: Step, { name: { service } }: Pick<Desired, 'name'>): string {
  switch (step.do) {
    case 'await-rival':
      return `wait for the end of another deployment of ${service}, ${endOfArn(step.deployment)}${untilInWords(step)}`;
    case 'roll-back-rival':
      return `have ECS roll back another deployment of ${service}, ${endOfArn(step.deployment)}`;
    case 'claim':
      return `note in the tags of ${endOfArn(step.definition)} that this run found it live, so that no older one deploys over it`;
    case 'renew':
      return `note in the tags of ${endOfArn(step.definition)} by when this attempt has ended`;
    case 'register':
      return `register a task definition of the family ${step.family}`;
    case 'update':
      return `update ${service} to it, which starts new tasks beside those that are live`;
    case 'reach':
      return REACHES[step.next](service, step.share);
    case 'smoke':
      return `put the checks of \`smoke\` to the test listener of ${service}`;
    case 'gate':
      return `watch ${service} for ${showDuration(step.forMs)} while ${step.share}% of the users have the new tasks`;
    case 'continue':
      return step.from === 0
        ? `let ${service} go on from its pause`
        : `let ${service} go on from ${step.from}% of the users`;
    case 'hold':
      return step.share === 0
        ? `hold ${service} before any user has the new tasks`
        : `hold ${service} at ${step.share}% of the users`;
    case 'verify':
      return `verify what users of ${service} meet`;
    case 'roll-back':
      return `have ECS roll back the deployment of ${service}`;
    case 'await-back':
      return `wait until ${service} is back`;
    case 'register-back':
      return `register what was live before once more, of the revision ${endOfArn(step.revision)} of ${service}`;
    case 'update-back':
      return `update ${service} back to it, by a whole deployment`;
    case 'await-update-back':
      return `wait until ${service} is back on it`;
  }
}

/** The lease of another deployment, which a run whose time runs out before that tells of. */
function untilInWords({ until }: Extract<Step, { do: 'await-rival' }>): string {
  return until === undefined
    ? ''
    : `, and to have ECS roll it back at ${showTime(until)}, by when the run that began it has ended in any case`;
}

const REACHES: Readonly<Record<Extract<Step, { do: 'reach' }>['next'], (service: string, share?: number) => string>> = {
  test: (service) => `wait until the test listener of ${service} leads to the new tasks`,
  share: (service, share) => `wait until ${share}% of the users of ${service} have the new tasks`,
  users: (service) => `wait until all users of ${service} have the new tasks`,
  end: (service) => `wait until the deployment of ${service} is over, and no old task runs`,
};

/** What a breaker does unless `resetOnHealthyTask` is false. */
const FORGETS =
  ' Its circuit breaker counts failures anew with each task that becomes healthy: tasks that fail after that are started again and again until `timeout`.';

/** What a person should know of a deployment before it begins, as sentences. */
export function notesOf({
  before,
  desired,
  planned,
}: {
  readonly before: Observed;
  readonly desired: Desired;
  readonly planned: readonly Step[];
}): readonly string[] {
  const { service, live } = before;
  const notes: string[] = [];
  if (planned.length > 0 && service.configuration.strategy === 'ROLLING') {
    const { breaker } = service.configuration;
    const met = service.loadBalancers.length > 0 ? 'users' : 'work, such as what waits in its queue';
    notes.push(
      `${desired.name.service} deploys by ROLLING: its new tasks meet ${met} as soon as they are healthy, before anything proves them, and to go back takes a whole deployment.${breaker.resetOnHealthyTask ? FORGETS : ''}`,
    );
  }
  if (live?.mark?.undid && planned.length > 0) {
    const mark = live.mark;
    notes.push(
      `What is live was brought back by ${runOf(mark)}${whenOf(mark)}, which took the revision ${mark.undid} from its users.`,
    );
  }
  return notes;
}
