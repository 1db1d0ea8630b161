import { members } from '../engine/moment.ts';
import type { EcsPlace } from '../place.ts';
import type { TaskRecord } from '../state.ts';
import { findDefinition } from '../task-definitions/find.ts';
import { isUp, taskAt } from './address.ts';
import { replyOf, type TaskReply, type TaskRequest } from './answer.ts';

/** What the task at an address does with a request; nothing is at an address whose task does not run. */
export function askTask(
  place: EcsPlace,
  target: { readonly id: string; readonly port: number },
  request: TaskRequest,
): TaskReply | { readonly kind: 'unreachable' } {
  const { task } = taskAt(place.state, target.id) ?? {};
  if (!task?.life || !isUp(task, request.at)) return { kind: 'unreachable' };
  const { id, revision, life, started, executionStopped } = task;
  const answering = {
    id,
    revision,
    life,
    started,
    ended: executionStopped,
    image: imageBehind(place, task, target.port),
  };
  return replyOf(answering, request, place.state.pace.seed);
}

/** The digest of the container that listens to a port, else of the first. */
function imageBehind(place: EcsPlace, { containers, taskDefinition }: TaskRecord, port: number): string {
  const definitions = members(findDefinition(place, taskDefinition)?.settings ?? {}, 'containerDefinitions');
  const named = definitions.find((each) =>
    members(each, 'portMappings').some(({ containerPort }) => containerPort === port),
  );
  return (containers.find(({ name }) => name === named?.name) ?? containers[0])?.imageDigest ?? '';
}
