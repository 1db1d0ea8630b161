import { request } from 'node:http';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { startLocalAws } from '../src/index.ts';
import { answering, forward, loadBalancingCloud, region, start } from './load-balancing-cloud.ts';

type Cloud = Awaited<ReturnType<typeof loadBalancingCloud>>;

let elb: Cloud;
beforeEach(async () => {
  elb = await loadBalancingCloud();
});
afterEach(() => elb.cloud.stop());

const text = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString();

/** A load balancer on port 80 that forwards to `blue` and `green` by weights. */
async function furnished(weights: readonly [number, number] = [1, 0]) {
  const { arn, host } = await elb.balancer();
  const [blue, green] = [await elb.group('blue'), await elb.group('green')];
  const { arn: listener, rule } = await elb.listener(arn, 80, { [blue]: weights[0], [green]: weights[1] });
  return { arn, blue, green, listener, rule, url: `http://${host}/`, host };
}

describe('health', () => {
  test('a target of a group without a load balancer is unused, and checked from when it has one', async () => {
    const { arn } = await elb.balancer();
    const blue = await elb.group('blue');
    await elb.register(blue, { '10.0.0.1': answering(200, 'blue') });
    await elb.advance(60);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'unused Target.NotInUse' });
    expect(elb.asked).toEqual([]);
    await elb.listener(arn, 80, { [blue]: 1 });
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'initial Elb.InitialHealthChecking' });
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'healthy' });
    expect(elb.asked[0]).toMatchObject({
      id: '10.0.0.1',
      method: 'GET',
      path: '/',
      headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
    });
  });

  test('a new target is healthy by one check, and one that was unhealthy by as many as its threshold', async () => {
    await elb.cloud.control.call('elasticloadbalancing.pace', { registration: 5_000 }, { region });
    const { blue } = await furnished();
    let status = 200;
    await elb.register(blue, { '10.0.0.1': (asked) => answering(status, 'blue')(asked) });
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'initial Elb.RegistrationInProgress' });
    await elb.advance(5);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'initial Elb.InitialHealthChecking' });
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'healthy' });
    status = 503;
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'healthy' });
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'unhealthy Target.ResponseCodeMismatch' });
    const { TargetHealthDescriptions } = await elb.send('DescribeTargetHealth', { TargetGroupArn: blue });
    expect(TargetHealthDescriptions?.[0]).toMatchObject({
      HealthCheckPort: '8080',
      TargetHealth: { Description: 'Health checks failed with these codes: [503]' },
    });
    status = 200;
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'unhealthy Target.ResponseCodeMismatch' });
    await elb.advance(10);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'healthy' });
  });

  test('a target that does not answer, does not listen, or is not there says why', async () => {
    const { blue } = await furnished();
    await elb.register(blue, {
      '10.0.0.1': answering(200, 'slow', 5_000),
      '10.0.0.2': () => ({ kind: 'refused' }),
      '10.0.0.3': () => ({ kind: 'unreachable' }),
      '10.0.0.4': answering(204, 'other code'),
    });
    await elb.advance(20);
    expect(await elb.health(blue)).toEqual({
      '10.0.0.1': 'unhealthy Target.Timeout',
      '10.0.0.2': 'unhealthy Target.FailedHealthChecks',
      '10.0.0.3': 'unhealthy Target.Timeout',
      '10.0.0.4': 'unhealthy Target.ResponseCodeMismatch',
    });
    await elb.send('ModifyTargetGroup', {
      TargetGroupArn: blue,
      Matcher: { HttpCode: '200-299' },
      HealthCheckPort: '9000',
    });
    elb.asked.length = 0;
    await elb.advance(20);
    expect(await elb.health(blue, [{ Id: '10.0.0.4' }])).toEqual({ '10.0.0.4': 'unhealthy Target.Timeout' });
    expect(elb.asked.map(({ headers }) => headers.host)).toContain('10.0.0.4:9000');
  });

  test('a jump of an hour comes to what an hour of seconds comes to', async () => {
    const flapping = (at: number) => (Math.floor((at - start) / 45_000) % 2 === 0 ? 200 : 500);
    const seen: string[] = [];
    for (const steps of [1, 240]) {
      const other = steps === 1 ? elb : await loadBalancingCloud();
      const { arn } = await other.balancer();
      const blue = await other.group('blue');
      await other.listener(arn, 80, { [blue]: 1 });
      await other.register(blue, {
        '10.0.0.1': (asked) => answering(flapping(asked.at), 'blue')(asked),
        '10.0.0.2': (asked) => ({ ...answering(200, 'blue')(asked), steadyUntil: Number.POSITIVE_INFINITY }),
      });
      for (let step = 0; step < steps; step++) {
        await other.advance(3_600 / steps);
        await other.health(blue);
      }
      const counts = other.published.map(({ name, at, value }) => `${name} ${at} ${value}`);
      seen.push(JSON.stringify([await other.health(blue), counts]));
      if (other !== elb) await other.cloud.stop();
    }
    expect(seen[1]).toBe(seen[0]);
    expect(seen[0]).toContain('UnHealthyHostCount');
  });

  test('what is steady until a check is checked then', async () => {
    const { blue } = await furnished();
    let first: number | undefined;
    await elb.register(blue, {
      '10.0.0.1': (asked) => {
        first ??= asked.at;
        // As if the change were at the very time of a check.
        const until = first + 300_000;
        const answer = answering(asked.at < until ? 200 : 500, 'blue')(asked);
        return { ...answer, steadyUntil: asked.at < until ? until : Number.POSITIVE_INFINITY };
      },
    });
    await elb.advance(100);
    await elb.health(blue);
    await elb.cloud.clock.advance(first! + 310_000 - elb.cloud.clock.now());
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'unhealthy Target.ResponseCodeMismatch' });
    expect(elb.asked.length).toBeLessThan(20);
  });

  test('what drains is shown as such for the delay, and is new when it is registered again', async () => {
    const { blue } = await furnished();
    const TargetGroupArn = blue;
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }];
    await elb.send('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
    await elb.register(blue, { '10.0.0.1': answering(200, 'blue') });
    await elb.advance(10);
    const Targets = [{ Id: '10.0.0.1' }];
    await elb.send('DeregisterTargets', { TargetGroupArn, Targets });
    await elb.advance(59);
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'draining Target.DeregistrationInProgress' });
    await elb.advance(1);
    expect(await elb.health(blue)).toEqual({});
    expect(await elb.health(blue, Targets)).toEqual({ '10.0.0.1': 'unused Target.NotRegistered' });
    await elb.send('RegisterTargets', { TargetGroupArn, Targets });
    expect(await elb.health(blue)).toEqual({ '10.0.0.1': 'initial Elb.InitialHealthChecking' });
  });
});

