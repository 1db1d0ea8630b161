import type { Answer } from './messages.ts';

/**
 * How long an answer asks to wait by `Retry-After`, in milliseconds; `undefined` where it does not say.
 *
 * The header holds seconds or a date (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3). A date is by the server's clock,
 * so it is compared with the time of the answer: this machine's own may be wrong by minutes.
 *
 * @param now used where the answer does not say its time. Milliseconds since the epoch.
 */
export function retryAfter(headers: Pick<Answer['headers'], 'date' | 'retry-after'>, now: number): number | undefined {
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  // `Date.parse` takes more for a date than HTTP does, such as -1.
  const at = / GMT$/.test(asked) ? Date.parse(asked) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - (Date.parse(headers.date ?? '') || now));
}
