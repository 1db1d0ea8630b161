import { UserError } from '@actions-aws/action';
import { explained, TransientError } from '@actions-aws/aws';
import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Counted, Span } from './counts.ts';

/** Users of one version behind an alias. */
export interface Route {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
}

/** What users ask of versions behind aliases, as it is counted, minute by minute and some time later. */
export interface Traffic {
  /** Counts what there is from a moment to another; data of the minutes before `settled` are all in. One answer a route. */
  count(routes: readonly Route[], span: Span, signal?: AbortSignal): Promise<readonly Counted[]>;
}

const MINUTE = 60_000;
const UNCOUNTED = 'CloudWatch did not count invocations and errors: it answered';
/** As many queries as one request takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_AT_ONCE = 500;

/** {@link Traffic} over the SDK. Needs `cloudwatch:GetMetricData` on `*`. */
export function awsTraffic(client: CloudWatchClient): Traffic {
  const read = async (queries: MetricDataQuery[], StartTime: Date, EndTime: Date, signal?: AbortSignal) => {
    const found = new Map<string, readonly Minute[]>();
    let NextToken: string | undefined;
    do {
      const answer = await explained(
        client.send(new GetMetricDataCommand({ MetricDataQueries: queries, StartTime, EndTime, NextToken }), {
          ...(signal && { abortSignal: signal }),
        }),
        { doing: 'count invocations and errors', action: 'cloudwatch:GetMetricData' },
      );
      for (const { Id = '', Values = [], Timestamps = [], StatusCode } of answer.MetricDataResults ?? []) {
        if (StatusCode === 'Forbidden') {
          throw new UserError(`${UNCOUNTED} Forbidden.`, { hint: 'Allow `cloudwatch:GetMetricData` on `*`.' });
        }
        // Of `InternalError` AWS says "retry your request"; what another code may come to say is not that all is there. Of
        // `PartialData` the rest is on the next page, if there is one.
        if (StatusCode !== 'Complete' && !(StatusCode === 'PartialData' && answer.NextToken)) {
          throw new TransientError(`${UNCOUNTED} ${StatusCode}.`, {
            hint: 'Run the job again: it goes on from what it finds.',
          });
        }
        const minutes = Values.map((value, index) => ({ at: Timestamps[index]?.getTime() ?? 0, value }));
        found.set(Id, [...(found.get(Id) ?? []), ...minutes]);
      }
      NextToken = answer.NextToken || undefined;
    } while (NextToken);
    return found;
  };

  return {
    async count(routes, { from, to, settled }, signal) {
      const start = new Date(Math.floor(from / MINUTE) * MINUTE);
      const end = new Date(Math.ceil((to + 1) / MINUTE) * MINUTE);
      const queries = routes.flatMap((route, index) => [
        query(`invocations${index}`, 'Invocations', route),
        query(`errors${index}`, 'Errors', route),
      ]);
      const found = new Map<string, readonly Minute[]>();
      for (let first = 0; first < queries.length; first += QUERIES_AT_ONCE) {
        const some = await read(queries.slice(first, first + QUERIES_AT_ONCE), start, end, signal);
        for (const [id, minutes] of some) found.set(id, minutes);
      }
      return routes.map((_, index) => {
        const invocations = found.get(`invocations${index}`) ?? [];
        const errors = found.get(`errors${index}`) ?? [];
        const isSettled = ({ at }: Minute) => at >= from && at + MINUTE <= settled;
        const told = new Set(errors.map(({ at }) => at));
        return {
          invocations: sum(invocations),
          errors: sum(errors),
          settled: {
            invocations: sum(invocations.filter(isSettled)),
            errors: sum(errors.filter(isSettled)),
            untold: sum(invocations.filter((minute) => isSettled(minute) && !told.has(minute.at))),
          },
        };
      });
    },
  };
}

/** A value of the minute that begins then. */
interface Minute {
  readonly at: number;
  readonly value: number;
}

function sum(minutes: readonly Minute[]): number {
  return minutes.reduce((total, { value }) => total + value, 0);
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html (ExecutedVersion: weighted aliases) */
function query(Id: string, MetricName: string, { functionName, alias, version }: Route): MetricDataQuery {
  // Metrics go by the name alone, whatever the function was called by.
  const name = functionName.split(':').at(-1) ?? functionName;
  const Dimensions = [
    { Name: 'FunctionName', Value: name },
    { Name: 'Resource', Value: `${name}:${alias}` },
    { Name: 'ExecutedVersion', Value: version },
  ];
  return {
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
    ReturnData: true,
  };
}
