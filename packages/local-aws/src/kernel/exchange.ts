import { admit } from './admission.ts';
import type { AwsError } from './errors.ts';
import type { Learnt } from './journal.ts';
import type { Kernel } from './kernel.ts';
import { permit } from './permission.ts';
import { asAwsError, refusalsOf } from './refusals.ts';
import { type Ending, STALE, STALLED, type Struck, stop } from './stops.ts';
import type { Visit } from './visit.ts';
import type { Answer } from './wire/answer.ts';
import type { Arrival } from './wire/arrival.ts';
import { encode } from './wire/encode.ts';
import { encodeError } from './wire/encode-error.ts';
import { holderOf, isOfRegistry } from './wire/registry-token.ts';
import { route } from './wire/route.ts';
import { signatureOf } from './wire/signature.ts';

/**
 * Answers one request, or says how it ended without an answer. `signal` aborts when the client has gone away; `silent` is
 * called when nothing will come until it does.
 */
export async function exchange(
  kernel: Kernel,
  arrival: Arrival,
  signal: AbortSignal,
  silent: () => void = () => {},
): Promise<Answer | Ending> {
  const requestId = kernel.requestIds.next();
  const signature = isOfRegistry(arrival) ? holderOf(arrival) : signatureOf(arrival);
  const routed = route(kernel.models, arrival, signature?.service);
  const refusals = refusalsOf(routed.model?.service);
  try {
    const visit = admit(kernel, arrival, signal, { requestId, signature, routed, refusals });
    return await carryOut(kernel, { ...visit, silent });
  } catch (error) {
    const protocol = 'operation' in routed ? routed.model.service.protocol : routed.protocol;
    return encodeError(protocol, routed.model, asAwsError(error, refusals), requestId);
  }
}

/** From its first moment to its answer, with what was planned to go wrong. */
async function carryOut(kernel: Kernel, visit: Struck): Promise<Answer | Ending> {
  const learn = (learnt: Learnt) => kernel.journal.learn(visit.seq, learnt);
  const finish = (error: AwsError | undefined, output: unknown): Answer => {
    const { model, operation } = visit.route;
    const answer = error
      ? encodeError(model.service.protocol, model, error, visit.call.requestId)
      : encode(model, operation, output, visit.call.requestId);
    learn({ status: answer.status, ...(error && { error: error.code }) });
    return answer;
  };
  const before = await stop(kernel, visit, 'before');
  if (typeof before === 'string') {
    learn({ ended: before });
    return before;
  }
  if (before && before !== STALLED && before !== STALE) return finish(before, undefined);
  const { error, output } = await run(kernel, visit, before === STALE ? kernel.earlier.before(visit) : undefined);
  learn(error ? { effect: false } : { effect: true, effectAt: kernel.clock.now() });
  const after = await stop(kernel, visit, 'after');
  if (typeof after === 'string') {
    learn({ ended: after });
    return after;
  }
  if (after === STALLED) return { ...finish(error, output), stalls: true };
  return finish(after === STALE ? error : (after ?? error), output);
}

/** `past` is a state from before the last write, for an answer that does not show it. */
async function run(kernel: Kernel, visit: Visit, past: unknown): Promise<{ error?: AwsError; output?: unknown }> {
  try {
    if (kernel.latency > 0) await kernel.clock.sleep(kernel.latency, visit.call.signal);
    permit(kernel, visit);
    const call = past === undefined ? visit.call : { ...visit.call, state: past as never };
    const before = kernel.earlier.now(visit);
    const output = await visit.operation.run(call, visit.input as never);
    kernel.earlier.wrote(visit, before);
    assertRead(visit);
    return { output };
  } catch (error) {
    return { error: asAwsError(error, visit.refusals) };
  }
}

/** An operation that has succeeded without a look at what it declares to take has forgotten it: a mistake of ours. */
function assertRead({ unread, call, route: { model } }: Visit): void {
  const forgotten = unread();
  if (forgotten.length === 0) return;
  throw new Error(`${model.service.name}:${call.operation} takes ${forgotten.join(', ')} and did not look at it`);
}
