import type { Authorization, Operation, Taken } from '../../kernel/service.ts';
import { assertAccess } from './access/access.ts';
import { validate } from './constraints.ts';
import { type EcrCall, type EcrPlace, repositoryArn } from './place.ts';
import { settle } from './settle.ts';
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
 * runs. It acts in the registry that `registryId` names (`ownerOf`), if the policies of its repositories let the caller in.
 */
export function operation<Input extends object, Output>(
  name: string,
  definition: Definition<Input, Output>,
): Operation<EcrState, Input, Output> {
  const resource = definition.resource ?? namedRepository;
  const action = `ecr:${definition.action ?? name}`;
  const authorizes =
    definition.authorizes ??
    ((input: Input, place: EcrPlace): readonly Authorization[] => [{ action, resource: resource(input, place) }]);
  return {
    takes: definition.takes,
    resource,
    authorizes: definition.authorizes ?? ((input, place) => [{ action, resource: resource(input, place) }]),
    run(call, input) {
      validate(name, input);
      assertAccess(call, authorizes(input, call));
      settle(call.state, call.clock.now());
      return definition.run(call, input);
    },
  };
}

function namedRepository(input: object, place: EcrPlace): string {
  const { repositoryName = '*' } = input as { readonly repositoryName?: string };
  return repositoryArn(place, repositoryName);
}

/** Whose registry an input names: by `registryId`, or by the ARN of a repository. */
export function ownerOf({ registryId, resourceArn }: Readonly<Record<string, unknown>>): string | undefined {
  const account = registryId ?? /^arn:aws:ecr:[^:]*:([^:]*):/.exec(String(resourceArn))?.[1];
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : undefined;
}
