import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { comparisons } from './comparison.ts';
import { invalidCombination, invalidValue, missingParameter, notImplemented, validationFailed } from './errors.ts';
import { periodOf } from './evaluation.ts';
import { note } from './history.ts';
import { firstComparison } from './lifecycle.ts';
import { alarmArn, type CloudWatchCall, type CloudWatchPlace, operation } from './operation.ts';
import { answerer, assertPeriod, readQueries } from './queries.ts';
import { type AlarmRecord, initialState, type MetricAlarmRecord, type MetricDefinition } from './state.ts';
import { percentileOf, statistic } from './statistics.ts';
import { tagsOf } from './tags.ts';

/** PutMetricAlarm. */
export const metricAlarmOperations = {
  PutMetricAlarm: operation<PutMetricAlarmInput, Record<string, never>>('PutMetricAlarm', {
    takes: [
      'AlarmName',
      'AlarmDescription',
      'ActionsEnabled',
      'OKActions',
      'AlarmActions',
      'InsufficientDataActions',
      'MetricName',
      'Namespace',
      'Statistic',
      'ExtendedStatistic',
      'Dimensions',
      'Period',
      'Unit',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Threshold',
      'ComparisonOperator',
      'TreatMissingData',
      'EvaluateLowSampleCountPercentile',
      'Metrics.Id',
      'Metrics.MetricStat',
      'Metrics.Expression',
      'Metrics.Label',
      'Metrics.ReturnData',
      'Metrics.Period',
      'Tags',
    ],
    alarms: ({ AlarmName = '' }, place) => [alarmArn(place, AlarmName)],
    also: taggingOf,
    run(call, input) {
      const { AlarmName: name = '', ActionsEnabled = true } = input;
      const definition = definitionOf(input);
      const existing = call.state.alarms.get(name);
      assertKind(existing, 'metric', name);
      const alarm: MetricAlarmRecord = existing
        ? // Overwritten but for its state and its tags (SDK, PutMetricAlarm); its next comparison comes when it would have.
          { ...existing, definition, actionsEnabled: ActionsEnabled, updated: call.clock.now() }
        : { kind: 'metric', definition, ...newAlarm(call, name, ActionsEnabled, tagsOf(input.Tags)) };
      keep(call, alarm, existing);
      return {};
    },
  }),
};

/** What any new alarm begins with: INSUFFICIENT_DATA, until its first comparison. */
export function newAlarm(call: CloudWatchCall, name: string, actionsEnabled: boolean, tags: Record<string, string>) {
  const now = call.clock.now();
  const reason = 'Unchecked: Initial alarm creation';
  return {
    name,
    created: now,
    updated: now,
    actionsEnabled,
    tags,
    state: { value: 'INSUFFICIENT_DATA', reason, reasonData: undefined, updated: now } as const,
    due: now + firstComparison,
  };
}

/** Puts an alarm in its place, and says so in the history. */
export function keep(call: CloudWatchCall, alarm: AlarmRecord, existing: AlarmRecord | undefined): void {
  call.state.alarms.set(alarm.name, alarm);
  const [verb, type] = existing ? ['updated', 'Update'] : ['created', 'Create'];
  note(call.state, alarm, call.clock.now(), 'ConfigurationUpdate', `Alarm "${alarm.name}" ${verb}`, {
    version: '1.0',
    type,
    updatedAlarm: { ...alarm.definition, alarmName: alarm.name, alarmArn: alarmArn(call, alarm.name) },
  });
}

/** A name belongs to a metric alarm or to a composite one, not to both. */
export function assertKind<Kind extends AlarmRecord['kind']>(
  alarm: AlarmRecord | undefined,
  kind: Kind,
  name: string,
): asserts alarm is (AlarmRecord & { kind: Kind }) | undefined {
  if (name.length < 1 || name.length > 255)
    throw validationFailed(`The value '${name}' for parameter AlarmName must have 1 to 255 characters`);
  if (alarm && alarm.kind !== kind) throw validationFailed(`The alarm ${name} exists as a ${alarm.kind} alarm`);
}

