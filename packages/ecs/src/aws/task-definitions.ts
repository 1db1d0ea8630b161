import type { Clock } from '@actions-aws/action';
import { clientInDoubt, errorName, explain, explained, type Patience, patient } from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs';
import { endOfArn } from '../arn.ts';
import { textIn, textsIn } from '../json.ts';
import type { TaskDefinitions } from '../ports.ts';
import { type Tags, type TaskDefinition, taskDefinitionIn } from '../task-definition.ts';
import { insist, lookUntil } from './insist.ts';
import { rawAnswer } from './raw.ts';
import { nothingSeen, type Seen } from './seen.ts';

/** How many of the newest of a family are looked through for one whose registration was not answered. */
const NEWEST = 5;

/**
 * {@link TaskDefinitions} over the SDK. Needs `ecs:DescribeTaskDefinition`, and to register `RegisterTaskDefinition`, `TagResource`,
 * `ListTaskDefinitions` for a lost reply, and `iam:PassRole` on the roles that it names.
 */
export function awsTaskDefinitions(
  given: ECSClient,
  clock: Clock,
  patience?: Patience,
  { definitions: shown }: Seen = nothingSeen(),
): TaskDefinitions {
  const client = patience ? patient(given, patience, clock) : given;
  const once = patience ? patient(given, patience, clock, 1) : given;

  const describe = async (taskDefinition: string, through = client): Promise<TaskDefinition | undefined> => {
    try {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
      const found = taskDefinitionIn(await rawAnswer(through, command));
      shown.set(found.arn, found);
      return found;
    } catch (error) {
      // ECS has no error of its own for this; one of a client that may read it says "Unable to describe task definition."
      // One that was shown once is there: a revision never changes.
      if (errorName(error) === 'ClientException') return shown.get(taskDefinition);
      throw explain(error, {
        doing: `read the task definition ${endOfArn(taskDefinition)}`,
        action: 'ecs:DescribeTaskDefinition',
      });
    }
  };

  return {
    // The name comes from ECS: a read that does not find it may be one that does not show it yet.
    describe: (name) => lookUntil(() => describe(name), { patience, clock }),

    register(document, tags) {
      const family = textIn(document, 'family');
      const doing = {
        doing: `register a task definition of the family ${family}`,
        action: 'ecs:RegisterTaskDefinition',
      };
      const look = async () => {
        const through = clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS);
        const command = new ListTaskDefinitionsCommand({ familyPrefix: family, sort: 'DESC', maxResults: NEWEST });
        const answer = await explained(rawAnswer(through, command), {
          doing: `list the task definitions of the family ${family}`,
          action: 'ecs:ListTaskDefinitions',
        });
        for (const arn of textsIn(answer, 'taskDefinitionArns')) {
          const found = await describe(arn, through);
          if (found && Object.entries(tags).every(([key, value]) => found.tags[key] === value)) return found;
        }
        return undefined;
      };
      const send = async () => {
        const command = new RegisterTaskDefinitionCommand({ family, containerDefinitions: [] });
        return taskDefinitionIn(
          await rawAnswer(once, command, {
            body: { ...document, tags: listOf(tags) },
            giveUp: patience?.signal,
          }),
        );
      };
      return insist({ doing, send, look }, { patience, clock });
    },

    async tag(resourceArn, tags) {
      await explained(client.send(new TagResourceCommand({ resourceArn, tags: listOf(tags) })), {
        doing: `write tags of the task definition ${endOfArn(resourceArn)}`,
        action: 'ecs:TagResource',
      });
    },
  };
}

/** Tags as ECS takes them. */
function listOf(tags: Tags) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
