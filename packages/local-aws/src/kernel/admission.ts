import type { Clock } from './clock.ts';
import { type Caller, defaultAccount } from './credentials.ts';
import { AwsError } from './errors.ts';
import type { Kernel } from './kernel.ts';
import { whyNot } from './permission.ts';
import { redact } from './redact.ts';
import { asAwsError, type Refusals } from './refusals.ts';
import type { Authorization } from './service.ts';
import { refuseUntaken, unwatched, watched } from './takes.ts';
import type { Visit } from './visit.ts';
import type { Arrival } from './wire/arrival.ts';
import { decode } from './wire/decode.ts';
import type { Route, Unrouted } from './wire/route.ts';
import type { Signature } from './wire/signature.ts';

/** What is known of a request before it is decoded. */
export interface Identified {
  readonly requestId: string;
  readonly signature: Signature | undefined;
  readonly routed: Route | Unrouted;
  readonly refusals: Refusals;
}

/** Notes the request in the journal, also when it is refused here: unknown, unsigned, or not of its operation's form. */
export function admit(
  kernel: Kernel,
  arrival: Arrival,
  signal: AbortSignal,
  { requestId, signature, routed, refusals }: Identified,
): Visit {
  const { model } = routed;
  const name = 'operation' in routed ? routed.operation.name : routed.named;
  const who = identify(kernel, signature, model?.service.unsigned?.includes(name) === true);
  const caller = typeof who === 'string' ? anonymous : who;
  const region = signature?.region ?? 'us-east-1';
  let visit: Omit<Visit, 'seq' | 'occurrence'> | undefined;
  let problem: unknown;
  try {
    if (typeof who === 'string') throw refusals.credential(who);
    const account = signature?.registryAccount ?? caller.account;
    visit = decoded(kernel, arrival, signal, { requestId, routed, refusals, caller, account, region });
  } catch (error) {
    problem = error;
  }
  const noted = kernel.journal.note({
    time: kernel.clock.now(),
    requestId,
    service: model?.service.name ?? signature?.service ?? '',
    operation: name,
    resource: visit?.resource ?? '',
    account: caller.account,
    region,
    principal: caller.principalArn,
    accessKeyId: caller.accessKeyId,
    iam: visit?.iam ?? [],
    input: visit && 'operation' in routed ? redact(unwatched(visit.input), routed.operation.input) : undefined,
  });
  if (visit) return { ...visit, call: { ...visit.call, arrived: noted.seq }, ...noted };
  const error = asAwsError(problem, refusals);
  kernel.journal.learn(noted.seq, { status: error.status, error: error.code });
  throw error;
}

/** Who calls when a request is unsigned. */
const anonymous: Caller = {
  accessKeyId: '',
  account: defaultAccount,
  principalArn: '',
  policies: [],
  temporary: false,
};

function identify(kernel: Kernel, signature: Signature | undefined, mayBeUnsigned: boolean) {
  if (!signature) return mayBeUnsigned ? anonymous : 'missing';
  const now = kernel.clock.now();
  if (signature.expiresAt !== undefined && signature.expiresAt <= now) return 'late';
  if (signature.signedAt !== undefined && isSkewed(kernel.clock, signature.signedAt, signature.service))
    return 'skewed';
  return kernel.credentials.identify(signature, now);
}

/**
 * Only where the local clock runs as the machine's does: a test that scales or steps it may have clients whose clocks are
 * those of no other program. It may have been moved, so that who is near the machine's time is right too. Five minutes (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv4-troubleshooting.html), and 15 of
 * S3 (RequestTimeTooSkewed, https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList).
 */
function isSkewed(clock: Clock, signedAt: number, service: string): boolean {
  const allowed = (service === 's3' ? 15 : 5) * 60_000;
  return clock.scale === 1 && [clock.now(), Date.now()].every((time) => Math.abs(time - signedAt) > allowed);
}

function decoded(
  kernel: Kernel,
  arrival: Arrival,
  signal: AbortSignal,
  {
    requestId,
    routed,
    refusals,
    caller,
    account,
    region,
  }: Omit<Identified, 'signature'> & { caller: Caller; account: string; region: string },
): Omit<Visit, 'seq' | 'occurrence'> {
  if (!('operation' in routed)) {
    if (!routed.model) {
      const names = [...new Set(kernel.models.map(({ service }) => service.name))].join(', ');
      throw new AwsError('NotImplemented', 501, `The local cloud has no service for ${routed.named}. It has ${names}.`);
    }
    throw refusals.unknownOperation(routed.named);
  }
  const { service } = routed.model;
  const operation = service.operations[routed.operation.name];
  if (!operation) {
    throw new AwsError(
      'NotImplemented',
      501,
      `The local cloud does not implement ${service.name}:${routed.operation.name}.`,
    );
  }
  const decodedInput = decode(routed, arrival);
  const { name } = routed.operation;
  refuseUntaken(operation, `${service.name}:${name}`, decodedInput);
  const { input, headers, unread } = watched(routed.operation, operation, decodedInput, arrival.headers);
  const place = kernel.places.at(service, { account: service.ownerOf?.(input) ?? account, region });
  const call = {
    ...place,
    operation: name,
    requestId,
    principal: caller.principalArn,
    accessKeyId: caller.accessKeyId,
    headers,
    body: arrival.body,
    signal,
    // Known once it is in the journal.
    arrived: 0,
    lastArrived: () => kernel.journal.newest(),
    allows: (authorization: Authorization) => whyNot(caller, authorization) === undefined,
  };
  const resource = operation.resource(input as never, place);
  return {
    route: routed,
    operation,
    refusals,
    call,
    caller,
    input,
    unread,
    resource,
    iam: operation.authorizes(input as never, place),
  };
}
