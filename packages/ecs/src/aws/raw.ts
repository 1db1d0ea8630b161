import { receiving, sending, unless } from '@actions-aws/aws';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** A command of the SDK, by what is needed of it here. */
type Command = Parameters<ECSClient['send']>[0];

/** What a call may have besides. */
export interface RawCall {
  /** Is sent instead of what the SDK makes of the command's input. */
  readonly body?: JsonObject;
  readonly signal?: AbortSignal | undefined;
  /** Once it aborts, a call that has not gone out is not sent; one that is on its way is never torn. */
  readonly giveUp?: AbortSignal | undefined;
}

/**
 * Makes a call, and gives its answer as the JSON that came, with the members that the SDK does not know and would drop. The SDK signs the
 * request, and makes errors of answers that are none.
 */
export async function rawAnswer(client: ECSClient, command: unknown, call: RawCall = {}): Promise<JsonObject> {
  let answer = '';
  let carried = receiving(command as Command, (body) => {
    answer = body;
  });
  if (call.body) carried = sending(carried, JSON.stringify(call.body));
  carried = unless(carried, call.giveUp);
  await client.send(carried, { ...(call.signal && { abortSignal: call.signal }) });
  const parsed: Json = JSON.parse(answer || '{}');
  return isObject(parsed) ? parsed : {};
}
