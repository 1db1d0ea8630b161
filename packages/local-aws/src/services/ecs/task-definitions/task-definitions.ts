import type * as sdk from '@aws-sdk/client-ecs';
import { clientError, invalidParameter } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../place.ts';
import type { TaskDefinitionRecord } from '../state.ts';
import { definitionPath, findDefinition } from './find.ts';
import { registerTaskDefinition } from './register.ts';
import { shownDefinition } from './shown.ts';

const any = () => '*';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html */
const describeTaskDefinition = operation<sdk.DescribeTaskDefinitionRequest, sdk.DescribeTaskDefinitionResponse>(
  'DescribeTaskDefinition',
  {
    takes: ['taskDefinition', 'include'],
    resource: ({ taskDefinition = '*' }, place) => findDefinition(place, taskDefinition)?.arn ?? taskDefinition,
    authorizes: () => [{ action: 'ecs:DescribeTaskDefinition', resource: '*' }],
    run(call, input) {
      const { taskDefinition = '', include = [] } = input;
      const found = findDefinition(call, taskDefinition);
      // The message is ECS's own: hashicorp/terraform#12609.
      if (!found) throw clientError('Unable to describe task definition.');
      return { taskDefinition: shownDefinition(found), ...(include.includes('TAGS') && { tags: [...found.tags] }) };
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html */
const deregisterTaskDefinition = operation<sdk.DeregisterTaskDefinitionRequest, sdk.DeregisterTaskDefinitionResponse>(
  'DeregisterTaskDefinition',
  {
    takes: ['taskDefinition'],
    resource: ({ taskDefinition = '*' }, place) => findDefinition(place, taskDefinition)?.arn ?? taskDefinition,
    authorizes: () => [{ action: 'ecs:DeregisterTaskDefinition', resource: '*' }],
    run(call, input) {
      const { taskDefinition = '' } = input;
      // "You must specify a revision."
      if (definitionPath(taskDefinition).revision === undefined)
        throw invalidParameter(`Revision is missing: ${taskDefinition}`);
      const found = findDefinition(call, taskDefinition);
      if (!found) throw clientError('The specified task definition does not exist.');
      found.deregistered ??= call.clock.now();
      return { taskDefinition: shownDefinition(found) };
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html */
const listTaskDefinitions = operation<sdk.ListTaskDefinitionsRequest, sdk.ListTaskDefinitionsResponse>(
  'ListTaskDefinitions',
  {
    takes: ['familyPrefix', 'status', 'sort', 'nextToken', 'maxResults'],
    resource: any,
    run(call, input) {
      const { familyPrefix, status = 'ACTIVE', sort = 'ASC', nextToken, maxResults } = input;
      const all = [...call.state.families.entries()]
        // "The full family name": not a prefix, in spite of its name, familyPrefix.
        .filter(([family]) => familyPrefix === undefined || family === familyPrefix)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, { definitions }]) => definitions)
        .filter((definition) => isIn(definition, status));
      const { items, ...more } = page(sort === 'DESC' ? all.reverse() : all, { maxResults, nextToken }, 100);
      return { taskDefinitionArns: items.map(({ arn }) => arn), ...more };
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html */
const listTaskDefinitionFamilies = operation<
  sdk.ListTaskDefinitionFamiliesRequest,
  sdk.ListTaskDefinitionFamiliesResponse
>('ListTaskDefinitionFamilies', {
  takes: ['familyPrefix', 'status', 'nextToken', 'maxResults'],
  resource: any,
  run(call, input) {
    const { familyPrefix = '', status = 'ALL', nextToken, maxResults } = input;
    const all = [...call.state.families]
      .filter(([family]) => family.startsWith(familyPrefix))
      .filter(([, { definitions }]) => {
        const isActive = definitions.some((each) => isIn(each, 'ACTIVE'));
        return status === 'ALL' || isActive === (status === 'ACTIVE');
      });
    const { items, ...more } = page(all.map(([family]) => family).sort(), { maxResults, nextToken }, 100);
    return { families: [...items], ...more };
  },
});

function isIn({ deregistered }: TaskDefinitionRecord, status: string): boolean {
  return (deregistered === undefined) === (status === 'ACTIVE');
}

/** Task definitions. */
export const taskDefinitionOperations = {
  RegisterTaskDefinition: registerTaskDefinition,
  DescribeTaskDefinition: describeTaskDefinition,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  ListTaskDefinitions: listTaskDefinitions,
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
};
