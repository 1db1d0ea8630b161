import { join } from 'node:path';
import { type Errand, inProcess, leastPrivilege } from '@actions-aws/testing';
import { ALARM, tell } from '@actions-aws/testing/ecs';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { stepOf, type World, world } from './support/world.ts';

/** How many times faster than the machine's time runs: a process may take its second to start. */
const SCALE = 25;
/** So long that no busy machine uses it up. */
const timeout = '5h';

const told: Errand<World>['told'] = ({ outputs, annotations, exitCode }) => ({
  exitCode,
  outcome: outputs.outcome,
  annotations: annotations.length,
});

/** A share whose alarm is unsure for a moment, and OK again: only its history tells that it did not fire meanwhile. */
const canary: Errand<World> = {
  name: 'a canary',
  inSteps: true,
  async world(scale = SCALE) {
    const made = await world({
      scale,
      strategy: 'LINEAR',
      hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      timeoutMinutes: 600,
      configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 } },
    });
    await tell(made, 'alarm during');
    await made.script('v1', { answers: { status: 200 } });
    await made.cloud.clock.advance(120_000);
    return made;
  },
  step(made) {
    unsettle(made).catch(() => {});
    const inputs = { canary: '50%/3m', settle: '0s', alarms: ALARM, 'on-insufficient-data': 'fail', timeout };
    return stepOf(made, { inputs });
  },
  told,
  expected: { exitCode: 0, outcome: 'promoted', annotations: 0 },
};

/**
 * Again and again while half of the users have it: nothing tells from outside when it is watched. Without the wire, so that no look of a
 * process on a busy machine falls between the two.
 */
async function unsettle({ cloud, live }: World): Promise<void> {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  const cloudwatch = new CloudWatchClient({
    region: 'eu-west-1',
    credentials,
    requestHandler: inProcess(cloud) as never,
  });
  const ends = cloud.clock.now() + 3_600_000;
  for (let hasHalf = false, hadHalf = false; cloud.clock.now() < ends && !(hadHalf && !hasHalf); hadHalf ||= hasHalf) {
    hasHalf = Object.values((await live()).production).includes(0.5);
    for (const StateValue of hasHalf ? (['INSUFFICIENT_DATA', 'OK'] as const) : []) {
      await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'a test' }));
    }
    await cloud.clock.sleep(15_000);
  }
}

/** A registration whose reply is lost is looked for. */
const lostReply: Errand<World> = {
  name: 'a deployment whose registration is not answered',
  inSteps: true,
  world: (scale = SCALE) => world({ scale, timeoutMinutes: 600 }),
  step(made) {
    const { control } = made.cloud;
    const fault = { service: 'ecs', operation: 'RegisterTaskDefinition', kind: 'reset', when: 'after' } as const;
    control.clearFaults().then(
      () => control.addFault(fault),
      () => {},
    );
    return stepOf(made, { inputs: { timeout } });
  },
  told: (ended) => ({ ...(told(ended) as object), registered: ended.outputs['task-definition'] }),
  expected: { exitCode: 0, outcome: 'promoted', annotations: 0, registered: 'api:2' },
};

/** It fails between pauses, is taken back, and says why. */
const crash: Errand<World> = {
  name: 'a deployment that crashes',
  inSteps: true,
  async world(scale = SCALE) {
    const made = await world({ scale, timeoutMinutes: 600 });
    await tell(made, 'crash loop');
    return made;
  },
  step: (made) => stepOf(made, { inputs: { timeout } }),
  told: ({ outputs, exitCode, stdout }) => {
    const { failedTasks = [] } = JSON.parse(outputs.report || '{}') as {
      readonly failedTasks?: readonly { readonly lines: readonly string[] }[];
    };
    const hasLines = failedTasks.some(({ lines }) => lines.length > 0);
    return { exitCode, outcome: outputs.outcome, hasLines, isBack: !stdout.includes('Going back failed') };
  },
  expected: { exitCode: 1, outcome: 'rejected', hasLines: true, isBack: true },
};

/** Behind a target group of which no listener rule is known. */
const rolling: Errand<World> = {
  name: 'a rolling deployment',
  inSteps: true,
  world: (scale = SCALE) => world({ scale, strategy: 'ROLLING' }),
  step: (made) => stepOf(made, { inputs: { timeout } }),
  told,
  // That its new tasks meet users before they are proved.
  expected: { exitCode: 0, outcome: 'promoted', annotations: 1 },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [lostReply, crash, canary, rolling] });
  expect(failures).toEqual([]);
}, 600_000);
