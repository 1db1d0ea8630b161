import type { Authorization, Operation, Taken } from '../../kernel/service.ts';
import { missingBody } from './errors.ts';
import { arnOf, type CloudFrontCall, type CloudFrontPlace } from './place.ts';
import type { CloudFrontState } from './state.ts';

/** How an operation differs from the usual: acting on the distribution that the input names, authorised on its ARN. */
interface Definition<Input, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  readonly resource?: (input: Input, place: CloudFrontPlace) => string;
  readonly authorizes?: (input: Input, place: CloudFrontPlace) => readonly Authorization[];
  readonly run: (call: CloudFrontCall, input: Input) => Output;
}

/** Defines one operation. */
export function operation<Input extends object, Output>(
  name: string,
  { takes, resource = namedDistribution, authorizes, run }: Definition<Input, Output>,
): Operation<CloudFrontState, Input, Output> {
  return {
    takes,
    resource,
    authorizes: authorizes ?? ((input, place) => [{ action: `cloudfront:${name}`, resource: resource(input, place) }]),
    run,
  };
}

function namedDistribution(input: object, { account }: CloudFrontPlace): string {
  const { Id, DistributionId } = input as { readonly Id?: string; readonly DistributionId?: string };
  const id = Id ?? DistributionId;
  return id === undefined ? '*' : arnOf(account, 'distribution', id);
}

/** The document of an input; throws MissingBody. */
export function given<Document>(document: Document | undefined): Document {
  if (document === undefined) throw missingBody();
  return document;
}
