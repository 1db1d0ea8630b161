import type { JsonObject } from '@actions-aws/ecs';
import { differences } from '../src/plan/fields.ts';
import { arnOf, before, live, revision, serviceOn } from './support/situations.ts';

const network = (subnet: string) => ({ awsvpcConfiguration: { subnets: [subnet], securityGroups: ['sg-1'] } });
const found = (wanted: JsonObject, now: JsonObject, service: JsonObject = {}) =>
  differences(revision(before, wanted), revision(live, now), serviceOn(live, service));

test('two revisions that differ in what they are called, and in what follows from the rest, differ in nothing', () => {
  const same = { networkConfiguration: network('subnet-1'), launchType: 'FARGATE', createdAt: 1 };
  const other = {
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { securityGroups: ['sg-1'], subnets: ['subnet-1'] } },
    createdAt: 2,
    containerImages: [{ containerName: 'web', imageDigest: 'sha256:2' }],
    resolvedConfiguration: { loadBalancers: [{ targetGroupArn: 'green' }] },
    serviceRegistries: [],
  };
  expect(found(same, other)).toEqual({ fields: {}, lost: [] });
});

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  [
    'networks',
    { networkConfiguration: network('subnet-1') },
    { networkConfiguration: network('subnet-2') },
    { networkConfiguration: network('subnet-1') },
  ],
  ['a platform version', { platformVersion: '1.4.0' }, { platformVersion: '1.5.0' }, { platformVersion: '1.4.0' }],
  [
    'load balancers',
    { loadBalancers: [{ targetGroupArn: 'a' }] },
    { loadBalancers: [{ targetGroupArn: 'b' }] },
    { loadBalancers: [{ targetGroupArn: 'a' }] },
  ],
  ['a load balancer that came', {}, { loadBalancers: [{ targetGroupArn: 'b' }] }, { loadBalancers: [] }],
  ['registries', { serviceRegistries: [{ registryArn: 'a' }] }, {}, { serviceRegistries: [{ registryArn: 'a' }] }],
  [
    'Service Connect that came',
    {},
    { serviceConnectConfiguration: { enabled: true } },
    { serviceConnectConfiguration: { enabled: false } },
  ],
  [
    'volumes',
    { volumeConfigurations: [{ name: 'data' }] },
    { volumeConfigurations: [] },
    { volumeConfigurations: [{ name: 'data' }] },
  ],
  ['VPC Lattice that came', {}, { vpcLatticeConfigurations: [{ portName: 'http' }] }, { vpcLatticeConfigurations: [] }],
  [
    'gateway connectors',
    { gatewayConnectors: [{ portName: 'http' }] },
    {},
    { gatewayConnectors: [{ portName: 'http' }] },
  ],
  [
    'monitoring',
    { monitoring: { metricConfigurations: [{ resolution: 20 }] } },
    {},
    { monitoring: { metricConfigurations: [{ resolution: 20 }] } },
  ],
  [
    'capacity providers',
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
    { launchType: 'FARGATE' },
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }], forceNewDeployment: true },
  ],
  [
    'capacity providers that came',
    { launchType: 'FARGATE' },
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
    { capacityProviderStrategy: [], forceNewDeployment: true },
  ],
  [
    'a member from the future, and one within a known member',
    {
      tomorrow: { is: ['another', 'day'] },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], tomorrow: 7 } },
    },
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } },
    {
      tomorrow: { is: ['another', 'day'] },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], tomorrow: 7 } },
    },
  ],
])('%s', (_, wanted, now, fields) => {
  expect(found(wanted, now)).toEqual({ fields, lost: [] });
});

test.each<[string, JsonObject, JsonObject, string]>([
  [
    'a launch type',
    { launchType: 'EC2' },
    { launchType: 'FARGATE' },
    '`launchType` stays as it is: it is given when a service is made.',
  ],
  ['what ECS sets', { overrides: { runtimePlatform: { cpuArchitecture: 'ARM64' } } }, {}, '`overrides` stays'],
  [
    'ephemeral storage',
    { fargateEphemeralStorage: { kmsKeyId: 'a' } },
    { fargateEphemeralStorage: { kmsKeyId: 'b' } },
    '`fargateEphemeralStorage` stays',
  ],
  ['Runtime Monitoring', { guardDutyEnabled: true }, { guardDutyEnabled: false }, '`guardDutyEnabled` stays'],
  ['a network that came', {}, { networkConfiguration: network('subnet-1') }, '`networkConfiguration` stays'],
  ['monitoring that came', {}, { monitoring: { metricConfigurations: [{ resolution: 20 }] } }, '`monitoring` stays'],
  [
    'a member from the future that came',
    {},
    { tomorrow: 1 },
    '`tomorrow` stays as it is: it is not known how it is taken away.',
  ],
])('%s cannot be brought back, and is named', (_, wanted, now, says) => {
  const { fields, lost } = found(wanted, now);
  expect(fields).toEqual({});
  expect(lost).toEqual([expect.stringContaining(says)]);
});

test('what was changed on the service without a deployment is brought back, too', () => {
  const strategy = [{ capacityProvider: 'FARGATE', weight: 1 }];
  const same = { capacityProviderStrategy: strategy };
  const spot = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  expect(found(same, same, { capacityProviderStrategy: spot }).fields).toEqual({ ...same, forceNewDeployment: true });
  expect(found(same, same, { capacityProviderStrategy: strategy }).fields).toEqual({});
});

test('where ECS has no record of what is live, all that the target holds is carried', () => {
  const wanted = { platformVersion: '1.4.0', networkConfiguration: network('subnet-1'), launchType: 'FARGATE' };
  const { fields, lost } = differences(revision(before, wanted), undefined, serviceOn(live));
  expect(Object.keys(fields)).toEqual(['networkConfiguration', 'platformVersion']);
  expect(lost).toHaveLength(1);
  expect(arnOf(before)).toContain(before);
});
