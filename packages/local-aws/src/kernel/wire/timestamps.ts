import type { Shape } from './shapes.ts';

/** Smithy's three forms: https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait */
export type TimestampForm = 'date-time' | 'http-date' | 'epoch-seconds';

const forms: Readonly<Record<number, TimestampForm>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' };

/** The form that the shape asks for, else what its place on the wire implies. */
export function timestampForm(shape: Shape, otherwise: TimestampForm): TimestampForm {
  return forms[Number(shape.getSchema())] ?? otherwise;
}

/** Reads a timestamp; undefined when it is not of the form. */
export function readTimestamp(value: unknown, form: TimestampForm): Date | undefined {
  if (form === 'epoch-seconds') {
    const seconds = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
    return Number.isFinite(seconds) ? new Date(Math.round(seconds * 1000)) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const pattern =
    form === 'date-time' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/ : /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;
  const time = pattern.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** Writes a timestamp; a number only for `epoch-seconds`. */
export function writeTimestamp(value: unknown, form: TimestampForm): string | number {
  if (!(value instanceof Date)) throw new TypeError(`a timestamp must be a Date, not ${typeof value}`);
  if (form === 'epoch-seconds') return value.getTime() / 1000;
  return form === 'http-date' ? value.toUTCString() : value.toISOString();
}
