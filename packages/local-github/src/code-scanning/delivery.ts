import { gunzipSync } from 'node:zlib';
import { refuse } from '../refusal.ts';
import type { SarifLimits } from './limits.ts';
import { type Analysed, commitIn, refIn } from './refs.ts';

/** What an upload said, by the schema of its request. */
export interface Delivered extends Analysed {
  /** The JSON, as text. */
  readonly sarif: string;
  readonly checkoutUri?: string;
  readonly toolName?: string;
  readonly validate: boolean;
}

const page = 'https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data';

/** Reads the body of an upload, or refuses it. What the schema says of each field has the status 422, a bad `sarif` 400 or 413. */
export function delivered(body: Readonly<Record<string, unknown>>, limits: SarifLimits): Delivered {
  const commit = commitIn(body.commit_sha);
  const ref = refIn(body.ref);
  const checkoutUri = textOf(body, 'checkout_uri');
  if (checkoutUri !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(checkoutUri))
    wrong('checkout_uri', 'is not a valid uri');
  const startedAt = textOf(body, 'started_at');
  if (startedAt !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(startedAt))
    wrong('started_at', 'is not a valid date-time');
  const toolName = textOf(body, 'tool_name');
  const { validate = false } = body;
  if (typeof validate !== 'boolean') return wrong('validate', 'is not a boolean');
  const sarif = sarifIn(textOf(body, 'sarif') ?? refuse(422, 'Invalid request.\n\n"sarif" wasn\'t supplied.'), limits);
  return { commit, ref, sarif, validate, ...(checkoutUri && { checkoutUri }), ...(toolName && { toolName }) };
}

function sarifIn(encoded: string, { sarifBytes, sarifTextBytes }: SarifLimits): string {
  // "Bad Request if the sarif field is invalid". `base64` without `-w0` breaks lines, and the page says `-w0`: lines are refused.
  const gzip = Buffer.from(encoded, 'base64');
  // Not by a regular expression: of millions of characters its stack may run over.
  const isBase64 = encoded !== '' && gzip.toString('base64') === encoded;
  if (!isBase64) refuse(400, 'Bad Request: the sarif field is not Base64.', { source: page });
  // "Payload Too Large if the sarif field is too large".
  if (gzip.length > sarifBytes) refuse(413, 'Payload Too Large', { source: page });
  try {
    // A byte-order mark stays, and its JSON is none; what is not UTF-8 is not told of anywhere, and refused.
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return utf8.decode(gunzipSync(gzip, { maxOutputLength: sarifTextBytes }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      refuse(413, 'Payload Too Large', { source: page });
    return refuse(400, 'SARIF ZIP upload is invalid', { source: page });
  }
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  return wrong(name, 'is not a string');
}

function wrong(name: string, what: string): never {
  return refuse(422, `Invalid request.\n\nFor 'properties/${name}', the value ${what}.`);
}
