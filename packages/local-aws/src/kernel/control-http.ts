import type { Control } from './control.ts';
import type { Answer } from './wire/answer.ts';

const prefix = '/_local/';

/** Answers `POST /_local/<method>` with a JSON array of arguments: 200 and the result, or 400 and `{"error": …}`. */
export async function answerControl(control: Control, path: string, body: Uint8Array): Promise<Answer> {
  const method = control[path as keyof Control] as ((...given: unknown[]) => Promise<unknown>) | undefined;
  if (!Object.hasOwn(control, path) || !method)
    return json(404, { error: `there is no control method ${path}; there are ${Object.keys(control).join(', ')}` });
  try {
    const given: unknown = body.length === 0 ? [] : JSON.parse(Buffer.from(body).toString('utf8'));
    if (!Array.isArray(given)) throw new Error('the body must be a JSON array of arguments');
    return json(200, (await method(...given)) ?? null);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}

/** The control of a local cloud in another process. Errors are the control's own. */
export function controlClient(endpoint: string): Control {
  const call = async (method: string, given: readonly unknown[]) => {
    const response = await fetch(new URL(prefix + method, endpoint), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(given),
    });
    const result = (await response.json()) as unknown;
    if (!response.ok) throw new Error((result as { error: string }).error);
    return result ?? undefined;
  };
  return new Proxy({} as Control, {
    // A promise's resolution looks for `then`: a client that is awaited must not be taken for one.
    get: (_, method) =>
      typeof method === 'string' && method !== 'then' ? (...given: unknown[]) => call(method, given) : undefined,
  });
}
