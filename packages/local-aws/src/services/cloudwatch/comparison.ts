import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';

interface Comparison {
  readonly holds: (value: number, threshold: number) => boolean;
  /** As state reasons put it. */
  readonly words: string;
}

/** The comparisons with a threshold that does not move; those of anomaly detection are not here. */
export const comparisons: Readonly<Partial<Record<ComparisonOperator, Comparison>>> = {
  GreaterThanOrEqualToThreshold: { holds: (a, b) => a >= b, words: 'greater than or equal to' },
  GreaterThanThreshold: { holds: (a, b) => a > b, words: 'greater than' },
  LessThanOrEqualToThreshold: { holds: (a, b) => a <= b, words: 'less than or equal to' },
  LessThanThreshold: { holds: (a, b) => a < b, words: 'less than' },
};
