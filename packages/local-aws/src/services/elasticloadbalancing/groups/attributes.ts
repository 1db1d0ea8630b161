import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notImplemented, validationError } from '../errors.ts';
import { define } from '../operation.ts';
import { groupOf } from '../place.ts';

/** What a target group of IP addresses has at first (API_TargetGroupAttribute). */
export const defaultAttributes: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'slow_start.duration_seconds': '0',
};

/** Values that the local cloud acts on; another is refused by name, as it would be forgotten. */
const ruleOf: Readonly<Record<string, (value: string) => boolean>> = {
  'deregistration_delay.timeout_seconds': (value) => /^\d+$/.test(value) && Number(value) <= 3600,
};

/** ModifyTargetGroupAttributes and DescribeTargetGroupAttributes. */
export const attributeOperations = {
  ModifyTargetGroupAttributes: define<ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput>({
    takes: ['TargetGroupArn', 'Attributes'],
    resource: ({ TargetGroupArn = '' }) => TargetGroupArn,
    run(place, { TargetGroupArn, Attributes = [] }) {
      const group = groupOf(place, TargetGroupArn);
      const change = Attributes.map(({ Key = '', Value = '' }) => {
        if (!Object.hasOwn(defaultAttributes, Key))
          throw validationError(`Target group attribute key '${Key}' is not recognized`);
        const isAllowed = ruleOf[Key];
        if (isAllowed && !isAllowed(Value))
          throw validationError(`Target group attribute '${Key}' must be between 0 and 3600, not '${Value}'`);
        if (!isAllowed && Value !== defaultAttributes[Key]) throw notImplemented(`the value ${Value} of ${Key}`);
        return [Key, Value];
      });
      group.attributes = { ...group.attributes, ...Object.fromEntries(change) };
      return { Attributes: shown(group.attributes) };
    },
  }),

  DescribeTargetGroupAttributes: define<DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput>({
    takes: ['TargetGroupArn'],
    run: (place, { TargetGroupArn }) => ({ Attributes: shown(groupOf(place, TargetGroupArn).attributes) }),
  }),
};

function shown(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}
