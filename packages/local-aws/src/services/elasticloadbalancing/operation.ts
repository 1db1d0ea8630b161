import type { Operation, Taken } from '../../kernel/service.ts';
import { settle } from './groups/settle.ts';
import type { LoadBalancingCall, LoadBalancingPlace } from './place.ts';
import type { LoadBalancingPorts } from './ports.ts';
import type { LoadBalancingState } from './state.ts';

/** One operation, still without what it needs of other services. */
export interface Definition<Input extends object, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  /** The ARN that it is authorised on; `*` unless given, as of all that describes: AWS supports no resource there. */
  readonly resource?: (input: Input, place: LoadBalancingPlace) => string;
  readonly run: (call: LoadBalancingCall, input: Input) => Output;
}

/** Operations by AWS's name of them. */
export type Definitions = Readonly<Record<string, Definition<never, unknown>>>;

/** So that the types of input and output are inferred. */
export function define<Input extends object, Output>(definition: Definition<Input, Output>): Definition<Input, Output> {
  return definition;
}

/**
 * What the definitions make of them: each is authorised as `elasticloadbalancing:<Operation>`, and runs when targets have been checked up
 * to now. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export function operationsOf(
  definitions: Definitions,
  ports: LoadBalancingPorts,
): Readonly<Record<string, Operation<LoadBalancingState>>> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { takes, resource = () => '*', run }]) => [
      name,
      {
        takes,
        resource,
        authorizes: (input: never, place: LoadBalancingPlace) => [
          { action: `elasticloadbalancing:${name}`, resource: resource(input, place) },
        ],
        run(call: LoadBalancingCall, input: never) {
          settle(call, ports, call.clock.now());
          return run(call, input);
        },
      },
    ]),
  );
}
