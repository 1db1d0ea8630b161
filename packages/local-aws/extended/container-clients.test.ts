import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { clientEnvironment } from './client-environment.ts';

// A service as people deploy one by the AWS CLI and by boto3, which share no code with the local cloud. Needs `aws` and a
// python3 with boto3 in PATH. Older AWS CLIs know no service deployments: pauses are boto3's.

const run = promisify(execFile);
const minute = 60_000;

let cloud: LocalAws;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 60 } });
  // The waiter looks every fifteen seconds, of the machine's time: what it waits for is there when it first looks.
  await cloud.control.call('ecs.pace', { provisioning: 100, pull: 100, settled: 1_000 }, { region: 'eu-west-1' });
  folder = await mkdtemp(join(tmpdir(), 'containers-'));
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
});

async function aws(...words: string[]) {
  const all = ['--endpoint-url', cloud.endpoint, '--output', 'json', ...words];
  const { stdout } = await run('aws', all, { cwd: folder, env: clientEnvironment(folder) });
  return stdout === '' ? {} : JSON.parse(stdout);
}

/** A file with a definition of an image, as `--cli-input-json` takes it. */
async function definition(version: string): Promise<string> {
  const container = { name: 'web', image: `registry.example/web:${version}`, portMappings: [{ containerPort: 8080 }] };
  const size = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' };
  const name = `${version}.json`;
  await writeFile(join(folder, name), JSON.stringify({ family: 'cli', ...size, containerDefinitions: [container] }));
  return `file://${name}`;
}

test(
  'the AWS CLI makes a service, waits until it is stable, and rolls it to another definition',
  async () => {
    await aws('ecs', 'create-cluster', '--cluster-name', 'cli');
    await aws('ecs', 'register-task-definition', '--cli-input-json', await definition('v1'));
    const service = ['--cluster', 'cli', '--service', 'web'];
    const described = ['--cluster', 'cli', '--services', 'web'];
    await aws(
      'ecs',
      'create-service',
      '--cluster',
      'cli',
      '--service-name',
      'web',
      '--task-definition',
      'cli',
      '--desired-count',
      '2',
      '--launch-type',
      'FARGATE',
      '--network-configuration',
      'awsvpcConfiguration={subnets=[subnet-1]}',
    );
    await aws('ecs', 'wait', 'services-stable', ...described);
    const registered = await aws('ecs', 'register-task-definition', '--cli-input-json', await definition('v2'));
    const { taskDefinitionArn, status } = registered.taskDefinition;
    expect([taskDefinitionArn, status]).toEqual([expect.stringMatching(/task-definition\/cli:2$/), 'ACTIVE']);
    await aws('ecs', 'update-service', ...service, '--task-definition', taskDefinitionArn);
    await aws('ecs', 'wait', 'services-stable', ...described);
    const { services } = await aws('ecs', 'describe-services', ...described);
    expect(services[0]).toMatchObject({
      runningCount: 2,
      taskDefinition: taskDefinitionArn,
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
    });
    const { taskArns } = await aws('ecs', 'list-tasks', '--cluster', 'cli', '--service-name', 'web');
    const { tasks } = await aws('ecs', 'describe-tasks', '--cluster', 'cli', '--tasks', ...taskArns);
    expect(tasks[0].containers[0]).toMatchObject({ name: 'web', lastStatus: 'RUNNING' });
  },
  5 * minute,
);

