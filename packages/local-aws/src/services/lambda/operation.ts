import type { Authorization, Operation, Taken } from '../../kernel/service.ts';
import { validate } from './constraints.ts';
import { settle } from './lifecycle.ts';
import { functionArn, requestedArn } from './names.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import type { LambdaState } from './state.ts';

/** How an operation differs from the usual: acting on the function that the input names, authorised on that ARN. */
interface Definition<Input, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  readonly resource?: (input: Input, place: LambdaPlace) => string;
  /** IAM actions beside, or instead of, the usual one. */
  readonly authorizes?: (input: Input, place: LambdaPlace) => readonly Authorization[];
  readonly run: (call: LambdaCall, input: Input) => Output | Promise<Output>;
}

/**
 * Defines one operation: the input is checked against the model's constraints and everything due has happened before it
 * runs. By default it is authorised as `lambda:<Operation>` on the ARN that the request names. The Service Authorization
 * Reference says `function`, the developer guide "function, version, or alias ARN" (lambda-api-permissions-ref), and neither
 * which of them AWS checks for a qualified request: here both, so that a policy that does here does there.
 */
export function operation<Input extends object, Output>(
  name: string,
  definition: Definition<Input, Output>,
): Operation<LambdaState, Input, Output> {
  const resource = definition.resource ?? ((input, place) => requestedFunction(input, place));
  return {
    takes: definition.takes,
    resource,
    authorizes:
      definition.authorizes ??
      ((input, place) => {
        const named = resource(input, place);
        const resources = new Set([named, withoutQualifier(named)]);
        return [...resources].map((each) => ({ action: `lambda:${name}`, resource: each }));
      }),
    run(call, input) {
      validate(name, input);
      settle(call.state, call.clock.now());
      return definition.run(call, input);
    },
  };
}

/** The ARN of the function, version or alias that an input names by FunctionName and Qualifier. */
export function requestedFunction(input: object, place: LambdaPlace): string {
  const { FunctionName, Qualifier } = input as { FunctionName?: string; Qualifier?: string };
  return FunctionName === undefined ? '*' : requestedArn(place, FunctionName, Qualifier);
}

/** The ARN of the function that an input names, without the qualifier that may be in the name. */
export function unqualifiedArn(input: { FunctionName?: string | undefined }, place: LambdaPlace): string {
  return withoutQualifier(requestedArn(place, input.FunctionName ?? '*'));
}

function withoutQualifier(arn: string): string {
  return arn.replace(/^((?:[^:]*:){6}[^:]*):.*$/, '$1');
}

/** The ARN of the alias that an input names by FunctionName and Name. */
export function aliasArn(
  input: { FunctionName?: string | undefined; Name?: string | undefined },
  place: LambdaPlace,
): string {
  return functionArn(place, unqualifiedArn(input, place).split(':')[6] ?? '*', input.Name ?? '*');
}
