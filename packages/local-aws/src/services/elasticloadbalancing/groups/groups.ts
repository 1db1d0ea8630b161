import { isDeepStrictEqual } from 'node:util';
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { duplicateTargetGroup, notImplemented, targetGroupsNotFound, validationError } from '../errors.ts';
import { define } from '../operation.ts';
import { page } from '../paging.ts';
import { arnOf, groupOf, type LoadBalancingPlace, loadBalancerOf, newId } from '../place.ts';
import type { GroupRecord, GroupSettings } from '../state.ts';
import { defaultAttributes } from './attributes.ts';
import { CHECK_MEMBERS, checkOf, defaultCheck, defaultTcpCheck } from './check.ts';
import { loadBalancersOf } from './use.ts';

/** CreateTargetGroup, ModifyTargetGroup and DescribeTargetGroups. */
export const groupOperations = {
  CreateTargetGroup: define<CreateTargetGroupInput, CreateTargetGroupOutput>({
    takes: ['Name', 'Protocol', 'ProtocolVersion', 'Port', 'VpcId', 'TargetType', ...CHECK_MEMBERS],
    resource: ({ Name }, place) => arnOf(place, `targetgroup/${Name}/*`),
    run(place, input) {
      const { Name = '', Protocol, ProtocolVersion, Port, VpcId, TargetType = 'instance' } = input;
      const isTcp = Protocol === 'TCP';
      const check = checkOf(given(input), isTcp ? defaultTcpCheck : defaultCheck);
      assertName(Name);
      if (TargetType !== 'ip') throw notImplemented(`target groups of type ${TargetType}: targets are IP addresses`);
      if (Protocol === undefined) throw validationError('A protocol must be specified');
      if (Protocol !== 'HTTP' && !isTcp) throw notImplemented(`target groups of the protocol ${Protocol}`);
      // "[HTTP/HTTPS protocol] The protocol version" (API_CreateTargetGroup).
      if (isTcp && ProtocolVersion !== undefined) {
        throw validationError('You cannot specify a protocol version for target groups with the protocol TCP');
      }
      if ((ProtocolVersion ?? 'HTTP1') !== 'HTTP1') throw notImplemented(`the protocol version ${ProtocolVersion}`);
      if (Port === undefined) throw validationError('A port must be specified');
      if (!(Port >= 1 && Port <= 65_535)) throw validationError(`Port '${Port}' not in the valid range 1-65535`);
      if (VpcId === undefined) throw validationError('A VPC ID must be specified');
      const settings = {
        protocol: Protocol,
        protocolVersion: isTcp ? undefined : 'HTTP1',
        port: Port,
        vpcId: VpcId,
        targetType: TargetType,
      };
      const existing = [...place.state.groups.values()].find(({ name }) => name === Name);
      // "If you attempt to create multiple target groups with the same settings, each call succeeds" (API_CreateTargetGroup).
      if (existing && !(isDeepStrictEqual(existing.settings, settings) && isDeepStrictEqual(existing.check, check))) {
        throw duplicateTargetGroup(Name);
      }
      const group = existing ?? made(place, Name, settings, check);
      return { TargetGroups: [shown(place, group)] };
    },
  }),

  ModifyTargetGroup: define<ModifyTargetGroupInput, ModifyTargetGroupOutput>({
    takes: ['TargetGroupArn', ...CHECK_MEMBERS],
    resource: ({ TargetGroupArn = '' }) => TargetGroupArn,
    run(place, input) {
      const change = given(input);
      const group = groupOf(place, input.TargetGroupArn);
      group.check = checkOf(change, group.check);
      for (const target of group.targets.values()) target.steadyUntil = undefined;
      return { TargetGroups: [shown(place, group)] };
    },
  }),

  DescribeTargetGroups: define<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>({
    takes: ['LoadBalancerArn', 'TargetGroupArns', 'Names', 'Marker', 'PageSize'],
    run(place, { LoadBalancerArn, TargetGroupArns, Names, Marker, PageSize }) {
      // "you can specify one of the following" (API_DescribeTargetGroups).
      if ([LoadBalancerArn, TargetGroupArns, Names].filter((each) => each !== undefined).length > 1) {
        throw validationError(
          'Target group ARNs, target group names and a load balancer ARN cannot be specified at the same time',
        );
      }
      if (LoadBalancerArn) loadBalancerOf(place, LoadBalancerArn);
      const all = [...place.state.groups.values()];
      for (const named of TargetGroupArns ?? Names ?? []) {
        if (!all.some(({ arn, name }) => (TargetGroupArns ? arn : name) === named)) throw targetGroupsNotFound();
      }
      const found = all.filter(
        ({ arn, name }) =>
          (TargetGroupArns?.includes(arn) ?? true) &&
          (Names?.includes(name) ?? true) &&
          (LoadBalancerArn === undefined || loadBalancersOf(place.state, arn).includes(LoadBalancerArn)),
      );
      const { items, next } = page(found, { Marker, PageSize });
      return { TargetGroups: items.map((each) => shown(place, each)), ...next };
    },
  }),
};

/** What an input says of health checks: all of it is looked at. */
function given(input: CreateTargetGroupInput | ModifyTargetGroupInput) {
  return {
    HealthCheckProtocol: input.HealthCheckProtocol,
    HealthCheckPort: input.HealthCheckPort,
    HealthCheckEnabled: input.HealthCheckEnabled,
    HealthCheckPath: input.HealthCheckPath,
    HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds,
    HealthyThresholdCount: input.HealthyThresholdCount,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount,
    Matcher: input.Matcher,
  };
}

/** API_CreateTargetGroup, `Name`; the wordings are those that users quote. */
function assertName(name: string): void {
  if (name.length > 32) throw validationError(`Target group name '${name}' cannot be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw validationError(
      `Target group name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) throw validationError(`Target group name '${name}' cannot begin or end with '-'`);
}

function made(
  place: LoadBalancingPlace,
  name: string,
  settings: GroupSettings,
  check: GroupRecord['check'],
): GroupRecord {
  const group: GroupRecord = {
    arn: arnOf(place, `targetgroup/${name}/${newId(place)}`),
    name,
    settings,
    check,
    attributes: { ...defaultAttributes },
    targets: new Map(),
    settled: place.clock.now(),
    turns: 0,
  };
  place.state.groups.set(group.arn, group);
  return group;
}

function shown(place: LoadBalancingPlace, { arn, name, settings, check }: GroupRecord): TargetGroup {
  return {
    TargetGroupArn: arn,
    TargetGroupName: name,
    Protocol: settings.protocol as TargetGroup['Protocol'],
    ...(settings.protocolVersion !== undefined && { ProtocolVersion: settings.protocolVersion }),
    Port: settings.port,
    VpcId: settings.vpcId,
    TargetType: settings.targetType as TargetGroup['TargetType'],
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: check.protocol as TargetGroup['HealthCheckProtocol'],
    HealthCheckPort: check.port,
    ...(check.path !== '' && { HealthCheckPath: check.path }),
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    ...(check.matcher !== '' && { Matcher: { HttpCode: check.matcher } }),
    LoadBalancerArns: [...loadBalancersOf(place.state, arn)],
  };
}
