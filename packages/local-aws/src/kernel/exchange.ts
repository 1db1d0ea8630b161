import type { Caller, Credentials } from './credentials.ts';
import { defaultAccount } from './credentials.ts';
import { AwsError } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { Gate, Moment } from './gate.ts';
import { deniedMessage, refusal } from './iam.ts';
import type { Identifiers } from './identifiers.ts';
import type { Journal, Learnt } from './journal.ts';
import type { Places } from './places.ts';
import type { Quotas } from './quotas.ts';
import { redact } from './redact.ts';
import { type Refusals, refusalsOf } from './refusals.ts';
import type { Scheduler } from './scheduler.ts';
import type { Authorization, Call, Operation } from './service.ts';
import type { Timeline } from './timeline.ts';
import type { Arrival } from './wire/arrival.ts';
import { decode } from './wire/decode.ts';
import { type Answer, encode, encodeError } from './wire/encode.ts';
import { InvalidRequest } from './wire/invalid.ts';
import type { ServiceModel } from './wire/model.ts';
import { type Route, route, type Unrouted } from './wire/route.ts';
import { type Signature, signatureOf } from './wire/signature.ts';

/** All that an exchange works with. */
export interface Kernel {
  readonly models: readonly ServiceModel[];
  readonly places: Places;
  readonly clock: Timeline;
  /** For request ids alone: state must not depend on how often somebody asked. */
  readonly requestIds: Identifiers;
  readonly journal: Journal;
  readonly credentials: Credentials;
  readonly quotas: Quotas;
  readonly faults: Faults;
  readonly held: Gate;
  readonly scheduler: Scheduler;
  /** Milliseconds of the local clock that each call takes. */
  latency: number;
}

/** How an exchange ends when no answer is sent. */
export type Ending = 'dropped' | 'reset' | 'abandoned';

/** A request on its way: routed, signed, decoded. */
interface Visit {
  readonly route: Route;
  readonly operation: Operation<never>;
  readonly refusals: Refusals;
  readonly call: Call<never>;
  readonly caller: Caller;
  readonly input: Record<string, unknown>;
  readonly resource: string;
  readonly iam: readonly Authorization[];
  readonly seq: number;
  readonly occurrence: number;
}

/** Answers one request, or says how it ended without an answer. `signal` aborts when the client has gone away. */
export async function exchange(kernel: Kernel, arrival: Arrival, signal: AbortSignal): Promise<Answer | Ending> {
  const requestId = kernel.requestIds.next();
  const signature = signatureOf(arrival);
  const routed = route(kernel.models, arrival, signature?.service);
  const refusals = refusalsOf(routed.model?.service);
  try {
    const visit = admit(kernel, arrival, signal, { requestId, signature, routed, refusals });
    return await carryOut(kernel, visit);
  } catch (error) {
    const protocol = 'operation' in routed ? routed.model.service.protocol : routed.protocol;
    return encodeError(protocol, routed.model, asAwsError(error, refusals), requestId, arrival.path);
  }
}

interface Identified {
  readonly requestId: string;
  readonly signature: Signature | undefined;
  readonly routed: Route | Unrouted;
  readonly refusals: Refusals;
}

/** Notes the request in the journal, also when it is refused here: unknown, unsigned, or not of its operation's form. */
function admit(
  kernel: Kernel,
  arrival: Arrival,
  signal: AbortSignal,
  { requestId, signature, routed, refusals }: Identified,
): Visit {
  const { model } = routed;
  const name = 'operation' in routed ? routed.operation.name : routed.named;
  const who = identify(kernel, signature, model?.service.unsigned?.includes(name) === true);
  const caller = typeof who === 'string' ? nobody : who;
  const region = signature?.region ?? 'us-east-1';
  let visit: Omit<Visit, 'seq' | 'occurrence'> | undefined;
  let problem: unknown;
  try {
    if (typeof who === 'string') throw refusals.credential(who);
    visit = decoded(kernel, arrival, signal, { requestId, routed, refusals, caller, region });
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
    input: visit && 'operation' in routed ? redact(visit.input, routed.operation.input) : undefined,
  });
  if (visit) return { ...visit, ...noted };
  const error = asAwsError(problem, refusals);
  kernel.journal.learn(noted.seq, { status: error.status, error: error.code });
  throw error;
}

const nobody: Caller = { accessKeyId: '', account: defaultAccount, principalArn: '', policies: [], temporary: false };

function identify(kernel: Kernel, signature: Signature | undefined, mayBeUnsigned: boolean) {
  if (!signature) return mayBeUnsigned ? nobody : 'missing';
  const now = kernel.clock.now();
  if (signature.expiresAt !== undefined && signature.expiresAt <= now) return 'late';
  return kernel.credentials.identify(signature, now);
}

