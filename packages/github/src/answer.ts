import { UserError } from '@actions-aws/action';
import { isSha } from '@actions-aws/git';

/**
 * One value of GitHub's answer, read in the form that GitHub documents. Any other form is an error: what is not understood is
 * not taken for nothing.
 */
export interface Answered {
  /** A member of an object. */
  at(name: string): Answered;
  /** The same, or undefined where it is `null` or missing. */
  optional(name: string): Answered | undefined;
  list(): readonly Answered[];
  text(): string;
  /** An integer that is not negative. */
  number(): number;
  flag(): boolean;
  /** Never returns: the value is none of those that are known. */
  unknown(): never;
  /** A commit's whole SHA. */
  sha(): string;
  /** Milliseconds since the epoch. */
  time(): number;
}

/** Reads a value; `where` it stands is for messages. */
export function answered(value: unknown, where = 'the answer'): Answered {
  const wrong = (wanted: string): never => {
    throw new UserError(`GitHub's answer is not understood: ${where} is not ${wanted}.`, { code: 'not-understood' });
  };
  const object = (): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : wrong('an object');
  const text = () => (typeof value === 'string' ? value : wrong('a text'));
  return {
    at: (name) => answered(object()[name], `${name} in ${where}`),
    optional(name) {
      const found = object()[name];
      return found === undefined || found === null ? undefined : answered(found, `${name} in ${where}`);
    },
    list: () =>
      Array.isArray(value)
        ? value.map((item, index) => answered(item, `item ${index + 1} of ${where}`))
        : wrong('a list'),
    text,
    number: () => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : wrong('a number')),
    flag: () => (typeof value === 'boolean' ? value : wrong('true or false')),
    unknown: () => wrong(`known: it is ${JSON.stringify(value)?.slice(0, 100)}`),
    sha: () => (isSha(text()) ? text() : wrong('a SHA')),
    time: () => (Number.isFinite(Date.parse(text())) ? Date.parse(text()) : wrong('a time')),
  };
}