describe('traffic', () => {
  test('each request goes to a group by weight, and to its healthy targets in turns', async () => {
    const { blue, green, listener, url } = await furnished([90, 10]);
    await elb.register(blue, {
      '10.0.0.1': answering(200, 'blue 1'),
      '10.0.0.2': answering(200, 'blue 2'),
      '10.0.0.9': answering(500, 'unhealthy'),
    });
    await elb.register(green, { '10.0.1.1': answering(200, 'green') });
    await elb.advance(20);
    const met = new Map<string, number>();
    for (let nth = 0; nth < 1_000; nth++) {
      const body = text(elb.visit(url));
      met.set(body, (met.get(body) ?? 0) + 1);
    }
    expect([...met.keys()].sort()).toEqual(['blue 1', 'blue 2', 'green']);
    expect(Math.abs(met.get('green')! - 100)).toBeLessThan(30);
    expect(Math.abs(met.get('blue 1')! - met.get('blue 2')!)).toBeLessThanOrEqual(1);
    await elb.send('ModifyListener', { ListenerArn: listener, DefaultActions: [forward({ [blue]: 0, [green]: 1 })] });
    for (let nth = 0; nth < 100; nth++) expect(text(elb.visit(url))).toBe('green');
    await elb.send('ModifyListener', { ListenerArn: listener, DefaultActions: [forward({ [blue]: 0, [green]: 0 })] });
    expect(elb.visit(url).status).toBe(503);
  });

  test('after a change of a rule some requests are led as before, for as long as it takes to be known', async () => {
    await elb.cloud.control.call('elasticloadbalancing.pace', { propagation: 3_000 }, { region });
    const { blue, green, listener, url } = await furnished();
    await elb.register(blue, { '10.0.0.1': answering(200, 'blue') });
    await elb.register(green, { '10.0.1.1': answering(200, 'green') });
    await elb.advance(20);
    await elb.send('ModifyListener', { ListenerArn: listener, DefaultActions: [forward({ [blue]: 0, [green]: 1 })] });
    const met = () => [...new Set(Array.from({ length: 60 }, () => text(elb.visit(url))))].sort();
    expect(met()).toEqual(['blue', 'green']);
    await elb.cloud.clock.advance(2_999);
    expect(met()).toEqual(['blue', 'green']);
    await elb.cloud.clock.advance(1);
    expect(met()).toEqual(['green']);
    // A group that no rule names any more has its targets until then.
    await elb.send('ModifyListener', { ListenerArn: listener, DefaultActions: [forward({ [blue]: 1 })] });
    expect(met()).toEqual(['blue', 'green']);
  });

  test('control tells what a rule forwards to, and how the targets are', async () => {
    const { blue, green, rule } = await furnished([3, 1]);
    await elb.register(blue, { '10.0.0.1': answering(200, 'b'), '10.0.0.2': answering(500, 'b') });
    await elb.advance(20);
    await elb.register(blue, { '10.0.0.3': answering(200, 'b') });
    await elb.send('DeregisterTargets', { TargetGroupArn: blue, Targets: [{ Id: '10.0.0.1' }] });
    expect(await elb.cloud.control.call('elasticloadbalancing.serving', { ruleArn: rule }, { region })).toEqual([
      { targetGroupArn: blue, share: 0.75, healthy: 0, unhealthy: 1, initial: 1, draining: 1 },
      { targetGroupArn: green, share: 0.25, healthy: 0, unhealthy: 0, initial: 0, draining: 0 },
    ]);
  });

  test('without a target it is 503, also where another group has some; with unhealthy ones alone they get the requests', async () => {
    const { blue, green, url } = await furnished([1, 1]);
    const own = { server: 'awselb/2.0', 'content-type': 'text/html' };
    expect(elb.visit(url)).toMatchObject({ status: 503, headers: own });
    await elb.register(green, { '10.0.1.1': answering(200, 'green') });
    await elb.advance(20);
    expect(new Set(Array.from({ length: 50 }, () => elb.visit(url).status))).toEqual(new Set([200, 503]));
    await elb.register(blue, { '10.0.0.1': answering(500, 'broken') });
    const Targets = [{ Id: '10.0.1.1' }];
    await elb.send('DeregisterTargets', { TargetGroupArn: green, Targets });
    // Until its first checks have failed it gets none.
    expect(new Set(Array.from({ length: 50 }, () => elb.visit(url).status))).toEqual(new Set([503]));
    await elb.advance(20);
    expect(new Set(Array.from({ length: 50 }, () => elb.visit(url).status))).toEqual(new Set([500, 503]));
  });

  test('a target that has died is 502, one that is gone or too slow 504', async () => {
    const { blue, url } = await furnished();
    await elb.register(blue, { '10.0.0.1': answering(200, 'blue', 40) });
    await elb.advance(10);
    expect(elb.visit(url)).toMatchObject({ status: 200, tookMs: 40 });
    elb.behaviours.set('10.0.0.1:8080', () => ({ kind: 'refused' }));
    expect(elb.visit(url).status).toBe(502);
    elb.behaviours.set('10.0.0.1:8080', () => ({ kind: 'broken', tookMs: 700 }));
    expect(elb.visit(url)).toMatchObject({ status: 502, tookMs: 700 });
    elb.behaviours.delete('10.0.0.1:8080');
    expect(elb.visit(url)).toMatchObject({ status: 504, tookMs: 10_000 });
    elb.behaviours.set('10.0.0.1:8080', answering(200, 'late', 60_000));
    expect(elb.visit(url)).toMatchObject({ status: 504, tookMs: 60_000 });
    expect(() => elb.visit(url.replace('http:', 'https:'))).toThrow('nothing listens at port 443');
    expect(() => elb.visit('http://none.eu-west-1.elb.amazonaws.com/')).toThrow('nothing of the local cloud is called');
  });

  test('rules are asked by priority, and the default rule last', async () => {
    const { blue, green, listener: ListenerArn, host, url } = await furnished();
    await elb.register(blue, { '10.0.0.1': (asked) => answering(200, `blue ${asked.path}`)(asked) });
    await elb.register(green, { '10.0.1.1': answering(200, 'green') });
    const rules: readonly (readonly [number, sdk.RuleCondition[], sdk.Action])[] = [
      [
        30,
        [{ Field: 'path-pattern', Values: ['/api/*'] }],
        {
          Type: 'fixed-response',
          FixedResponseConfig: { StatusCode: '404', MessageBody: 'none', ContentType: 'text/plain' },
        },
      ],
      [
        20,
        [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Test', Values: ['green*'] } }],
        forward({ [green]: 1 }),
      ],
      [
        40,
        [
          { Field: 'host-header', HostHeaderConfig: { Values: ['*.example.com'] } },
          { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } },
        ],
        forward({ [green]: 1 }),
      ],
      [
        50,
        [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'color', Value: 'gre?n' }] } }],
        forward({ [green]: 1 }),
      ],
    ];
    for (const [Priority, Conditions, action] of rules)
      await elb.send('CreateRule', { ListenerArn, Priority, Conditions, Actions: [action] });
    await elb.advance(10);
    expect(text(elb.visit(`${url}a?b=c`))).toBe('blue /a?b=c');
    expect(elb.visit(`${url}api/a`)).toMatchObject({ status: 404, headers: { 'content-type': 'text/plain' } });
    expect(text(elb.visit(`${url}api/a`, { 'x-test': 'GREENISH' }))).toBe('green');
    expect(text(elb.visit(`${url}?color=green`))).toBe('green');
    expect(text(elb.visit(url, { host: 'shop.example.com' }))).toBe('blue /');
    expect(text(elb.cloud.visit({ url, method: 'POST', headers: { host: 'shop.example.com' } }))).toBe('green');
    expect(host).toContain('.elb.amazonaws.com');
  });

  test('draws by its seed alone, and goes on as it would have after a restore', async () => {
    const { blue, green, url } = await furnished([1, 1]);
    await elb.register(blue, { '10.0.0.1': answering(200, 'b') });
    await elb.register(green, { '10.0.1.1': answering(200, 'g') });
    await elb.advance(10);
    await elb.cloud.control.snapshot('before');
    const drawn = () => Array.from({ length: 40 }, () => text(elb.visit(url))).join('');
    const first = drawn();
    await elb.cloud.control.restore('before');
    expect(drawn()).toBe(first);
    await elb.cloud.control.restore('before');
    await elb.cloud.control.call('elasticloadbalancing.pace', { seed: 2 }, { region });
    expect(drawn()).not.toBe(first);
  });
});

