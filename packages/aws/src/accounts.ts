/** What twelve digits may be part of that is no account: a digest, a commit, a name by either, or the id of a request. */
const NO_ACCOUNT = [
  String.raw`\bsha(?:256|512)[:-][\da-f]+`,
  String.raw`(?<![\da-z])(?:[\da-f]{40}|[\da-f]{64}|[\da-f]{128})(?![\da-z])`,
  String.raw`(?<![\da-z])(?:(?:sha|tree)-|commit )[\da-f]{12,}`,
  String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`,
];
const ACCOUNT = String.raw`(?<!\d)(?<account>\d{12})(?!\d)`;
/** Read from the left, so that what is no account is passed over as a whole. */
const EITHER = new RegExp([...NO_ACCOUNT, ACCOUNT].join('|'), 'g');

/**
 * The same value with every account in its texts hidden: in ARNs, and wherever else twelve digits stand alone, such as in
 * the name of a bucket. GitHub drops an output of a job that holds a masked value
 * (https://github.com/actions/runner/issues/1498), and workflows may mask the account
 * (https://github.com/aws-actions/configure-aws-credentials/issues/304).
 */
export function withoutAccounts<Value>(value: Value): Value {
  return hidden(value) as Value;
}

function hidden(value: unknown): unknown {
  if (typeof value === 'string') return hiddenIn(value);
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [hiddenIn(key), hidden(inner)]));
}

function hiddenIn(text: string): string {
  return text.replace(EITHER, (found, account?: string) => (account === undefined ? found : '***'));
}
