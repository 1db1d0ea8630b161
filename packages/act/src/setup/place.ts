/** An account's part of a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** @throws where it is no account; YAML takes digits without quotes for a number. */
export function accountIn(given: unknown, what: string): string {
  const account = String(given);
  if (!/^\d{12}$/.test(account)) throw new Error(`${what}: ${account} has to have twelve digits, in quotes.`);
  return account;
}

/** An alias that users reach: `FUNCTION:ALIAS` where the setup is, or its ARN. */
export interface Target extends Place {
  /** `FUNCTION:ALIAS`. */
  readonly name: string;
}

/** @throws where it is neither. */
export function targetOf(text: string, { account, region }: Place): Target {
  const [, ofRegion, ofAccount, named] =
    /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([\w-]+:[\w-]+)$/.exec(text) ?? [];
  if (ofRegion && ofAccount && named) return { account: ofAccount, region: ofRegion, name: named };
  if (!/^[\w-]+:[\w$-]+$/.test(text))
    throw new Error(`${text} of the setup has to be FUNCTION:ALIAS, or the ARN of an alias.`);
  return { account, region, name: text };
}
