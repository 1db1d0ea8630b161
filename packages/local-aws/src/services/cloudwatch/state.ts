import type {
  CompositeAlarm,
  EvaluationState,
  MetricAlarm,
  StandardUnit,
  StateValue,
} from '@aws-sdk/client-cloudwatch';

/** All that CloudWatch keeps in one account and region: plain data, so that a snapshot holds alarms that go on evaluating. */
export interface CloudWatchState {
  delays: Delays;
  /** By {@link metricKey}. */
  readonly metrics: Map<string, MetricRecord>;
  /** Metric and composite alarms share one space of names. */
  readonly alarms: Map<string, AlarmRecord>;
  /** Oldest first. */
  history: HistoryRecord[];
  /** What GetMetricData answers instead, the next one first. */
  answers: ScriptedAnswer[];
}

/** How one result of a coming GetMetricData ends. */
export interface ScriptedAnswer {
  /** Such as `PartialData`; a name that the SDK does not know as well. */
  readonly statusCode: string;
  /** Of which query; of the first unless given. */
  readonly id?: string;
}

/** How late data are, in milliseconds of the local clock. */
export interface Delays {
  /** From the end of an invocation until Lambda's metrics of it can be read. */
  lambda: number;
  /** From the end of a minute until what a load balancer has counted in it can be read. */
  loadBalancing: number;
  /** From the end of a minute until what ECS has measured in it can be read. */
  ecs: number;
  /** From PutMetricData until its data can be read. */
  custom: number;
  /** From the first datum of a metric until ListMetrics names it. */
  listing: number;
}

/** A dimension of a metric. */
export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** One metric: namespace, name and exactly these dimensions. */
export interface MetricRecord {
  readonly namespace: string;
  readonly name: string;
  /** Sorted by name. */
  readonly dimensions: readonly Dimension[];
  /** When it had its first datum. */
  readonly created: number;
  samples: Sample[];
}

/** Values of one minute (or second, at high resolution) that become readable together. */
export interface Sample {
  /** Start of the minute or second. */
  readonly at: number;
  /** Readable from this moment on. */
  readonly visible: number;
  readonly unit: StandardUnit;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** How often each value came; undefined when only a statistic set was published, which has no percentiles. */
  values: Map<number, number> | undefined;
}

/** What metric and composite alarms have in common. */
interface AnyAlarm {
  readonly name: string;
  readonly created: number;
  updated: number;
  actionsEnabled: boolean;
  tags: Record<string, string>;
  state: AlarmState;
  /** When it is compared next; undefined while only a change of another alarm can move it. */
  due: number | undefined;
}

/** An alarm on a metric, or on metric math. */
export interface MetricAlarmRecord extends AnyAlarm {
  readonly kind: 'metric';
  /** That CloudWatch cannot evaluate it as it should, or can again, and since when. */
  evaluation?: { readonly state: EvaluationState | undefined; readonly updated: number };
  definition: MetricDefinition;
}

/** An alarm on the states of other alarms. */
export interface CompositeAlarmRecord extends AnyAlarm {
  readonly kind: 'composite';
  definition: CompositeDefinition;
}

/** Any alarm. */
export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

/** What PutMetricAlarm set, as DescribeAlarms shows it. */
export type MetricDefinition = Pick<
  MetricAlarm,
  | 'AlarmDescription'
  | 'OKActions'
  | 'AlarmActions'
  | 'InsufficientDataActions'
  | 'MetricName'
  | 'Namespace'
  | 'Statistic'
  | 'ExtendedStatistic'
  | 'Dimensions'
  | 'Period'
  | 'Unit'
  | 'EvaluationPeriods'
  | 'DatapointsToAlarm'
  | 'Threshold'
  | 'ComparisonOperator'
  | 'TreatMissingData'
  | 'EvaluateLowSampleCountPercentile'
  | 'Metrics'
>;

/** What PutCompositeAlarm set, as DescribeAlarms shows it. */
export type CompositeDefinition = Pick<
  CompositeAlarm,
  | 'AlarmDescription'
  | 'OKActions'
  | 'AlarmActions'
  | 'InsufficientDataActions'
  | 'AlarmRule'
  | 'ActionsSuppressor'
  | 'ActionsSuppressorWaitPeriod'
  | 'ActionsSuppressorExtensionPeriod'
>;

/** The state of an alarm, and since when. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string | undefined;
  readonly updated: number;
}

/** One entry of an alarm's history. */
export interface HistoryRecord {
  readonly alarm: string;
  readonly kind: AlarmRecord['kind'];
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  /** JSON. */
  readonly details: string;
}

/** Nothing is published, and no alarm is set. */
export function initialState(): CloudWatchState {
  return {
    // AWS promises nothing for Lambda; one to two minutes are what one sees. For new metrics of one's own it is "up to two
    // minutes", and "up to fifteen" until they are listed (CloudWatch user guide, publishingMetrics; SDK, PutMetricData).
    // For load balancers and ECS nothing is promised either: a minute after that which they are of.
    delays: { lambda: 120_000, loadBalancing: 60_000, ecs: 60_000, custom: 120_000, listing: 900_000 },
    metrics: new Map(),
    alarms: new Map(),
    history: [],
    answers: [],
  };
}

/** Names a metric: the same name with other dimensions is another metric. */
export function metricKey(namespace: string, name: string, dimensions: readonly Dimension[]): string {
  return JSON.stringify([namespace, name, sorted(dimensions).map((each) => [each.name, each.value])]);
}

/** By name, as metrics keep them: the order in which a caller gives them means nothing. */
export function sorted(dimensions: readonly Dimension[]): readonly Dimension[] {
  return [...dimensions].sort((a, b) => (a.name < b.name ? -1 : 1));
}
