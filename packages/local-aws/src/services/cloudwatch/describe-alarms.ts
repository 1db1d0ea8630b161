import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
} from '@aws-sdk/client-cloudwatch';
import { childrenOf } from './alarm-changes.ts';
import { shownCompositeAlarm, shownMetricAlarm } from './alarm-views.ts';
import { invalidCombination, validationFailed } from './errors.ts';
import { alarmArn, type CloudWatchCall, operation } from './operation.ts';
import { page, positionOf } from './paging.ts';
import { keyOf } from './series.ts';
import type { AlarmRecord, HistoryRecord } from './state.ts';

/** What is asked about alarms. */
export const describeAlarmOperations = {
  DescribeAlarms: operation<DescribeAlarmsInput, DescribeAlarmsOutput>('DescribeAlarms', {
    takes: [
      'AlarmNames',
      'AlarmNamePrefix',
      'AlarmTypes',
      'ChildrenOfAlarmName',
      'ParentsOfAlarmName',
      'StateValue',
      'ActionPrefix',
      'MaxRecords',
      'NextToken',
    ],
    // On each named alarm, else on all; composite alarms need `*` itself (SDK, DescribeAlarms).
    alarms({ AlarmNames, AlarmTypes }, place) {
      if (AlarmTypes?.includes('CompositeAlarm')) return ['*'];
      return (AlarmNames ?? ['*']).map((name) => alarmArn(place, name));
    },
    run(call, input) {
      assertAlone(input);
      const { AlarmNames = [], MaxRecords = 50, NextToken } = input;
      if (AlarmNames.length > 100) throw validationFailed(`AlarmNames takes 100 names, not ${AlarmNames.length}`);
      const kinds = kindsOf(input.AlarmTypes);
      const relation = input.ChildrenOfAlarmName ?? input.ParentsOfAlarmName;
      const found = byName([...call.state.alarms.values()].filter(matching(call, input))).filter(
        ({ kind }) => relation !== undefined || kinds.includes(kind),
      );
      const { items, next } = pageOfOneKind(found, assertMaximum(MaxRecords), NextToken);
      return {
        MetricAlarms: items.flatMap((each) =>
          each.kind === 'metric' ? [related(input, shownMetricAlarm(call, each))] : [],
        ),
        CompositeAlarms: items.flatMap((each) =>
          each.kind === 'composite' ? [related(input, shownCompositeAlarm(call, each))] : [],
        ),
        // There are none: what sets log alarms answers 501.
        ...(input.AlarmTypes?.includes('LogAlarm') && { LogAlarms: [] }),
        ...next,
      };
    },
  }),

  DescribeAlarmsForMetric: operation<DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput>(
    'DescribeAlarmsForMetric',
    {
      takes: ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions', 'Period', 'Unit'],
      run(call, input) {
        const { Statistic, ExtendedStatistic, Period, Unit } = input;
        const wanted = keyOf(input);
        const found = [...call.state.alarms.values()].flatMap((each) => (each.kind === 'metric' ? [each] : []));
        return {
          MetricAlarms: byName(found)
            .filter(
              ({ definition }) =>
                definition.MetricName !== undefined &&
                keyOf(definition) === wanted &&
                (Statistic === undefined || definition.Statistic === Statistic) &&
                (ExtendedStatistic === undefined || definition.ExtendedStatistic === ExtendedStatistic) &&
                (Period === undefined || definition.Period === Period) &&
                (Unit === undefined || definition.Unit === Unit),
            )
            .map((each) => shownMetricAlarm(call, each)),
        };
      },
    },
  ),

  DescribeAlarmHistory: operation<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput>('DescribeAlarmHistory', {
    takes: ['AlarmName', 'AlarmTypes', 'HistoryItemType', 'StartDate', 'EndDate', 'MaxRecords', 'NextToken', 'ScanBy'],
    // Composite alarms need `*` itself (SDK, DescribeAlarmHistory).
    alarms: ({ AlarmName = '*', AlarmTypes }, place) =>
      AlarmTypes?.includes('CompositeAlarm') ? ['*'] : [alarmArn(place, AlarmName)],
    run(call, { AlarmName, AlarmTypes, HistoryItemType, StartDate, EndDate, MaxRecords = 100, NextToken, ScanBy }) {
      const kinds = kindsOf(AlarmTypes);
      const found = call.state.history.filter(
        (each) =>
          kinds.includes(each.kind) &&
          (AlarmName === undefined || each.alarm === AlarmName) &&
          (HistoryItemType === undefined || each.type === HistoryItemType) &&
          each.at >= (StartDate?.getTime() ?? 0) &&
          each.at <= (EndDate?.getTime() ?? Infinity),
      );
      if (ScanBy !== 'TimestampAscending') found.reverse();
      const { items, next } = page(found, assertMaximum(MaxRecords), NextToken);
      return { AlarmHistoryItems: items.map(shownHistory), ...next };
    },
  }),
};

