import type { Authorization, Operation, Taken } from '../../kernel/service.ts';
import { validate } from './constraints.ts';
import { otherAccount } from './errors.ts';
import { settle } from './images/lifecycle.ts';
import { type EcrCall, type EcrPlace, repositoryArn } from './place.ts';
import type { EcrState } from './state.ts';

/** How an operation differs from the usual: acting on the repository that the input names, authorised on its ARN. */
interface Definition<Input, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  /** The IAM action, without `ecr:`, where it is not the operation's name. */
  readonly action?: string;
  readonly resource?: (input: Input, place: EcrPlace) => string;
  readonly authorizes?: (input: Input, place: EcrPlace) => readonly Authorization[];
  readonly run: (call: EcrCall, input: Input) => Output | Promise<Output>;
}

/**
 * Defines one operation: the input is checked against the model's constraints, and what was due has happened before it
 * runs. A registry of another account is refused, as ECR does where no repository policy lets the caller in.
 */
export function operation<Input extends object, Output>(
  name: string,
  definition: Definition<Input, Output>,
): Operation<EcrState, Input, Output> {
  const resource = definition.resource ?? namedRepository;
  const action = `ecr:${definition.action ?? name}`;
  return {
    takes: definition.takes,
    resource,
    authorizes: definition.authorizes ?? ((input, place) => [{ action, resource: resource(input, place) }]),
    run(call, input) {
      validate(name, input);
      const { registryId = call.account } = input as { readonly registryId?: string };
      if (registryId !== call.account) {
        const there = resource(input, { ...call, account: registryId });
        throw otherAccount(call.principal, { action, resource: there });
      }
      settle(call.state, call.clock.now());
      return definition.run(call, input);
    },
  };
}

function namedRepository(input: object, place: EcrPlace): string {
  const { repositoryName = '*' } = input as { readonly repositoryName?: string };
  return repositoryArn(place, repositoryName);
}
