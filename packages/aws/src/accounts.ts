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
  if (typeof value === 'string') return value.replace(/(?<!\d)\d{12}(?!\d)/g, '***');
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
}
