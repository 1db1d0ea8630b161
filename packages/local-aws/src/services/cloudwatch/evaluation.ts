import { comparisons } from './comparison.ts';
import { answerer, readQueries } from './queries.ts';
import { aggregates, type Grid, keyOf, periodsOf, series } from './series.ts';
import type { AlarmState, CloudWatchState, MetricAlarmRecord, MetricDefinition } from './state.ts';
import { percentileOf } from './statistics.ts';
import { evaluationRange, judge, type Terms, type Verdict } from './verdict.ts';

const minute = 60_000;

/** The period of an alarm in milliseconds: that of its metric or, of metric math, of the longest of its metrics. */
export function periodOf({ Period, Metrics }: MetricDefinition): number {
  const periods = Metrics?.map((query) => query.MetricStat?.Period ?? query.Period ?? 0) ?? [Period ?? 60];
  return Math.max(...periods) * 1000;
}

/**
 * How often an alarm is evaluated: every minute, every 10 seconds if its period is below a minute, once an hour if it spans
 * more than a day (user guide, alarm-evaluation).
 */
export function intervalOf(definition: MetricDefinition): number {
  const period = periodOf(definition);
  if (period < minute) return 10_000;
  return period * (definition.EvaluationPeriods ?? 1) > 86_400_000 ? 3_600_000 : minute;
}

/** The time axis of an alarm evaluated at `moment`: a window that slides minute by minute, also for longer periods. */
function gridAt(definition: MetricDefinition, moment: number): Grid {
  const period = periodOf(definition);
  const step = period < minute ? 10_000 : minute;
  const end = Math.floor(moment / step) * step;
  return { start: end - evaluationRange(definition.EvaluationPeriods ?? 1) * period, end, period };
}

/** The state that an alarm's data give it at a moment; undefined where it keeps the one it has. */
export function evaluateAlarm(
  state: CloudWatchState,
  { definition }: MetricAlarmRecord,
  moment: number,
): AlarmState | undefined {
  const grid = gridAt(definition, moment);
  if (tooFewSamples(state, definition, grid, moment)) return undefined;
  const points = read(state, definition, grid, moment);
  const verdict = judge(
    [...periodsOf(grid)].map((at) => points.get(at)),
    termsOf(definition),
  );
  return verdict && stateOf(definition, verdict, moment);
}

/** Whether nothing that is published so far can change what an alarm decides after `moment`. */
export function isQuiet(state: CloudWatchState, { definition }: MetricAlarmRecord, moment: number): boolean {
  const { start } = gridAt(definition, moment);
  return metricsOf(definition).every((key) => state.metrics.get(key)?.samples.every(({ at }) => at < start) ?? true);
}

function metricsOf(definition: MetricDefinition): readonly string[] {
  if (!definition.Metrics) return [keyOf(definition)];
  return definition.Metrics.flatMap(({ MetricStat }) => (MetricStat?.Metric ? [keyOf(MetricStat.Metric)] : []));
}

// What becomes readable at the very moment comes too late, so that it never matters which of the two happened first.
const before = (moment: number) => moment - 1;

function read(
  state: CloudWatchState,
  definition: MetricDefinition,
  grid: Grid,
  moment: number,
): ReadonlyMap<number, number> {
  const { Metrics, Statistic, ExtendedStatistic, Unit } = definition;
  if (!Metrics) {
    const stat = Statistic ?? ExtendedStatistic ?? '';
    return series(state, { metric: definition, stat, unit: Unit, grid, moment: before(moment) }).points;
  }
  const queries = readQueries(Metrics);
  const watched = queries.find(({ given }) => given.ReturnData !== false);
  return answerer(state, queries, () => grid, before(moment))(watched?.id ?? '').points;
}

/** Fewer than 10 / (1 - percentile) samples say nothing, if the alarm is told so (user guide, percentiles-with-low-samples). */
function tooFewSamples(state: CloudWatchState, definition: MetricDefinition, grid: Grid, moment: number): boolean {
  const share = percentileOf(definition.ExtendedStatistic ?? '');
  if (share === undefined || definition.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  const found = aggregates(state, { metric: definition, unit: definition.Unit, grid, moment: before(moment) });
  const samples = [...found.values()].reduce((sum, { count }) => sum + count, 0);
  return samples < Math.round(10 / (share < 0.5 ? share : 1 - share));
}

function termsOf(definition: MetricDefinition): Terms {
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods, Threshold = 0 } = definition;
  const comparison = definition.ComparisonOperator && comparisons[definition.ComparisonOperator];
  return {
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: DatapointsToAlarm,
    treatMissingData: (definition.TreatMissingData ?? 'missing') as Terms['treatMissingData'],
    breaches: (value) => comparison?.holds(value, Threshold) ?? false,
  };
}

/** In AWS's manner, such as "Threshold Crossed: 1 datapoint [3.0 (…)] was greater than the threshold (1.0).", without the times. */
function stateOf(definition: MetricDefinition, { value, decisive, filled }: Verdict, moment: number): AlarmState {
  const { Threshold = 0, ComparisonOperator, Statistic, ExtendedStatistic, Period } = definition;
  const comparison = ComparisonOperator && comparisons[ComparisonOperator]?.words;
  const not = value === 'ALARM' ? '' : 'not ';
  const shown = decisive.map((each) => (Number.isInteger(each) ? each.toFixed(1) : String(each))).join(', ');
  const counted = `${decisive.length} datapoint${decisive.length === 1 ? '' : 's'} [${shown}]`;
  const verb = decisive.length === 1 ? 'was' : 'were';
  const treated = value === 'ALARM' ? 'breaching' : 'notBreaching';
  const missing = `${filled} missing datapoint${filled === 1 ? ' was' : 's were'} treated as [${treated}]`;
  const reason =
    value === 'INSUFFICIENT_DATA'
      ? `Insufficient Data: ${filled} datapoint${filled === 1 ? ' was' : 's were'} unknown.`
      : `Threshold Crossed: ${
          decisive.length === 0
            ? `no datapoints were received for ${filled} period${filled === 1 ? '' : 's'} and ${missing}`
            : `${counted} ${verb} ${not}${comparison} the threshold (${Threshold.toFixed(1)})${filled > 0 ? ` and ${missing}` : ''}`
        }.`;
  return {
    value,
    reason,
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: new Date(moment).toISOString(),
      statistic: Statistic ?? ExtendedStatistic,
      period: Period,
      recentDatapoints: [...decisive].reverse(),
      threshold: Threshold,
    }),
    updated: moment,
  };
}
