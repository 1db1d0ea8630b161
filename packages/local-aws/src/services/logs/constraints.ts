import { type Constraint, counted, violationsOf } from '../../kernel/constraints.ts';
import type { Operation } from '../../kernel/service.ts';
import { invalid } from './groups.ts';
import type { LogsState } from './state.ts';

// Patterns and bounds are those of AWS's model of CloudWatch Logs (botocore data/logs/2014-03-28/service-2.json, 2026-11).

const group: Constraint = { kind: 'text', min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' };
const stream: Constraint = { kind: 'text', min: 1, max: 512, pattern: '[^:*]*' };
const tagKey: Constraint = { kind: 'text', min: 1, max: 128, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)' };
const tags: Constraint = {
  kind: 'map',
  key: tagKey,
  value: { kind: 'text', max: 256, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' },
};

const everywhere: Readonly<Record<string, Constraint>> = {
  logGroupName: group,
  logGroupNamePrefix: group,
  logGroupNamePattern: { kind: 'text', max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' },
  logGroupIdentifier: { kind: 'text', min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' },
  logStreamName: stream,
  logStreamNamePrefix: stream,
  kmsKeyId: { kind: 'text', max: 256 },
  filterPattern: { kind: 'text', max: 1024 },
  limit: { kind: 'number', min: 1, max: 10_000 },
  startTime: { kind: 'number', min: 0 },
  endTime: { kind: 'number', min: 0 },
  orderBy: { kind: 'choice', of: ['LogStreamName', 'LastEventTime'] },
  tags,
  resourceArn: { kind: 'text', min: 1, max: 1011, pattern: '[\\w+=/:,.@-]*' },
};

const shortPage = { limit: { kind: 'number', min: 1, max: 50 } } as const;
const particular: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  DescribeLogGroups: shortPage,
  DescribeLogStreams: shortPage,
  UntagLogGroup: { tags: { kind: 'list', min: 1, member: tagKey } },
};

/** The operation, refusing what the model does not allow; the code is Logs' own, where others have a ValidationException. */
export function constrained(name: string, operation: Operation<LogsState, object>): Operation<LogsState, object> {
  return {
    ...operation,
    run(call, input) {
      const { violations, fractions } = violationsOf(input, (path) => particular[name]?.[path] ?? everywhere[path]);
      if (violations.length > 0) throw invalid(counted(violations));
      if (fractions.length > 0) throw invalid(`${fractions.join(', ')} must be an integer`);
      return operation.run(call, input);
    },
  };
}
