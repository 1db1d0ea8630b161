/** The middle of some values: half of them are not above it, and half not below. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (below === undefined || above === undefined) throw new Error('There is no median of no values.');
  return (below + above) / 2;
}

/** The least disturbed of some runs. */
export function fastest(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no fastest of no values.');
  return Math.min(...values);
}