function shownHistory({ alarm, kind, at, type, summary, details }: HistoryRecord) {
  return {
    AlarmName: alarm,
    AlarmType: kind === 'metric' ? ('MetricAlarm' as const) : ('CompositeAlarm' as const),
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: details,
  };
}

/** Without types, metric alarms only, even when a composite one is asked for by its name (SDK, DescribeAlarms). */
function kindsOf(types: DescribeAlarmsInput['AlarmTypes'] = ['MetricAlarm']): readonly AlarmRecord['kind'][] {
  return types.flatMap((type) => (type === 'MetricAlarm' ? 'metric' : type === 'CompositeAlarm' ? 'composite' : []));
}

/**
 * Metric alarms first. A page ends where another kind begins: AWS does not say whether one page may hold both, and who
 * reads one page only is then found out.
 */
function pageOfOneKind(found: readonly AlarmRecord[], limit: number, token: string | undefined) {
  const ordered = [...found].sort((a, b) => Number(a.kind === 'composite') - Number(b.kind === 'composite'));
  const from = token === undefined ? 0 : positionOf(token);
  const other = ordered.findIndex(({ kind }, index) => index > from && kind !== ordered[from]?.kind);
  return page(ordered, other < 0 ? limit : Math.min(limit, other - from), token);
}

/** Names that do not exist are no error: they are just not in the answer. */
function matching(call: CloudWatchCall, input: DescribeAlarmsInput): (alarm: AlarmRecord) => boolean {
  const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix, ChildrenOfAlarmName, ParentsOfAlarmName } = input;
  const parent = call.state.alarms.get(ChildrenOfAlarmName ?? '');
  if (ChildrenOfAlarmName !== undefined) return ({ name }) => parent !== undefined && childrenOf(parent).includes(name);
  if (ParentsOfAlarmName !== undefined) return (alarm) => childrenOf(alarm).includes(ParentsOfAlarmName);
  return ({ name, state, definition }) =>
    (AlarmNames?.includes(name) ?? true) &&
    name.startsWith(AlarmNamePrefix) &&
    (StateValue === undefined || state.value === StateValue) &&
    (ActionPrefix === undefined ||
      [definition.AlarmActions, definition.OKActions, definition.InsufficientDataActions].some((actions) =>
        actions?.some((action) => action.startsWith(ActionPrefix)),
      ));
}

/** Of relatives only what identifies them is shown, of parents not even the state (SDK, DescribeAlarmsInput). */
function related<Shown extends { AlarmName?: unknown; AlarmArn?: unknown }>(
  { ChildrenOfAlarmName, ParentsOfAlarmName }: DescribeAlarmsInput,
  shown: Shown,
): Shown {
  const identity = ['AlarmName', 'AlarmArn'];
  const wanted =
    ParentsOfAlarmName !== undefined
      ? identity
      : ChildrenOfAlarmName !== undefined
        ? [...identity, 'StateValue', 'StateUpdatedTimestamp']
        : Object.keys(shown);
  return Object.fromEntries(Object.entries(shown).filter(([name]) => wanted.includes(name))) as Shown;
}

function assertAlone(input: DescribeAlarmsInput): void {
  const { MaxRecords: _, NextToken: __, ...filters } = input;
  const given = Object.keys(filters);
  if ((given.includes('ChildrenOfAlarmName') || given.includes('ParentsOfAlarmName')) && given.length > 1)
    throw validationFailed(`These parameters exclude each other: ${given.join(', ')}`);
  if (given.includes('AlarmNames') && given.includes('AlarmNamePrefix'))
    throw invalidCombination('AlarmNames and AlarmNamePrefix exclude each other');
}

function assertMaximum(records: number): number {
  if (!Number.isInteger(records) || records < 1 || records > 100)
    throw validationFailed(`MaxRecords is ${records}; it must be 1 to 100`);
  return records;
}

function byName<T extends { readonly name: string }>(alarms: readonly T[]): T[] {
  return [...alarms].sort((a, b) => (a.name < b.name ? -1 : 1));
}
