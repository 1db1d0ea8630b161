import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  MetricDataResult,
  StandardUnit,
  Statistic,
  StatusCode,
} from '@aws-sdk/client-cloudwatch';
import { tokenAt } from '../../kernel/page-token.ts';
import { invalidCombination, invalidValue, missingParameter, notImplemented, validationFailed } from './errors.ts';
import { operation } from './operation.ts';
import { positionOf } from './paging.ts';
import { answerer, assertPeriod, type Query, readQueries } from './queries.ts';
import type { Aggregate } from './samples.ts';
import { aggregates, type Grid, keyOf, type Series } from './series.ts';
import type { CloudWatchState } from './state.ts';
import { statistic } from './statistics.ts';

const minute = 60_000;
const day = 86_400_000;

/** What metrics are read by. */
export const readMetricOperations = {
  GetMetricData: operation<GetMetricDataInput, GetMetricDataOutput>('GetMetricData', {
    takes: [
      'MetricDataQueries.Id',
      'MetricDataQueries.MetricStat',
      'MetricDataQueries.Expression',
      'MetricDataQueries.Label',
      'MetricDataQueries.ReturnData',
      'StartTime',
      'EndTime',
      'NextToken',
      'ScanBy',
      'MaxDatapoints',
    ],
    run({ state, clock }, input) {
      const { MetricDataQueries = [], MaxDatapoints = 100_800, NextToken, ScanBy } = input;
      const now = clock.now();
      if (MetricDataQueries.length < 1 || MetricDataQueries.length > 500)
        throw validationFailed(
          `The collection MetricDataQueries must have 1 to 500 members, not ${MetricDataQueries.length}`,
        );
      if (!Number.isInteger(MaxDatapoints) || MaxDatapoints < 1 || MaxDatapoints > 100_800)
        throw validationFailed(`MaxDatapoints is ${MaxDatapoints}; it must be 1 to 100800`);
      const range = rangeOf(input);
      const queries = readQueries(MetricDataQueries);
      const answer = answerer(state, queries, (seconds) => gridOf(range, seconds, now), now);
      const wanted = queries.filter(({ given }) => given.ReturnData !== false);
      const found = wanted.map((query) => ({ query, points: ordered(answer(query.id), ScanBy) }));
      return scripted(paged(found, MaxDatapoints, NextToken), state);
    },
  }),

  GetMetricStatistics: operation<GetMetricStatisticsInput, GetMetricStatisticsOutput>('GetMetricStatistics', {
    takes: [
      'Namespace',
      'MetricName',
      'StartTime',
      'EndTime',
      'Period',
      'Dimensions',
      'Statistics',
      'ExtendedStatistics',
      'Unit',
    ],
    run({ state, clock }, input) {
      const { MetricName = '', Period = 0, Statistics = [], ExtendedStatistics = [], Unit } = input;
      const now = clock.now();
      if (Statistics.length + ExtendedStatistics.length === 0) throw missingParameter('Statistics');
      assertPeriod(Period);
      const range = rangeOf(input);
      const grid = gridOf(range, Period, now);
      assertCoarse(range.start, Period, now);
      const count = Math.ceil((grid.end - grid.start) / grid.period);
      if (count > 1440)
        throw invalidCombination(
          `You have requested up to ${count} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
        );
      // Each unit has datapoints of its own.
      const units = Unit ? [Unit] : new Set(state.metrics.get(keyOf(input))?.samples.map(({ unit }) => unit));
      const points = [...units].flatMap((unit) =>
        [...aggregates(state, { metric: input, unit, grid, moment: now })].map(([at, aggregate]) =>
          datapoint(at, unit, aggregate, Statistics, ExtendedStatistics),
        ),
      );
      // "Not necessarily in chronological order" (SDK, GetMetricStatistics): never here.
      return { Label: MetricName, Datapoints: points.sort((a, b) => Number(b.Timestamp) - Number(a.Timestamp)) };
    },
  }),
};

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeOf({ StartTime, EndTime }: Pick<GetMetricDataInput, 'StartTime' | 'EndTime'>): Range {
  const [start, end] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? 0];
  if (start >= end) throw validationFailed('The parameter StartTime must be less than the parameter EndTime.');
  return { start, end };
}

/** The start is rounded down: to the minute, for old data more, for short periods to these (SDK, GetMetricDataInput). */
function gridOf({ start, end }: Range, periodSeconds: number, now: number): Grid {
  const period = periodSeconds * 1000;
  const age = now - start;
  const step = age > 63 * day ? 60 * minute : age > 15 * day ? 5 * minute : Math.min(period, minute);
  return { start: Math.floor(start / step) * step, end, period };
}

/** SDK, GetMetricStatisticsInput.Period. */
function assertCoarse(start: number, period: number, now: number): void {
  const age = now - start;
  const least = age > 63 * day ? 3600 : age > 15 * day ? 300 : age > day / 8 ? 60 : 1;
  if (period % least !== 0)
    throw invalidValue(`The value ${period} for parameter Period must be a multiple of ${least} for so early a start`);
}

function ordered({ points }: Series, scanBy: GetMetricDataInput['ScanBy']): readonly (readonly [number, number])[] {
  const ascending = [...points].sort(([a], [b]) => a - b);
  return scanBy === 'TimestampAscending' ? ascending : ascending.reverse();
}

interface Found {
  readonly query: Query;
  readonly points: readonly (readonly [number, number])[];
}

/** The points of all results, one after another, are cut into pages; a result is Complete on the page where it ends. */
function paged(found: readonly Found[], limit: number, token: string | undefined): GetMetricDataOutput {
  const from = token === undefined ? 0 : positionOf(token);
  const to = from + limit;
  let position = 0;
  const results: MetricDataResult[] = [];
  for (const { query, points } of found) {
    const begin = position;
    position += points.length;
    // A result that ended on an earlier page does not come again; an empty one comes on the first.
    if (position <= from && from > 0) continue;
    const part = points.slice(Math.max(0, from - begin), Math.max(0, to - begin));
    results.push({
      Id: query.id,
      Label: labelOf(query),
      Timestamps: part.map(([at]) => new Date(at)),
      Values: part.map(([, value]) => value),
      StatusCode: position > to ? 'PartialData' : 'Complete',
    });
  }
  return { MetricDataResults: results, Messages: [], ...(position > to && { NextToken: tokenAt(to) }) };
}

/** Ends one result as a test has said that it is to end. */
function scripted(answer: GetMetricDataOutput, state: CloudWatchState): GetMetricDataOutput {
  const [next] = state.answers;
  const results = answer.MetricDataResults ?? [];
  const struck = results.find(({ Id }) => next?.id === undefined || Id === next.id);
  if (!next || !struck) return answer;
  state.answers = state.answers.slice(1);
  const { Timestamps = [], Values = [] } = struck;
  const kept = next.statusCode === 'PartialData' ? Math.floor(Values.length / 2) : 0;
  const ended: MetricDataResult = {
    ...struck,
    Timestamps: Timestamps.slice(0, kept),
    Values: Values.slice(0, kept),
    StatusCode: next.statusCode as StatusCode,
    // SDK, MessageData.
    ...(next.statusCode === 'Forbidden' && {
      Messages: [{ Code: 'Forbidden', Value: 'Authentication too complex to retrieve cross region data' }],
    }),
  };
  return { ...answer, MetricDataResults: results.map((one) => (one === struck ? ended : one)) };
}

function labelOf({ id, given: { Label, MetricStat } }: Query): string {
  if (Label?.includes('${')) throw notImplemented('dynamic labels');
  return Label ?? MetricStat?.Metric?.MetricName ?? id;
}

function datapoint(
  at: number,
  unit: StandardUnit,
  aggregate: Aggregate,
  statistics: readonly Statistic[],
  extended: readonly string[],
): Datapoint {
  const taken = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, statistic(name)(aggregate)] as const));
  return {
    Timestamp: new Date(at),
    Unit: unit,
    ...taken(statistics),
    ...(extended.length > 0 && { ExtendedStatistics: taken(extended) as Record<string, number> }),
  };
}
