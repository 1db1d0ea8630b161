import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { answering, forward, groupInput, loadBalancingCloud, region } from './load-balancing-cloud.ts';

type Cloud = Awaited<ReturnType<typeof loadBalancingCloud>>;

let elb: Cloud;
beforeEach(async () => {
  elb = await loadBalancingCloud();
});
afterEach(() => elb.cloud.stop());

const unknownArn = (resource: string) => `arn:aws:elasticloadbalancing:${region}:123456789012:${resource}`;
const pair = ['subnet-1', 'subnet-2'];

test.each<[string, sdk.CreateLoadBalancerInput, string, string]>([
  [
    'a name too long',
    { Name: 'a'.repeat(33), Subnets: pair },
    'ValidationError',
    "cannot be longer than '32' characters",
  ],
  [
    'a name with a dot',
    { Name: 'a.b', Subnets: pair },
    'ValidationError',
    'can only contain characters that are alphanumeric',
  ],
  ['a name that ends with a hyphen', { Name: 'a-', Subnets: pair }, 'ValidationError', "cannot begin or end with '-'"],
  [
    'a name of an internal one',
    { Name: 'internal-a', Subnets: pair },
    'ValidationError',
    "cannot begin with 'internal-'",
  ],
  ['one subnet', { Name: 'a', Subnets: ['subnet-1'] }, 'ValidationError', 'At least two subnets'],
  ['a Gateway Load Balancer', { Name: 'a', Subnets: pair, Type: 'gateway' }, 'NotImplemented', 'type gateway'],
  ['tags', { Name: 'a', Subnets: pair, Tags: [{ Key: 'a', Value: 'b' }] }, 'NotImplemented', 'does not read Tags'],
  [
    'other settings under the same name',
    { Name: 'shop', Subnets: pair, Scheme: 'internal' },
    'DuplicateLoadBalancerName',
    'exists, but with different settings',
  ],
])('a load balancer is refused for %s', async (_, input, name, message) => {
  await elb.balancer();
  await expect(elb.send('CreateLoadBalancer', input)).rejects.toMatchObject({
    name: expect.stringContaining(name),
    message: expect.stringContaining(message),
  });
});

test('a load balancer is made once, is named by DNS, and takes its time', async () => {
  await elb.cloud.control.call('elasticloadbalancing.pace', { provisioning: 120_000 }, { region });
  const first = await elb.balancer();
  expect(await elb.balancer()).toEqual(first);
  expect(first.arn).toMatch(
    /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/shop\/[0-9a-f]{16}$/,
  );
  expect(first.host).toMatch(/^shop-\d+\.eu-west-1\.elb\.amazonaws\.com$/);
  const state = async () =>
    (await elb.send('DescribeLoadBalancers', { Names: ['shop'] })).LoadBalancers?.[0]?.State?.Code;
  expect(await state()).toBe('provisioning');
  expect(() => elb.visit(`http://${first.host}/`)).toThrow('provisioning');
  await elb.advance(120);
  expect(await state()).toBe('active');
  expect(() => elb.visit(`http://${first.host}/`)).toThrow('nothing listens at port 80');
  await expect(elb.send('DescribeLoadBalancers', { Names: ['other', 'shop', 'none'] })).rejects.toMatchObject({
    name: 'LoadBalancerNotFoundException',
    message: "Load balancers '[other, none]' not found",
  });
  const LoadBalancerArns = [unknownArn('loadbalancer/app/none/1')];
  await expect(elb.send('DescribeLoadBalancers', { LoadBalancerArns })).rejects.toMatchObject({
    name: 'LoadBalancerNotFoundException',
    message: 'One or more load balancers not found',
  });
});

