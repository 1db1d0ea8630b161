import type { AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import { functionNotFound, invalidParameter, untypedInvalidParameter } from './errors.ts';
import { functionArn } from './names.ts';
import type { LambdaPlace } from './place.ts';
import type { FunctionRecord, Route, Weight } from './state.ts';

/** Checks the weights of an alias that is to point to `primary`, by all rules of AWS that the model does not hold. */
export function checkedWeight(
  place: LambdaPlace,
  func: FunctionRecord,
  primary: string,
  routing: AliasRoutingConfiguration | undefined,
): Weight | undefined {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  const [weight] = weights;
  if (weight === undefined) {
    return undefined;
  }
  const [version, share] = weight;
  if (version === primary) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (primary === '$LATEST') {
    throw untypedInvalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  const additional = func.versions.get(version);
  if (additional === undefined) {
    throw functionNotFound(functionArn(place, func.name, version));
  }
  // The rules are in the developer guide (configuring-alias-routing); AWS's wording could not be found.
  const pointed = func.versions.get(primary);
  if (pointed !== undefined && pointed.settings.Role !== additional.settings.Role) {
    throw invalidParameter(
      `Function versions ${primary} and ${version} have different execution roles. Both versions of a weighted alias must have the same role`,
    );
  }
  if (
    pointed !== undefined &&
    pointed.settings.DeadLetterConfig?.TargetArn !== additional.settings.DeadLetterConfig?.TargetArn
  ) {
    throw invalidParameter(
      `Function versions ${primary} and ${version} have different dead-letter queues. Both versions of a weighted alias must have the same dead-letter queue configuration, or none`,
    );
  }
  return { version, share };
}

/** The version that gets one invocation by a route. `draw` is random, from 0 up to but not including 1. */
export function chosenVersion({ functionVersion, weight }: Route, draw: number): string {
  return weight !== undefined && draw < weight.share ? weight.version : functionVersion;
}

/** A draw for {@link chosenVersion} from the seeded generator behind a UUID: its first 48 bits are all random. */
export function drawFrom(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) / 2 ** 48;
}