describe('metrics', () => {
  const dimensionsOf = (arn: string, blue: string) => ({
    own: { name: 'LoadBalancer', value: arn.split(':loadbalancer/')[1] },
    group: { name: 'TargetGroup', value: blue.split(':').at(-1) },
  });

  test('a request counts for the load balancer, and for its target group where it was sent to one', async () => {
    const { arn, blue, url } = await furnished();
    await elb.register(blue, { '10.0.0.1': answering(500, 'broken', 250) });
    await elb.advance(20);
    const { own, group } = dimensionsOf(arn, blue);
    elb.published.length = 0;
    elb.visit(url);
    const at = elb.cloud.clock.now();
    for (const dimensions of [[own], [group, own]]) {
      expect(elb.published).toContainEqual({ name: 'RequestCount', dimensions, at, value: 1, unit: 'Count' });
      expect(elb.published).toContainEqual({
        name: 'HTTPCode_Target_5XX_Count',
        dimensions,
        at,
        value: 1,
        unit: 'Count',
      });
      expect(elb.published).toContainEqual({
        name: 'TargetResponseTime',
        dimensions,
        at,
        value: 0.25,
        unit: 'Seconds',
      });
    }
    elb.behaviours.delete('10.0.0.1:8080');
    elb.published.length = 0;
    elb.visit(url);
    expect(elb.published.map(({ name }) => name)).toEqual([
      'HTTPCode_ELB_5XX_Count',
      'HTTPCode_ELB_504_Count',
      'TargetConnectionErrorCount',
      'TargetConnectionErrorCount',
    ]);
  });

  test('hosts are counted each minute, without those that drain', async () => {
    const { arn, blue } = await furnished();
    await elb.register(blue, {
      '10.0.0.1': answering(200, 'blue'),
      '10.0.0.2': answering(500, 'broken'),
      '10.0.0.3': answering(200, 'blue'),
    });
    await elb.advance(30);
    await elb.send('DeregisterTargets', { TargetGroupArn: blue, Targets: [{ Id: '10.0.0.3' }] });
    await elb.advance(100);
    await elb.health(blue);
    const { own, group } = dimensionsOf(arn, blue);
    const dimensions = [group, own];
    expect(elb.published).toEqual([
      { name: 'HealthyHostCount', dimensions, at: start, value: 1, unit: 'Count' },
      { name: 'UnHealthyHostCount', dimensions, at: start, value: 1, unit: 'Count' },
      { name: 'HealthyHostCount', dimensions, at: start + 60_000, value: 1, unit: 'Count' },
      { name: 'UnHealthyHostCount', dimensions, at: start + 60_000, value: 1, unit: 'Count' },
    ]);
  });
});