test.each<[string, Partial<sdk.CreateTargetGroupInput>, string]>([
  ['no protocol', { Protocol: undefined }, 'A protocol must be specified'],
  ['no port', { Port: undefined }, 'A port must be specified'],
  ['no VPC', { VpcId: undefined }, 'A VPC ID must be specified'],
  ['instances', { TargetType: 'instance' }, 'does not implement target groups of type instance'],
  [
    'a timeout as long as the interval',
    { HealthCheckTimeoutSeconds: 10 },
    'Health check interval must be greater than the timeout.',
  ],
  [
    'an interval too short',
    { HealthCheckIntervalSeconds: 4 },
    "Health check interval '4' not in the valid range 5-300",
  ],
  ['a threshold of one', { HealthyThresholdCount: 1 }, "Healthy threshold count '1' not in the valid range 2-10"],
  ['a path without a slash', { HealthCheckPath: 'health' }, "must begin with a '/'"],
  ['a matcher of server errors', { Matcher: { HttpCode: '200-599' } }, "must be within '200-499'"],
  ['a code of gRPC', { Matcher: { GrpcCode: '12' } }, 'does not read Matcher.GrpcCode'],
  ['health checks turned off', { HealthCheckEnabled: false }, 'Health check enabled must be true'],
  ['other settings under the same name', { Name: 'blue', Port: 80 }, 'exists, but with different settings'],
])('a target group is refused for %s', async (_, change, message) => {
  await elb.group('blue');
  await expect(elb.send('CreateTargetGroup', { ...groupInput('green'), ...change })).rejects.toThrow(message);
});

test('a target group is shown with its settings, and keeps what is not modified', async () => {
  const arn = await elb.group('blue');
  await elb.send('ModifyTargetGroup', {
    TargetGroupArn: arn,
    HealthCheckPath: '/health',
    Matcher: { HttpCode: '200,204' },
  });
  await expect(elb.send('ModifyTargetGroup', { TargetGroupArn: arn, HealthCheckTimeoutSeconds: 11 })).rejects.toThrow(
    'greater than the timeout',
  );
  const { TargetGroups } = await elb.send('DescribeTargetGroups', { Names: ['blue'] });
  expect(TargetGroups).toMatchObject([
    {
      TargetGroupArn: arn,
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthCheckPort: 'traffic-port',
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200,204' },
      LoadBalancerArns: [],
      TargetType: 'ip',
    },
  ]);
  await expect(elb.send('DescribeTargetGroups', { Names: ['green'] })).rejects.toMatchObject({
    name: 'TargetGroupNotFoundException',
  });
  await expect(elb.send('DescribeTargetGroups', { Names: ['blue'], TargetGroupArns: [arn] })).rejects.toThrow(
    'at the same time',
  );
});

test('attributes are those that are acted upon; others are refused by name', async () => {
  const TargetGroupArn = await elb.group('blue');
  const set = (Key: string, Value: string) =>
    elb.send('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes: [{ Key, Value }] });
  await expect(set('stickiness', 'true')).rejects.toThrow("key 'stickiness' is not recognized");
  await expect(set('stickiness.enabled', 'true')).rejects.toThrow(
    'does not implement the value true of stickiness.enabled',
  );
  await expect(set('deregistration_delay.timeout_seconds', '3601')).rejects.toThrow('between 0 and 3600');
  await set('deregistration_delay.timeout_seconds', '30');
  const { Attributes } = await elb.send('DescribeTargetGroupAttributes', { TargetGroupArn });
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '30' });
  expect(Attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' });
});

