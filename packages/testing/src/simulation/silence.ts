/**
 * How long nothing may come, before an answer and in its middle: as in the settings that all actions share. A time-out that
 * a request brings along, as that of an invocation does, is not read: it is given up after as long as any other.
 */
export const SILENCE_MS = 20_000;

/** Named as the SDK names what took too long, so that it tries again; the metadata keep it from adding hints of its own. */
export function timedOut(): Error {
  const message = `no answer, or no whole one, came within ${SILENCE_MS / 1000} s`;
  return Object.assign(new Error(message), { name: 'TimeoutError', $metadata: {} });
}
