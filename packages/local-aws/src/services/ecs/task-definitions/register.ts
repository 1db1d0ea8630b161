import type * as sdk from '@aws-sdk/client-ecs';
import type { Authorization } from '../../../kernel/service.ts';
import { documentOf, operation } from '../operation.ts';
import type { EcsCall, EcsPlace } from '../place.ts';
import { passedRoles } from '../roles.ts';
import type { Document, Family, TaskDefinitionRecord } from '../state.ts';
import { withTags } from '../tag-rules.ts';
import { completed } from './completed.ts';
import { definitionArn } from './find.ts';
import { shownDefinition } from './shown.ts';
import { assertDefinition } from './validate.ts';

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html. What is registered is kept as the
 * JSON that came, so that a member that this SDK does not know yet is neither refused nor lost.
 */
export const registerTaskDefinition = operation<sdk.RegisterTaskDefinitionRequest, sdk.RegisterTaskDefinitionResponse>(
  'RegisterTaskDefinition',
  {
    takes: [
      'family',
      'taskRoleArn',
      'executionRoleArn',
      'networkMode',
      'containerDefinitions',
      'volumes',
      'placementConstraints',
      'requiresCompatibilities',
      'cpu',
      'memory',
      'tags',
      'pidMode',
      'ipcMode',
      'proxyConfiguration',
      'inferenceAccelerators',
      'ephemeralStorage',
      'runtimePlatform',
      'enableFaultInjection',
    ],
    resource: ({ family = '*' }, place) => nextArn(place, family),
    authorizes,
    run(call, input) {
      const { tags = [], ...definition } = { ...input };
      assertDefinition(definition as sdk.RegisterTaskDefinitionRequest);
      const { tags: _, ...settings } = documentOf(call) as { tags?: unknown } & Document;
      const record = add(call, definition.family ?? '', settings, withTags([], tags as []));
      return { taskDefinition: shownDefinition(record), ...(record.tags.length > 0 && { tags: [...record.tags] }) };
    },
  },
);

function authorizes(
  { family = '*', tags = [], taskRoleArn, executionRoleArn }: sdk.RegisterTaskDefinitionRequest,
  place: EcsPlace,
): readonly Authorization[] {
  const resource = nextArn(place, family);
  return [
    { action: 'ecs:RegisterTaskDefinition', resource },
    ...passedRoles(place, [taskRoleArn, executionRoleArn]),
    ...(tags.length > 0 ? [{ action: 'ecs:TagResource', resource }] : []),
  ];
}

/** Which revision it will be is known before: AWS asks its policies of that one, and `family:*` covers it. */
function nextArn(place: EcsPlace, family: string): string {
  return definitionArn(place, family, (place.state.families.get(family)?.definitions.length ?? 0) + 1);
}

function add(call: EcsCall, family: string, settings: Document, tags: TaskDefinitionRecord['tags']) {
  const known: Family = call.state.families.get(family) ?? { definitions: [] };
  call.state.families.set(family, known);
  const revision = known.definitions.length + 1;
  const record: TaskDefinitionRecord = {
    family,
    revision,
    arn: definitionArn(call, family, revision),
    settings: completed(settings),
    tags,
    registered: call.clock.now(),
    registeredBy: call.principal,
    deregistered: undefined,
  };
  known.definitions.push(record);
  return record;
}