describe('actions', () => {
  test.each<[string, (blue: string, green: string) => readonly sdk.Action[], string]>([
    ['none', () => [], 'Actions must be specified'],
    ['a redirect', () => [{ Type: 'redirect' }], 'does not implement actions of type redirect'],
    ['two', (blue) => [forward({ [blue]: 1 }), forward({ [blue]: 1 })], 'exactly one'],
    ['no target group', () => [{ Type: 'forward' }], 'A target group ARN must be specified'],
    [
      'an unknown target group',
      () => [forward({ [unknownArn('targetgroup/none/1')]: 1 })],
      `Target groups '${unknownArn('targetgroup/none/1')}' not found`,
    ],
    [
      'a weight of 1,000',
      (blue, green) => [forward({ [blue]: 1_000, [green]: 0 })],
      "Weight '1000' must be between 0 and 999",
    ],
    [
      'a weight left out',
      (blue, green) => [
        { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue }, { TargetGroupArn: green }] } },
      ],
      'A weight must be specified',
    ],
    [
      'another target group beside',
      (blue, green) => [{ ...forward({ [blue]: 1 }), TargetGroupArn: green }],
      'must be the same one',
    ],
    [
      'stickiness',
      (blue) => [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: blue }],
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
          },
        },
      ],
      'stickiness',
    ],
    [
      'a fixed response of 302',
      () => [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '302' } }],
      'regular expression pattern',
    ],
  ])('are refused: %s', async (_, actions, message) => {
    const { arn } = await elb.balancer();
    const [blue, green] = [await elb.group('blue'), await elb.group('green')];
    const input = {
      LoadBalancerArn: arn,
      Protocol: 'HTTP' as const,
      Port: 80,
      DefaultActions: [...actions(blue, green)],
    };
    await expect(elb.send('CreateListener', input)).rejects.toThrow(message);
  });

  test('a target group has one load balancer', async () => {
    const [first, second] = [await elb.balancer(), await elb.balancer('other')];
    const blue = await elb.group('blue');
    await elb.listener(first.arn, 80, { [blue]: 1 });
    await expect(elb.listener(second.arn, 80, { [blue]: 1 })).rejects.toMatchObject({
      name: 'TargetGroupAssociationLimitException',
      message: `The following target groups cannot be associated with more than one load balancer: ${blue}`,
    });
    const { TargetGroups } = await elb.send('DescribeTargetGroups', { LoadBalancerArn: first.arn });
    expect(TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn)).toEqual([blue]);
  });
});

test('a listener has a port of its own, and its default actions are those of its default rule', async () => {
  const { arn } = await elb.balancer();
  const [blue, green] = [await elb.group('blue'), await elb.group('green')];
  const { arn: listenerArn, rule } = await elb.listener(arn, 80, { [blue]: 100, [green]: 0 });
  await expect(elb.listener(arn, 80, { [blue]: 1 })).rejects.toMatchObject({ name: 'DuplicateListenerException' });
  await expect(elb.send('ModifyRule', { RuleArn: rule, Actions: [forward({ [green]: 1 })] })).rejects.toMatchObject({
    name: 'OperationNotPermittedException',
  });
  const input = {
    LoadBalancerArn: arn,
    Protocol: 'HTTPS' as const,
    Port: 443,
    DefaultActions: [forward({ [blue]: 1 })],
  };
  await expect(elb.send('CreateListener', input)).rejects.toThrow('A certificate must be specified');
  await elb.send('ModifyListener', { ListenerArn: listenerArn, DefaultActions: [forward({ [green]: 1 })] });
  const { Rules } = await elb.send('DescribeRules', { RuleArns: [rule] });
  expect(Rules).toMatchObject([
    {
      RuleArn: rule,
      Priority: 'default',
      IsDefault: true,
      Conditions: [],
      Actions: [{ Type: 'forward', TargetGroupArn: green }],
    },
  ]);
  const { Listeners } = await elb.send('DescribeListeners', { LoadBalancerArn: arn });
  expect(Listeners).toMatchObject([
    { ListenerArn: listenerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [{ TargetGroupArn: green }] },
  ]);
  await expect(elb.send('DescribeListeners', {})).rejects.toThrow('You must specify either');
});

