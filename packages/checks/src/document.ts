import * as z from 'zod';
import { parsePath } from './json-path.ts';
import { type HttpRequest, METHODS } from './request.ts';

/** What an answer must be. Everything named must hold. */
export interface Expectations {
  /** Bounds of the HTTP status code, both included; only where the answer is an HTTP response. */
  readonly status?: { readonly from: number; readonly to: number };
  /** JSON paths, and the value that must be there. */
  readonly json: readonly { readonly path: string; readonly value: unknown }[];
  /** A regular expression that the body must match somewhere. */
  readonly body?: string;
  /** Milliseconds from request to answer. */
  readonly maxDurationMs?: number;
}

/** One expectation of users. It says what is asked, and nothing of how a target is asked it. */
export type Check = TargetCheck | AddressCheck;

/** What is put to the candidate: a request, or a payload in the form that the target takes. */
export type TargetCheck =
  | { readonly kind: 'request'; readonly name: string; readonly request: HttpRequest; readonly expect: Expectations }
  | { readonly kind: 'payload'; readonly name: string; readonly payload: unknown; readonly expect: Expectations };

/** What is asked of an address that users call. */
export interface AddressCheck {
  readonly kind: 'url';
  readonly name: string;
  readonly url: string;
  readonly expect: Expectations;
}

/** A check as the workflow gives it: its payload may still be in a file, whose path is relative to the workspace. */
export type GivenCheck =
  | Check
  | { readonly kind: 'payload-file'; readonly name: string; readonly file: string; readonly expect: Expectations };

const ANY_SUCCESS = { from: 200, to: 299 };

const shortForm = new RegExp(`^(${METHODS.join('|')}) (/\\S*)$`);

const status = z
  .union([z.int().min(100).max(599), z.string().regex(/^[1-5]xx$/, 'must be a status code such as 200, or 2xx')])
  .transform((given) => {
    if (typeof given === 'number') return { from: given, to: given };
    const hundreds = Number(given[0]) * 100;
    return { from: hundreds, to: hundreds + 99 };
  });

const duration = z
  .string()
  .regex(/^\d+(ms|s)$/, 'must be a duration such as 800ms or 2s')
  .transform((given) => (given.endsWith('ms') ? Number.parseInt(given, 10) : Number.parseInt(given, 10) * 1000));

const regularExpression = z
  .string()
  .min(1, 'must be a regular expression, and not empty: that would match anything')
  .superRefine((given, context) => {
    try {
      new RegExp(given);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `must be a regular expression: ${(error as Error).message}` });
    }
  });

const jsonPaths = z.record(z.string(), z.unknown()).superRefine((given, context) => {
  for (const path of Object.keys(given).filter((one) => !parsePath(one))) {
    context.addIssue({
      code: 'custom',
      path: [path],
      message: 'must be a JSON path to one value, such as $.hits[0].id',
    });
  }
});

const expectations = z.strictObject({
  status: status.optional(),
  json: jsonPaths.optional(),
  body: regularExpression.optional(),
  'max-duration': duration.optional(),
});

const request = z.string().regex(shortForm, 'must be a method and a path, such as GET /api/v1/health');

const longForm = z
  .strictObject({
    name: z.string().min(1).optional(),
    request: request.optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
    payload: z.unknown().optional(),
    'payload-file': z.string().min(1).optional(),
    url: z.url({ protocol: /^https?$/, error: 'must be an address such as https://api.example.com/health' }).optional(),
    expect: expectations.optional(),
  })
  .superRefine((given, context) => {
    const ways = (['request', 'payload', 'payload-file', 'url'] as const).filter((way) => given[way] !== undefined);
    if (ways.length !== 1) {
      const found = ways.length === 0 ? 'none' : ways.join(' and ');
      context.addIssue({
        code: 'custom',
        message: `must have one of request, payload, payload-file and url, but has ${found}`,
      });
    }
    if (given.payload === null) {
      context.addIssue({ code: 'custom', path: ['payload'], message: 'is empty; an event without content is {}' });
    }
    if ((given.headers || given.body !== undefined) && !given.request) {
      context.addIssue({ code: 'custom', message: 'headers and body go with request only' });
    }
    if (given.expect?.status && !given.request && !given.url) {
      context.addIssue({
        code: 'custom',
        path: ['expect', 'status'],
        message: 'goes with request or url; the answer to a payload is checked by json or body',
      });
    }
  })
  .transform(toCheck);

/**
 * The document that the inputs `smoke` and `verify` take: one check or a list of them, each in its short form
 * (`GET /api/v1/health`, `https://…`) or its long one; or the word `none`, which gives an empty list.
 */
export const checksDocument = z.unknown().transform((given, context): readonly GivenCheck[] => {
  if (given === 'none') return [];
  if (!Array.isArray(given)) return [oneCheck(given, [], context)];
  if (given.length === 0) context.addIssue({ code: 'custom', message: 'must have at least one check, or be none' });
  return given.map((one, index) => oneCheck(one, [index], context));
});

/** The same, or the word `smoke`, which takes the checks of that input. */
export const verifyDocument = z.unknown().transform((given, context) => {
  if (given === 'smoke') return given;
  const read = checksDocument.safeParse(given);
  if (read.success) return read.data;
  for (const { message, path } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

// A union of schemas would answer a slip in one check with "Invalid input"; this says where it is and what it should be.
function oneCheck(given: unknown, path: readonly number[], context: z.RefinementCtx): GivenCheck {
  if (typeof given === 'string') {
    if (shortForm.test(given)) return toCheck({ request: given });
    if (/^https?:\/\/\S+$/.test(given)) return toCheck({ url: given });
    const message =
      'must be like GET /api/v1/health or https://api.example.com/health; several are a list, each on a line of its own after "- "';
    context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  }
  const read = longForm.safeParse(given);
  if (read.success) return read.data;
  for (const { message, path: inside } of read.error.issues) {
    context.addIssue({ code: 'custom', path: [...path, ...inside], message });
  }
  return z.NEVER;
}

function toCheck(given: {
  name?: string | undefined;
  request?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  payload?: unknown;
  'payload-file'?: string | undefined;
  url?: string | undefined;
  expect?: z.output<typeof expectations> | undefined;
}): GivenCheck {
  const expect: Expectations = {
    json: Object.entries(given.expect?.json ?? {}).map(([path, value]) => ({ path, value })),
    ...(given.expect?.body !== undefined && { body: given.expect.body }),
    ...(given.expect?.['max-duration'] !== undefined && { maxDurationMs: given.expect['max-duration'] }),
  };
  const http = { ...expect, status: given.expect?.status ?? ANY_SUCCESS };
  if (given.url !== undefined) return { kind: 'url', name: given.name ?? given.url, url: given.url, expect: http };
  if (given.request !== undefined) {
    const [, method = '', target = ''] = shortForm.exec(given.request) ?? [];
    const { headers = {}, body } = given;
    const request = { method, target, headers, ...(body !== undefined && { body }) };
    return { kind: 'request', name: given.name ?? given.request, request, expect: http };
  }
  const file = given['payload-file'];
  if (file !== undefined) return { kind: 'payload-file', name: given.name ?? file, file, expect };
  return { kind: 'payload', name: given.name ?? 'payload', payload: given.payload, expect };
}
