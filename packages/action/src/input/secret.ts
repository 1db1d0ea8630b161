import { accepted, type Input } from './input.ts';

/** A value that is masked in the log before any other input is looked at, and that no error shows. */
export function secret(): Input<string> {
  return { type: 'secret', optional: false, secret: true, parse: (given) => accepted(given) };
}
