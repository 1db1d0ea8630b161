import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { readPolicy } from '../access/policy.ts';
import { invalid } from '../errors.ts';
import { readLifecyclePolicy } from '../lifecycle/policy.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import type { EcrCall } from '../place.ts';
import { mutabilityOf, shownMutability } from '../repositories/mutability.ts';
import { assertTags } from '../repositories/resource-tags.ts';
import type { Template } from '../state.ts';

type Given = Omit<sdk.CreateRepositoryCreationTemplateRequest, 'prefix' | 'appliedFor'> & {
  readonly appliedFor?: readonly sdk.RCTAppliedFor[] | undefined;
};

const settings = [
  'prefix',
  'description',
  'encryptionConfiguration',
  'resourceTags',
  'imageTagMutability',
  'imageTagMutabilityExclusionFilters',
  'repositoryPolicy',
  'lifecyclePolicy',
  'appliedFor',
  'customRoleArn',
] as const;

/** A template after settings were given; what is left out stays as it was. */
function changed(before: Template, given: Given, now: number): Template {
  const { description, encryptionConfiguration, resourceTags, repositoryPolicy, lifecyclePolicy } = given;
  const { imageTagMutability, imageTagMutabilityExclusionFilters, appliedFor, customRoleArn } = given;
  if (repositoryPolicy) readPolicy(repositoryPolicy);
  if (lifecyclePolicy) readLifecyclePolicy(lifecyclePolicy);
  const isMutabilityGiven = imageTagMutability !== undefined || imageTagMutabilityExclusionFilters !== undefined;
  const after: Template = {
    ...before,
    updated: now,
    description: description ?? before.description,
    appliedFor: appliedFor ?? before.appliedFor,
    mutability: isMutabilityGiven ? mutabilityOf(given) : before.mutability,
    encryption: encryptionConfiguration
      ? { type: encryptionConfiguration.encryptionType ?? 'AES256', key: encryptionConfiguration.kmsKey }
      : before.encryption,
    resourceTags: resourceTags ? assertTags({}, resourceTags) : before.resourceTags,
    policy: repositoryPolicy ?? before.policy,
    lifecycle: lifecyclePolicy ?? before.lifecycle,
    roleArn: customRoleArn ?? before.roleArn,
  };
  // "If you intend to use KMS keys, resource tags, or a combination of both": https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
  const needsRole = after.encryption.type !== 'AES256' || Object.keys(after.resourceTags).length > 0;
  if (needsRole && after.roleArn === undefined)
    throw invalid('customRoleArn', 'Member must not be null when resource tags or KMS keys are given');
  return after;
}

/** Operations on templates of repositories, by which a push can make one: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html */
export const templateOperations = {
  CreateRepositoryCreationTemplate: operation<
    sdk.CreateRepositoryCreationTemplateRequest,
    sdk.CreateRepositoryCreationTemplateResponse
  >('CreateRepositoryCreationTemplate', {
    takes: settings,
    resource: () => '*',
    run(call, { prefix = '', ...given }) {
      const now = call.clock.now();
      const template = changed(emptyTemplate(prefix, now), given, now);
      // In the words of AWS's model.
      const message = 'The repository creation template already exists. Specify a unique prefix and try again.';
      if (call.state.templates.has(prefix)) throw new AwsError('TemplateAlreadyExistsException', 400, message);
      call.state.templates.set(prefix, template);
      return { registryId: call.account, repositoryCreationTemplate: shown(template) };
    },
  }),

  UpdateRepositoryCreationTemplate: operation<
    sdk.UpdateRepositoryCreationTemplateRequest,
    sdk.UpdateRepositoryCreationTemplateResponse
  >('UpdateRepositoryCreationTemplate', {
    takes: settings,
    resource: () => '*',
    run(call, { prefix = '', ...given }) {
      const template = changed(templateOf(call, prefix), given, call.clock.now());
      call.state.templates.set(prefix, template);
      return { registryId: call.account, repositoryCreationTemplate: shown(template) };
    },
  }),

  DeleteRepositoryCreationTemplate: operation<
    sdk.DeleteRepositoryCreationTemplateRequest,
    sdk.DeleteRepositoryCreationTemplateResponse
  >('DeleteRepositoryCreationTemplate', {
    takes: ['prefix'],
    resource: () => '*',
    run(call, { prefix = '' }) {
      const template = templateOf(call, prefix);
      call.state.templates.delete(prefix);
      return { registryId: call.account, repositoryCreationTemplate: shown(template) };
    },
  }),

  DescribeRepositoryCreationTemplates: operation<
    sdk.DescribeRepositoryCreationTemplatesRequest,
    sdk.DescribeRepositoryCreationTemplatesResponse
  >('DescribeRepositoryCreationTemplates', {
    takes: ['prefixes', 'nextToken', 'maxResults'],
    resource: () => '*',
    run(call, { prefixes, nextToken, maxResults }) {
      const all = [...call.state.templates.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
      const named = prefixes ? all.filter(({ prefix }) => prefixes.includes(prefix)) : all;
      const { items, next } = page(named, { nextToken, maxResults });
      return {
        registryId: call.account,
        repositoryCreationTemplates: items.map(shown),
        ...(next !== undefined && { nextToken: next }),
      };
    },
  }),
};

function templateOf({ state }: EcrCall, prefix: string): Template {
  const template = state.templates.get(prefix);
  if (template) return template;
  const message =
    "The specified repository creation template can't be found. Verify the registry ID and prefix and try again.";
  throw new AwsError('TemplateNotFoundException', 400, message);
}

function emptyTemplate(prefix: string, now: number): Template {
  return {
    prefix,
    description: undefined,
    appliedFor: [],
    mutability: { mode: 'MUTABLE', exclusions: [] },
    encryption: { type: 'AES256', key: undefined },
    resourceTags: {},
    policy: undefined,
    lifecycle: undefined,
    roleArn: undefined,
    created: now,
    updated: now,
  };
}

function shown(template: Template): sdk.RepositoryCreationTemplate {
  const { prefix, description, appliedFor, mutability, encryption, resourceTags, policy, lifecycle, roleArn } =
    template;
  return {
    prefix,
    ...(description !== undefined && { description }),
    encryptionConfiguration: {
      encryptionType: encryption.type,
      ...(encryption.key !== undefined && { kmsKey: encryption.key }),
    },
    resourceTags: Object.entries(resourceTags).map(([Key, Value]) => ({ Key, Value })),
    ...shownMutability(mutability),
    ...(policy !== undefined && { repositoryPolicy: policy }),
    ...(lifecycle !== undefined && { lifecyclePolicy: lifecycle }),
    appliedFor: [...appliedFor],
    ...(roleArn !== undefined && { customRoleArn: roleArn }),
    createdAt: new Date(template.created),
    updatedAt: new Date(template.updated),
  };
}
