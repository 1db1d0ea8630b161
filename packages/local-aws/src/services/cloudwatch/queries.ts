import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { notImplemented, validationFailed } from './errors.ts';
import { evaluate, isSeries, type Surroundings, type Value } from './math.ts';
import { type Expression, parseExpression } from './math-syntax.ts';
import { type Grid, type Series, series } from './series.ts';
import type { CloudWatchState } from './state.ts';
import { statistic } from './statistics.ts';

/** A query as it may be asked: checked and, if it is an expression, read. */
export interface Query {
  readonly given: MetricDataQuery;
  readonly id: string;
  readonly expression: Expression | undefined;
}

/** Checks queries and reads their expressions; throws ValidationError. */
export function readQueries(given: readonly MetricDataQuery[]): readonly Query[] {
  const ids = given.map(({ Id = '' }) => Id);
  return given.map((query, index) => {
    const { Id: id = '', MetricStat, Expression } = query;
    if (!/^[a-z][A-Za-z0-9_]{0,254}$/.test(id))
      throw validationFailed(
        `The value ${id} for parameter MetricDataQueries.member.${index + 1}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$`,
      );
    if (ids.indexOf(id) !== index)
      throw validationFailed(`The parameter MetricDataQueries has more than one query with the Id ${id}`);
    if ((MetricStat === undefined) === (Expression === undefined))
      throw validationFailed(`The query ${id} must have exactly one of MetricStat and Expression`);
    if (MetricStat) {
      statistic(MetricStat.Stat ?? '');
      assertPeriod(MetricStat.Period ?? 0);
    }
    return { given: query, id, expression: Expression === undefined ? undefined : parseExpression(Expression) };
  });
}

/** Periods are 1, 5, 10, 20, 30 or a multiple of 60 seconds (SDK, MetricStat). */
export function assertPeriod(seconds: number): void {
  if (![1, 5, 10, 20, 30].includes(seconds) && !(seconds >= 60 && seconds % 60 === 0))
    throw validationFailed(`The value ${seconds} for parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60`);
}

/** What a query comes to at a moment; throws when an expression cannot be computed. */
export function answerer(
  state: CloudWatchState,
  queries: readonly Query[],
  gridOf: (periodSeconds: number) => Grid,
  moment: number,
): (id: string) => Series {
  const known = new Map<string, Value>();
  const open = new Set<string>();

  function resolved(id: string): Value {
    const seen = known.get(id);
    if (seen !== undefined) return seen;
    const query = queries.find((each) => each.id === id);
    if (!query) throw validationFailed(`Error in expression [No metric or expression has the Id ${id}]`);
    if (open.has(id)) throw validationFailed(`Error in expression '${id}' [It refers to itself]`);
    open.add(id);
    const value = query.expression ? evaluate(query.expression, around) : metricOf(query);
    open.delete(id);
    known.set(id, value);
    return value;
  }

  function metricOf({ given: { MetricStat } }: Query): Series {
    const { Metric = {}, Stat = '', Period = 60, Unit } = MetricStat ?? {};
    return series(state, { metric: Metric, stat: Stat, unit: Unit, grid: gridOf(Period), moment });
  }

  const around: Surroundings = {
    named: resolved,
    metrics: () =>
      new Map(queries.filter(({ expression }) => !expression).map(({ id }) => [id, resolved(id) as Series] as const)),
  };

  return (id) => {
    const value = resolved(id);
    if (typeof value === 'number')
      throw validationFailed(`The expression ${id} must return a time series, not a number`);
    if (!isSeries(value)) throw notImplemented(`expressions that return several time series, as ${id} does`);
    return value;
  };
}