const script = `
import json, sys, time, boto3
ecs, elb = (boto3.client(name, endpoint_url=sys.argv[1]) for name in ('ecs', 'elbv2'))
ecs.create_cluster(clusterName='boto')
balancer = elb.create_load_balancer(Name='boto', Subnets=['subnet-1', 'subnet-2'])['LoadBalancers'][0]
elb.get_waiter('load_balancer_available').wait(LoadBalancerArns=[balancer['LoadBalancerArn']], WaiterConfig={'Delay': 1})
def group(name):
    made = elb.create_target_group(Name=name, Protocol='HTTP', Port=8080, VpcId='vpc-1', TargetType='ip', HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)
    return made['TargetGroups'][0]['TargetGroupArn']
blue, green = group('blue'), group('green')
def rule(port):
    weights = [{'TargetGroupArn': blue, 'Weight': 1}, {'TargetGroupArn': green, 'Weight': 0}]
    action = {'Type': 'forward', 'ForwardConfig': {'TargetGroups': weights}}
    made = elb.create_listener(LoadBalancerArn=balancer['LoadBalancerArn'], Protocol='HTTP', Port=port, DefaultActions=[action])
    return elb.describe_rules(ListenerArn=made['Listeners'][0]['ListenerArn'])['Rules'][0]['RuleArn']
def register(image):
    container = {'name': 'web', 'image': image, 'portMappings': [{'containerPort': 8080}]}
    made = ecs.register_task_definition(family='boto', networkMode='awsvpc', requiresCompatibilities=['FARGATE'], cpu='256', memory='512', containerDefinitions=[container], tags=[{'key': 'run', 'value': '1'}])
    return made['taskDefinition']['taskDefinitionArn']
hooks = [{'targetType': 'PAUSE', 'lifecycleStages': ['POST_TEST_TRAFFIC_SHIFT'], 'timeoutConfiguration': {'timeoutInMinutes': 600, 'action': 'ROLLBACK'}}]
configuration = {'strategy': 'BLUE_GREEN', 'bakeTimeInMinutes': 0, 'lifecycleHooks': hooks}
advanced = {'alternateTargetGroupArn': green, 'productionListenerRule': rule(80), 'testListenerRule': rule(8080), 'roleArn': 'arn:aws:iam::123456789012:role/ecs'}
ecs.create_service(cluster='boto', serviceName='web', taskDefinition=register('registry.example/web:v1'), desiredCount=1, launchType='FARGATE', networkConfiguration={'awsvpcConfiguration': {'subnets': ['subnet-1']}}, deploymentConfiguration=configuration, loadBalancers=[{'targetGroupArn': blue, 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': advanced}])
def newest():
    arn = ecs.list_service_deployments(cluster='boto', service='web')['serviceDeployments'][0]['serviceDeploymentArn']
    return ecs.describe_service_deployments(serviceDeploymentArns=[arn])['serviceDeployments'][0]
def until(met):
    for _ in range(600):
        deployment = newest()
        if met(deployment): return deployment
        time.sleep(0.2)
    raise SystemExit('never: ' + json.dumps(deployment, default=str))
def waiting(deployment):
    return [hook for hook in deployment.get('lifecycleHookDetails', []) if hook['status'] == 'AWAITING_ACTION']
def answer(action):
    paused = until(waiting)
    ecs.continue_service_deployment(serviceDeploymentArn=paused['serviceDeploymentArn'], hookId=waiting(paused)[0]['hookId'], action=action)
    return paused['serviceDeploymentArn'], paused
first, _ = answer('CONTINUE')
until(lambda each: each['status'] == 'SUCCESSFUL')
ecs.update_service(cluster='boto', service='web', taskDefinition=register('registry.example/web:v2'))
until(lambda each: each['serviceDeploymentArn'] != first)
second, paused = answer('ROLLBACK')
ended = until(lambda each: each['status'].startswith('ROLLBACK_') and each.get('finishedAt'))
revision = ecs.describe_service_revisions(serviceRevisionArns=[ended['rollback']['serviceRevisionArn']])['serviceRevisions'][0]
print(json.dumps({'weights': paused['targetServiceRevision']['requestedTestTrafficWeight'], 'status': ended['status'], 'back': revision['taskDefinition'].split('/')[1], 'image': revision['containerImages'][0]['image']}))
`;

test(
  'boto3 deploys blue/green, continues at a pause, and rolls the next one back',
  async () => {
    await writeFile(join(folder, 'deploy.py'), script);
    const { stdout } = await run('python3', ['deploy.py', cloud.endpoint], {
      cwd: folder,
      env: clientEnvironment(folder),
    });
    expect(JSON.parse(stdout)).toEqual({
      weights: 100,
      status: 'ROLLBACK_SUCCESSFUL',
      back: 'boto:1',
      image: 'registry.example/web:v1',
    });
  },
  5 * minute,
);
