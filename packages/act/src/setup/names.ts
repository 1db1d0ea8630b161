import { accountIn, type Place } from './place.ts';

type Given = Readonly<Record<string, unknown>>;

/** The first of the known keys is the name. One that is not known says what would not hold: a policy, misspelt, would not be enforced. */
export function nameOf(given: Given, kind: string, known: readonly [string, ...string[]]): string {
  const name = given[known[0]];
  if (!name) throw new Error(`A ${kind} of the setup has no name.`);
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`The ${kind} ${name} of the setup has ${unknown.join(', ')}, and can have ${known.join(', ')}.`);
  return String(name);
}

/** The account and region that an entry has, or those of the setup. */
export function placeOf({ account, region }: Given, unless: Place, what: string): Place {
  return {
    account: accountIn(account ?? unless.account, `account of ${what}`),
    region: text(region, unless.region),
  };
}

/** A text, or another where none is given. */
export function text(given: unknown, unless: string): string {
  return String(given ?? unless);
}