describe('a Network Load Balancer', () => {
  const tcp = { Protocol: 'TCP' } as const;

  async function network() {
    const made = await elb.send('CreateLoadBalancer', { Name: 'net', Subnets: ['subnet-1'], Type: 'network' });
    const { LoadBalancerArn = '', DNSName = '', Type } = made.LoadBalancers?.[0] ?? {};
    const listen = (group: string, Protocol: sdk.ProtocolEnum = 'TCP') =>
      elb.send('CreateListener', { LoadBalancerArn, Protocol, Port: 80, DefaultActions: [forward({ [group]: 1 })] });
    return { LoadBalancerArn, DNSName, Type, listen };
  }

  test('is told by its type, its ARN and the protocol of its target group', async () => {
    const { LoadBalancerArn, DNSName, Type, listen } = await network();
    expect(Type).toBe('network');
    expect(LoadBalancerArn).toMatch(/:loadbalancer\/net\/net\/[0-9a-f]{16}$/);
    expect(DNSName).toMatch(/^net-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com$/);
    const group = await elb.group('net', {
      ...tcp,
      HealthCheckIntervalSeconds: undefined,
      HealthCheckTimeoutSeconds: undefined,
      HealthyThresholdCount: undefined,
    });
    const { Listeners } = await listen(group);
    expect(Listeners?.[0]).toMatchObject({ Protocol: 'TCP', Port: 80 });
    expect(Listeners?.[0]?.ListenerArn).toContain(':listener/net/net/');
    const { TargetGroups } = await elb.send('DescribeTargetGroups', { TargetGroupArns: [group] });
    expect(TargetGroups?.[0]).toMatchObject({
      Protocol: 'TCP',
      HealthCheckProtocol: 'TCP',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 10,
      HealthyThresholdCount: 5,
      LoadBalancerArns: [LoadBalancerArn],
    });
    expect(Object.keys(TargetGroups?.[0] ?? {})).not.toContain('Matcher');
    expect(() => elb.visit(`http://${DNSName}/`)).toThrow('is a Network Load Balancer');
  });

  test('has targets that are healthy where something listens, also where it answers with an error', async () => {
    const { listen } = await network();
    const group = await elb.group('net', tcp);
    await listen(group);
    await elb.register(group, { '10.0.0.1': answering(500, 'broken'), '10.0.0.2': () => ({ kind: 'refused' }) });
    await elb.advance(120);
    expect(await elb.health(group)).toEqual({
      '10.0.0.1': 'healthy',
      '10.0.0.2': 'unhealthy Target.FailedHealthChecks',
    });
    expect(elb.published).toEqual([]);
  });

  test('and an Application Load Balancer share neither protocols, target groups nor rules', async () => {
    const { LoadBalancerArn, listen } = await network();
    const [blue, net] = [await elb.group('blue'), await elb.group('net', tcp)];
    await expect(listen(net, 'HTTP')).rejects.toThrow('not supported for listeners of load balancers of type network');
    await expect(listen(net, 'UDP')).rejects.toThrow('does not implement listeners of the protocol UDP');
    await expect(listen(blue)).rejects.toMatchObject({ name: 'IncompatibleProtocolsException' });
    const { arn } = await elb.balancer();
    await expect(elb.listener(arn, 80, { [net]: 1 })).rejects.toMatchObject({ name: 'IncompatibleProtocolsException' });
    const nowhere = { Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '404' } };
    const input = { LoadBalancerArn, Protocol: 'TCP' as const, Port: 81, DefaultActions: [nowhere] };
    await expect(elb.send('CreateListener', input)).rejects.toMatchObject({
      name: 'InvalidLoadBalancerActionException',
    });
    const { Listeners } = await listen(net);
    const rule = {
      ListenerArn: Listeners?.[0]?.ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
      Actions: [forward({ [net]: 1 })],
    };
    await expect(elb.send('CreateRule', rule)).rejects.toMatchObject({ name: 'OperationNotPermittedException' });
    for (const wrong of [{ HealthCheckPath: '/health' }, { HealthCheckProtocol: 'HTTP' as const }]) {
      await expect(elb.group('other', { ...tcp, ...wrong })).rejects.toThrow('by HTTP');
    }
    await expect(elb.group('other', { ...tcp, ProtocolVersion: 'HTTP1' })).rejects.toThrow('protocol version');
  });
});