/** Tags at creation need their own permission (SDK, PutMetricAlarmInput.Tags). */
export function taggingOf(
  { AlarmName = '', Tags = [] }: Pick<PutMetricAlarmInput, 'AlarmName' | 'Tags'>,
  place: CloudWatchPlace,
) {
  return Tags.length === 0 ? [] : [{ action: 'cloudwatch:TagResource', resource: alarmArn(place, AlarmName) }];
}

const kept = [
  'AlarmDescription',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
] as const satisfies (keyof MetricDefinition)[];

function definitionOf(input: PutMetricAlarmInput): MetricDefinition {
  for (const name of ['ComparisonOperator', 'EvaluationPeriods', 'Threshold'] as const)
    if (input[name] === undefined) throw missingParameter(name);
  if (input.ComparisonOperator && !comparisons[input.ComparisonOperator])
    throw notImplemented(`the comparison ${input.ComparisonOperator}`);
  if (input.Metrics) assertMath(input);
  else assertMetric(input);
  const definition = Object.fromEntries(
    kept.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  ) as MetricDefinition;
  assertNumbers(definition);
  // DescribeAlarms shows lists where nothing was given.
  return {
    ...definition,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    Dimensions: input.Dimensions ?? [],
  };
}

function assertMetric({ Namespace, MetricName, Period, Statistic, ExtendedStatistic }: PutMetricAlarmInput): void {
  if (MetricName === undefined) throw missingParameter('MetricName');
  if (Namespace === undefined) throw missingParameter('Namespace');
  if (Period === undefined) throw missingParameter('Period');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw invalidCombination('Exactly one of Statistic and ExtendedStatistic must be specified');
  statistic(Statistic ?? ExtendedStatistic ?? '');
  if (ExtendedStatistic !== undefined && percentileOf(ExtendedStatistic) === undefined)
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
}

function assertMath(input: PutMetricAlarmInput): void {
  for (const name of [
    'MetricName',
    'Namespace',
    'Dimensions',
    'Period',
    'Unit',
    'Statistic',
    'ExtendedStatistic',
  ] as const)
    if (input[name] !== undefined) throw invalidCombination(`Metrics and ${name} exclude each other`);
  const queries = readQueries(input.Metrics ?? []);
  const watched = queries.filter(({ given }) => given.ReturnData !== false);
  if (watched.length !== 1)
    throw validationFailed(`Exactly one element of the metrics list should return data, not ${watched.length}`);
  const metrics = queries.filter(({ expression }) => !expression);
  if (metrics.length < 1 || metrics.length > 10)
    throw validationFailed(`An alarm on metric math takes 1 to 10 metrics, not ${metrics.length}`);
  if (new Set(metrics.map(({ given }) => given.MetricStat?.Period)).size > 1)
    throw validationFailed('All metrics of an alarm must have the same Period');
  // Whether it can be computed does not depend on data: refused now, it never fails when it is evaluated.
  const anyGrid = { start: 0, end: 60_000, period: 60_000 };
  answerer(initialState(), queries, () => anyGrid, 0)(watched[0]?.id ?? '');
}

function assertNumbers(definition: MetricDefinition): void {
  const { EvaluationPeriods = 0, DatapointsToAlarm = EvaluationPeriods, TreatMissingData } = definition;
  const period = periodOf(definition) / 1000;
  assertPeriod(period);
  if (period < 10) throw validationFailed('Period must not be less than 10');
  if (!Number.isInteger(EvaluationPeriods) || EvaluationPeriods < 1)
    throw validationFailed(`EvaluationPeriods is ${EvaluationPeriods}; it must be 1 or more`);
  if (!Number.isInteger(DatapointsToAlarm) || DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods)
    throw validationFailed(`DatapointsToAlarm is ${DatapointsToAlarm}; it must be 1 to ${EvaluationPeriods}`);
  const longest = period < 3_600 ? 86_400 : 604_800;
  if (period * EvaluationPeriods > longest)
    throw validationFailed(`Metrics cannot be checked across more than ${longest} seconds`);
  if (TreatMissingData !== undefined && !/^(breaching|notBreaching|ignore|missing)$/.test(TreatMissingData))
    throw validationFailed(
      `The value ${TreatMissingData} for parameter TreatMissingData must be one of breaching, notBreaching, ignore, missing`,
    );
}