function decoded(
  kernel: Kernel,
  arrival: Arrival,
  signal: AbortSignal,
  { requestId, routed, refusals, caller, region }: Omit<Identified, 'signature'> & { caller: Caller; region: string },
): Omit<Visit, 'seq' | 'occurrence'> {
  if (!('operation' in routed)) {
    if (!routed.model) throw new AwsError('NotImplemented', 501, `The local cloud has no service for ${routed.named}.`);
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
  const input = decode(routed, arrival);
  const place = kernel.places.at(service, { account: caller.account, region });
  const { name } = routed.operation;
  const call = {
    ...place,
    operation: name,
    requestId,
    principal: caller.principalArn,
    accessKeyId: caller.accessKeyId,
    headers: arrival.headers,
    signal,
    allows: (authorization: Authorization) => refusedBecause(caller, authorization) === undefined,
  };
  const resource = operation.resource(input as never, place);
  return {
    route: routed,
    operation,
    refusals,
    call,
    caller,
    input,
    resource,
    iam: operation.authorizes(input as never, place),
  };
}

/** From its first moment to its answer, with what was planned to go wrong. */
async function carryOut(kernel: Kernel, visit: Visit): Promise<Answer | Ending> {
  const learn = (learnt: Learnt) => kernel.journal.learn(visit.seq, learnt);
  const finish = (error: AwsError | undefined, output: unknown): Answer => {
    const { model, operation } = visit.route;
    const answer = error
      ? encodeError(model.service.protocol, model, error, visit.call.requestId, visit.resource)
      : encode(model, operation, output, visit.call.requestId);
    learn({ status: answer.status, ...(error && { error: error.code }) });
    return answer;
  };
  const before = await stop(kernel, visit, 'before');
  if (typeof before === 'string') {
    learn({ ended: before });
    return before;
  }
  if (before) return finish(before, undefined);
  const { error, output } = await run(kernel, visit);
  learn({ effect: error === undefined });
  const after = await stop(kernel, visit, 'after');
  if (typeof after === 'string') {
    learn({ ended: after });
    return after;
  }
  return finish(after ?? error, output);
}

async function run(kernel: Kernel, visit: Visit): Promise<{ error?: AwsError; output?: unknown }> {
  try {
    if (kernel.latency > 0) await kernel.clock.sleep(kernel.latency, visit.call.signal);
    permit(kernel, visit);
    return { output: await visit.operation.run(visit.call, visit.input as never) };
  } catch (error) {
    return { error: asAwsError(error, visit.refusals) };
  }
}

/** Throws when the quota is used up or the caller's policy does not allow it. */
function permit(kernel: Kernel, { route: { model }, operation, call, caller, iam, refusals }: Visit): void {
  const quota = model.service.quota?.(call.operation);
  const scope = `${model.service.name}/${call.account}/${call.region}`;
  if (quota && !kernel.quotas.take(scope, quota, kernel.clock.now())) throw quota.refusal();
  if (operation.enforces) return;
  for (const authorization of iam) {
    const why = refusedBecause(caller, authorization);
    if (why) throw refusals.denied(deniedMessage(caller.principalArn, authorization, why));
  }
}

function refusedBecause({ policies }: Caller, authorization: Authorization): string | undefined {
  return policies.map((policy) => refusal(policy, authorization)).find((reason) => reason !== undefined);
}

/** What the plan has for this moment: an error to answer, an ending without an answer, or nothing. */
async function stop(kernel: Kernel, visit: Visit, when: Moment): Promise<AwsError | Ending | undefined> {
  const {
    call,
    route: { model },
    resource,
    occurrence,
    seq,
  } = visit;
  const { operation, accessKeyId } = call;
  const waiting = { seq, service: model.service.name, operation, resource, accessKeyId, occurrence, when };
  if (kernel.scheduler.parks(waiting) && (await kernel.scheduler.lot.enter(waiting)) === 'drop') return 'dropped';
  const fault = kernel.faults.strike(waiting);
  if (!fault) return undefined;
  kernel.journal.learn(seq, { fault: fault.id });
  if (fault.kind === 'hold') return (await kernel.held.enter(waiting)) === 'drop' ? 'dropped' : undefined;
  return strike(fault, visit);
}

async function strike({ kind }: Fault, { call, route: { model }, refusals }: Visit): Promise<AwsError | Ending> {
  if (kind === 'reset') return 'reset';
  if (kind === 'error') return refusals.failed();
  if (kind === 'unavailable') return refusals.unavailable();
  if (kind === 'throttle') {
    const refused = model.service.quota?.(call.operation)?.refusal();
    return refused instanceof AwsError ? refused : refusals.throttled();
  }
  await gone(call.signal);
  return 'abandoned';
}

function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Anything but an AwsError is a mistake of ours: it is answered as AWS's own failures are, and says so. */
function asAwsError(error: unknown, refusals: Refusals): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof InvalidRequest) return refusals.invalid(error.flaws);
  const { code, status } = refusals.failed();
  return new AwsError(
    code,
    status,
    `The local cloud failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
