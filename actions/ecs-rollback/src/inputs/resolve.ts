import { InputError, type Problem } from '@actions-aws/action';
import { mayBeOf, type NamedRevision, namedService } from '@actions-aws/ecs';
import type { Owner } from '@actions-aws/promotion';
import { ANY, type Desired } from '../plan/state.ts';
import { type Given, PREVIOUS } from './inputs.ts';

/**
 * What a workflow asks for.
 *
 * @throws InputError where `cluster` contradicts the ARN of the service, or a revision is one of another service, before any call.
 */
export function requestFrom(given: Given, owner: Owner): Desired {
  const { onlyIf, to, allowTags, allowUnseenImages } = given;
  const { name, problems: wrongName } = namedService(given);
  if (wrongName.length > 0) throw new InputError(wrongName);
  const named = { 'only-if': onlyIf, to };
  const problems: Problem[] = Object.entries(named).flatMap(([input, revision]) =>
    typeof revision === 'string' || mayBeOf(revision, name)
      ? []
      : [
          {
            input,
            value: revision.arn,
            message: `is a revision of another service than ${name.service} in the cluster ${name.cluster}`,
            remedy: 'Look at `service` and `cluster`.',
          },
        ],
  );
  if (problems.length > 0) throw new InputError(problems);
  return {
    name,
    onlyIf: onlyIf === ANY ? ANY : idOf(onlyIf),
    to: to === PREVIOUS ? undefined : idOf(to),
    allowTags,
    allowUnseenImages,
    owner,
  };
}

function idOf({ id }: NamedRevision): string {
  return id;
}