test('rules have conditions and a priority of their own', async () => {
  const { arn } = await elb.balancer();
  const blue = await elb.group('blue');
  const { arn: ListenerArn } = await elb.listener(arn, 80, { [blue]: 1 });
  const make = (more: Partial<sdk.CreateRuleInput>) =>
    elb.send('CreateRule', {
      ListenerArn,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
      Actions: [forward({ [blue]: 1 })],
      ...more,
    });
  await expect(make({ Priority: 0 })).rejects.toThrow('between 1 and 50000');
  await expect(make({ Conditions: [] })).rejects.toThrow('A condition must be specified');
  await expect(make({ Conditions: [{ Field: 'path', Values: ['/'] }] })).rejects.toThrow(
    "Condition field 'path' must be one of",
  );
  await expect(make({ Conditions: [{ Field: 'path-pattern' }] })).rejects.toThrow(
    'A condition value must be specified',
  );
  await expect(make({ Conditions: [{ Field: 'path-pattern', Values: ['/'.repeat(129)] }] })).rejects.toThrow(
    "the limit is '128'",
  );
  await expect(
    make({ Conditions: [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }] }),
  ).rejects.toThrow('source IP');
  const { Rules } = await make({});
  await expect(make({})).rejects.toMatchObject({
    name: 'PriorityInUseException',
    message: "Priority '10' is currently in use",
  });
  const RuleArn = Rules?.[0]?.RuleArn ?? '';
  await expect(elb.send('ModifyRule', { RuleArn })).rejects.toThrow('Either conditions or actions');
  await elb.send('ModifyRule', { RuleArn, Conditions: [{ Field: 'path-pattern', Values: ['/b'] }] });
  const described = await elb.send('DescribeRules', { ListenerArn });
  expect(described.Rules).toMatchObject([
    { RuleArn, Priority: '10', IsDefault: false, Conditions: [{ Values: ['/b'] }] },
    { Priority: 'default' },
  ]);
  await expect(elb.send('DescribeRules', { RuleArns: [`${RuleArn}0`] })).rejects.toMatchObject({
    name: 'RuleNotFoundException',
  });
});

test('targets are private addresses', async () => {
  const TargetGroupArn = await elb.group('blue');
  const add = (Id: string, Port?: number) => elb.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id, Port }] });
  for (const id of ['8.8.8.8', '172.32.0.1', 'i-0123456789', '10.0.0.256']) {
    await expect(add(id)).rejects.toMatchObject({ name: 'InvalidTargetException' });
  }
  await expect(add('10.0.0.1', 0)).rejects.toThrow('not in the valid range');
  await expect(elb.send('RegisterTargets', { TargetGroupArn, Targets: [] })).rejects.toThrow('At least one target');
  await expect(
    elb.send('RegisterTargets', { TargetGroupArn: `${TargetGroupArn}0`, Targets: [{ Id: '10.0.0.1' }] }),
  ).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
  for (const id of ['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1']) await add(id);
  await elb.send('DeregisterTargets', { TargetGroupArn, Targets: [{ Id: '10.9.9.9' }] });
  expect(Object.keys(await elb.health(TargetGroupArn))).toHaveLength(4);
});

test('what changes is authorised on its ARN, what describes on all', async () => {
  const { arn } = await elb.balancer();
  const blue = await elb.group('blue');
  const { arn: listener, rule } = await elb.listener(arn, 80, { [blue]: 1 });
  await elb.send('ModifyListener', { ListenerArn: listener, Port: 81 });
  await elb.send('ModifyRule', { RuleArn: rule, Actions: [forward({ [blue]: 1 })] }).catch(() => {});
  await elb.health(blue);
  const iam = (await elb.cloud.control.journal()).flatMap(({ iam: needed }) => needed);
  expect(iam).toContainEqual({ action: 'elasticloadbalancing:CreateListener', resource: arn });
  expect(iam).toContainEqual({ action: 'elasticloadbalancing:ModifyListener', resource: listener });
  expect(iam).toContainEqual({ action: 'elasticloadbalancing:ModifyRule', resource: rule });
  expect(iam).toContainEqual({ action: 'elasticloadbalancing:DescribeTargetHealth', resource: '*' });
});

test('pages hold as many as are asked for', async () => {
  for (const name of ['a', 'b', 'c']) await elb.group(name);
  const first = await elb.send('DescribeTargetGroups', { PageSize: 2 });
  const second = await elb.send('DescribeTargetGroups', { PageSize: 2, Marker: first.NextMarker });
  expect(
    [first, second].map(({ TargetGroups }) => TargetGroups?.map(({ TargetGroupName }) => TargetGroupName)),
  ).toEqual([['a', 'b'], ['c']]);
  expect(second.NextMarker).toBeUndefined();
  await expect(elb.send('DescribeTargetGroups', { PageSize: 401 })).rejects.toThrow('from 1 to 400');
});
