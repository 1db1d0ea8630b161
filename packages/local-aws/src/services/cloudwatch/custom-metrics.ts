import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { invalidCombination, invalidValue, missingParameter, validationFailed } from './errors.ts';
import { operation } from './operation.ts';
import { type Aggregate, aggregateOf, publish } from './samples.ts';

const hour = 3_600_000;

/** PutMetricData. */
export const putMetricDataOperations = {
  PutMetricData: operation<PutMetricDataInput, void>('PutMetricData', {
    takes: ['Namespace', 'MetricData'],
    run({ state, clock }, { Namespace = '', MetricData = [] }) {
      const now = clock.now();
      if (!/^[^:].{0,254}$/s.test(Namespace) || Namespace.startsWith('AWS/'))
        throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid.`);
      if (MetricData.length > 1000)
        throw validationFailed(
          `The collection MetricData must not have more than 1000 members, not ${MetricData.length}`,
        );
      const publications = MetricData.map((datum, index) => {
        const at = datum.Timestamp?.getTime() ?? now;
        return {
          namespace: Namespace,
          name: named(datum, index),
          dimensions: dimensionsOf(datum, index),
          at: assertTime(at, now, index),
          visible: now + Math.max(state.delays.custom, lateness(now - at)),
          unit: datum.Unit ?? ('None' as const),
          highResolution: datum.StorageResolution === 1,
          aggregate: aggregate(datum, index),
        };
      });
      for (const publication of publications) publish(state, now, publication);
    },
  }),
};

/** How long data of the past take: "as much as 2 hours" from 3 hours on, "at least 48 hours" from a day on (SDK, PutMetricData). */
function lateness(age: number): number {
  if (age < 3 * hour) return 0;
  return age < 24 * hour ? 2 * hour : 48 * hour;
}

function named({ MetricName = '' }: MetricDatum, index: number): string {
  if (MetricName.length < 1 || MetricName.length > 255)
    throw missingParameter(`MetricData.member.${index + 1}.MetricName`);
  return MetricName;
}

function dimensionsOf({ Dimensions = [] }: MetricDatum, index: number) {
  if (Dimensions.length > 30)
    throw invalidValue(`The collection MetricData.member.${index + 1}.Dimensions must not have more than 30 members.`);
  return Dimensions.map(({ Name = '', Value = '' }) => {
    if (!/^[^:]/.test(Name) || Value === '')
      throw invalidValue(`MetricData.member.${index + 1}.Dimensions has a dimension '${Name}' with value '${Value}'`);
    return { name: Name, value: Value };
  });
}

/** "As much as two weeks before the current date, and as much as 2 hours after" (SDK, PutMetricData). */
function assertTime(at: number, now: number, index: number): number {
  if (at >= now - 14 * 24 * hour && at <= now + 2 * hour) return at;
  throw invalidValue(
    `The parameter MetricData.member.${index + 1}.Timestamp must specify a time no more than two weeks in the past and two hours in the future: ${new Date(at).toISOString()}`,
  );
}

function aggregate({ Value, Values, Counts, StatisticValues }: MetricDatum, index: number): Aggregate {
  const where = `MetricData.member.${index + 1}`;
  const forms = [Value, Values, StatisticValues].filter((form) => form !== undefined).length;
  if (forms === 0) throw missingParameter(`${where}.Value`);
  if (forms > 1) throw invalidCombination(`${where} has more than one of Value, Values and StatisticValues`);
  if (StatisticValues) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    return { count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum, values: undefined };
  }
  const values = Values ?? [Value ?? 0];
  if (values.length < 1 || values.length > 150) throw invalidValue(`${where}.Values takes 1 to 150 values`);
  if (Counts && Counts.length !== values.length)
    throw invalidCombination(`${where}.Counts must have as many members as Values`);
  const counted = new Map<number, number>();
  values.forEach((value, at) => {
    if (!Number.isFinite(value) || Math.abs(value) > 2 ** 360)
      throw invalidValue(`The value ${value} for parameter ${where}.Value is invalid.`);
    counted.set(value, (counted.get(value) ?? 0) + (Counts?.[at] ?? 1));
  });
  return aggregateOf(counted);
}
