import type { Authorization, Operation, Taken } from '../../kernel/service.ts';
import type { EcsCall, EcsPlace } from './place.ts';
import type { Document, EcsState } from './state.ts';

/** One operation: what it takes, what the journal calls its resource, and what IAM has to allow. */
interface Definition<Input, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  readonly resource: (input: Input, place: EcsPlace) => string;
  /** IAM actions instead of the usual one, on the resource. */
  readonly authorizes?: (input: Input, place: EcsPlace) => readonly Authorization[];
  readonly run: (call: EcsCall, input: Input) => Output;
}

/**
 * Defines one operation, authorised as `ecs:<Operation>` on its resource unless it says otherwise. Actions and resources are
 * those of https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs.html.
 */
export function operation<Input extends object, Output>(
  name: string,
  { takes, resource, authorizes, run }: Definition<Input, Output>,
): Operation<EcsState, Input, Output> {
  return {
    takes,
    resource,
    authorizes: authorizes ?? ((input, place) => [{ action: `ecs:${name}`, resource: resource(input, place) }]),
    run,
  };
}

/** The body of a call, with all that was sent: also the members that no SDK knows. */
export function documentOf({ body }: EcsCall): Document {
  return withoutNulls(JSON.parse(Buffer.from(body).toString('utf8') || '{}')) as Document;
}

/** A null is nothing given, as AWS's JSON protocols have it: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}
