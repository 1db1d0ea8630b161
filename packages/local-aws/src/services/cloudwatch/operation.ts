import type { Authorization, Call, Operation, Place, Taken } from '../../kernel/service.ts';
import { settle } from './lifecycle.ts';
import type { CloudWatchState } from './state.ts';

/** CloudWatch's state, clock and names for one account and region. */
export type CloudWatchPlace = Place<CloudWatchState>;
/** One call of an operation of CloudWatch. */
export type CloudWatchCall = Call<CloudWatchState>;

interface Definition<Input, Output> {
  /** The members of the input that it reads or keeps; see the kernel's `Operation`. */
  readonly takes: readonly Taken<Input>[];
  /** The alarms it is about; without them the operation has no resource, and is authorised on `*`. */
  readonly alarms?: (input: Input, place: CloudWatchPlace) => readonly string[];
  /** IAM actions beside the operation's own. */
  readonly also?: (input: Input, place: CloudWatchPlace) => readonly Authorization[];
  readonly run: (call: CloudWatchCall, input: Input) => Output;
}

/**
 * Defines one operation; alarms have been evaluated up to now before it runs. Authorised as `cloudwatch:<Operation>`, on
 * alarms where AWS supports that: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function operation<Input extends object, Output>(
  name: string,
  { takes, alarms, also, run }: Definition<Input, Output>,
): Operation<CloudWatchState, Input, Output> {
  const resources = (input: Input, place: CloudWatchPlace) => (alarms ? [...new Set(alarms(input, place))] : ['*']);
  return {
    takes,
    resource: (input, place) => resources(input, place).join(','),
    authorizes: (input, place) => [
      ...resources(input, place).map((resource) => ({ action: `cloudwatch:${name}`, resource })),
      ...(also?.(input, place) ?? []),
    ],
    run(call, input) {
      settle(call.state, call.clock.now());
      return run(call, input);
    },
  };
}

/** ARN of an alarm; `*` for all. */
export function alarmArn({ account, region }: Pick<CloudWatchPlace, 'account' | 'region'>, name: string): string {
  return `arn:${partition(region)}:cloudwatch:${region}:${account}:alarm:${name}`;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
