import type { Clock } from '@actions-aws/action';
import { explained, type Patience, patient } from '@actions-aws/aws';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksCommand, type ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { endOfArn } from '../arn.ts';
import { type JsonObject, numberIn, objectIn, objectsIn, textIn, textsIn, timeIn } from '../json.ts';
import type { Explain, StoppedTask } from '../ports.ts';
import { rawAnswer } from './raw.ts';
import { awsTaskDefinitions } from './task-definitions.ts';

/** As many tasks as one request takes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const TASKS_AT_ONCE = 100;

/**
 * {@link Explain} over the SDK. Needs `ecs:ListTasks`, `ecs:DescribeTasks` and `ecs:DescribeTaskDefinition`, and for what containers wrote
 * `logs:GetLogEvents`. The client for logs is loaded where a task has failed.
 */
export function awsExplain(
  ecs: ECSClient,
  logs: () => Promise<CloudWatchLogsClient>,
  clock: Clock,
  patience?: Patience,
): Explain {
  const client = patience ? patient(ecs, patience, clock) : ecs;
  const definitions = awsTaskDefinitions(ecs, clock, patience);
  return {
    async stoppedTasks({ cluster, service }, most) {
      const listed = await explained(
        rawAnswer(client, new ListTasksCommand({ cluster, serviceName: service, desiredStatus: 'STOPPED' })),
        { doing: `list the stopped tasks of the service ${service}`, action: 'ecs:ListTasks' },
      );
      const tasks = textsIn(listed, 'taskArns').slice(0, TASKS_AT_ONCE);
      if (tasks.length === 0) return [];
      const answer = await explained(rawAnswer(client, new DescribeTasksCommand({ cluster, tasks: [...tasks] })), {
        doing: `read the stopped tasks of the service ${service}`,
        action: 'ecs:DescribeTasks',
      });
      return objectsIn(answer, 'tasks')
        .map(taskIn)
        .sort((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0))
        .slice(0, most);
    },

    async lastLines(task, container, most) {
      const definition = await definitions.describe(task.taskDefinition);
      const place = definition && streamOf(definition.raw, container, task.arn);
      if (!place) return [];
      const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
      const through = patience ? patient(await logs(), patience, clock) : await logs();
      const answer = await explained(
        through.send(new GetLogEventsCommand({ ...place, limit: most, startFromHead: false })),
        { doing: `read the log ${place.logGroupName} of the container ${container}`, action: 'logs:GetLogEvents' },
      );
      return (answer.events ?? []).map(({ message = '' }) => message.replace(/\s+$/, ''));
    },
  };
}

function taskIn(raw: JsonObject): StoppedTask {
  return {
    arn: textIn(raw, 'taskArn'),
    taskDefinition: textIn(raw, 'taskDefinitionArn'),
    stoppedAt: timeIn(raw, 'stoppedAt') ?? timeIn(raw, 'stoppingAt'),
    stopCode: textIn(raw, 'stopCode'),
    stoppedReason: textIn(raw, 'stoppedReason'),
    containers: objectsIn(raw, 'containers').map((one) => ({
      name: textIn(one, 'name'),
      image: textIn(one, 'image'),
      exitCode: numberIn(one, 'exitCode'),
      reason: textIn(one, 'reason'),
    })),
  };
}

/**
 * Where a container writes: by the driver awslogs `prefix/container/task`, and only with a prefix, without which the stream has the id of
 * the container (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html).
 */
function streamOf(
  definition: JsonObject,
  container: string,
  task: string,
): { readonly logGroupName: string; readonly logStreamName: string } | undefined {
  const found = objectsIn(definition, 'containerDefinitions').find((one) => textIn(one, 'name') === container);
  const log = objectIn(found ?? {}, 'logConfiguration');
  const options = objectIn(log, 'options');
  const [group, prefix] = [textIn(options, 'awslogs-group'), textIn(options, 'awslogs-stream-prefix')];
  if (textIn(log, 'logDriver') !== 'awslogs' || !group || !prefix) return undefined;
  return { logGroupName: group, logStreamName: `${prefix}/${container}/${endOfArn(task)}` };
}