test('over HTTP each listener has a port, which answers when the local clock says so', async () => {
  const { arn, blue, green } = await furnished();
  await elb.listener(arn, 8443, { [green]: 1 });
  await elb.register(blue, {
    '10.0.0.1': (asked) => answering(200, `${asked.method} ${asked.path} ${asked.headers['x-test']}`, 500)(asked),
  });
  await elb.register(green, { '10.0.1.1': () => ({ kind: 'refused' }) });
  await elb.advance(20);
  const listeners = (await elb.cloud.control.call(
    'elasticloadbalancing.listeners',
    { loadBalancerArn: arn },
    { region },
  )) as { port: number; url: string }[];
  expect(await elb.cloud.control.call('elasticloadbalancing.listeners', { loadBalancerArn: arn }, { region })).toEqual(
    listeners,
  );
  expect(listeners.map(({ port }) => port)).toEqual([80, 8443]);
  const [production, test] = listeners.map(({ url }) => url);
  expect((await fetch(`${test}/`)).status).toBe(502);
  const answer = fetch(`${production}/a?b=c`, { method: 'POST', body: 'd', headers: { 'x-test': 'e' } });
  while (elb.cloud.clock.due() === undefined) await new Promise((resolve) => setImmediate(resolve));
  await elb.cloud.clock.advance(500);
  expect(await (await answer).text()).toBe('POST /a?b=c e');
  const raw = await new Promise<number | undefined>((resolve) => {
    request(`${production}`, { method: 'GET', path: 'no-slash' }, (response) =>
      resolve(response.resume().statusCode),
    ).end();
  });
  expect(raw).toBe(400);
});

test('the whole cloud has load balancers, whose metrics CloudWatch shows late', async () => {
  const cloud = await startLocalAws({ clock: { start, scale: 0 } });
  const settings = {
    endpoint: cloud.endpoint,
    region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  };
  const client = new sdk.ElasticLoadBalancingV2Client(settings);
  const metrics = new CloudWatchClient(settings);
  const made = await client.send(
    new sdk.CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const { LoadBalancerArn, DNSName } = made.LoadBalancers![0]!;
  const actions = [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '200' } }];
  await client.send(
    new sdk.CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: actions }),
  );
  await cloud.clock.advance(120_000);
  expect(cloud.visit({ url: `http://${DNSName}/` }).status).toBe(200);
  const read = async () => {
    const answer = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTP_Fixed_Response_Count',
        Dimensions: [{ Name: 'LoadBalancer', Value: LoadBalancerArn!.split(':loadbalancer/')[1]! }],
        StartTime: new Date(start),
        EndTime: new Date(start + 600_000),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    return answer.Datapoints?.map(({ Sum }) => Sum);
  };
  await cloud.clock.advance(119_999);
  expect(await read()).toEqual([]);
  await cloud.clock.advance(1);
  expect(await read()).toEqual([1]);
  await cloud.stop();
});
