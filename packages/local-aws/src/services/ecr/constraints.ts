import { type Constraint, violationsOf } from '../../kernel/constraints.ts';
import { invalid } from './errors.ts';

// Patterns and bounds are those of AWS's model of ECR (botocore data/ecr/2015-09-21/service-2.json, 1.44.8).

const repositoryName: Constraint = {
  kind: 'text',
  min: 2,
  max: 256,
  pattern: '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*',
};
const account: Constraint = { kind: 'text', pattern: '[0-9]{12}' };
const layerDigest: Constraint = { kind: 'text', pattern: '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+' };
const byte: Constraint = { kind: 'number', min: 0 };
/** Members of lists that are structures are checked by the operations. */
const structure: Constraint = { kind: 'map', key: { kind: 'text' }, value: { kind: 'text' } };

const everywhere: Readonly<Record<string, Constraint>> = {
  registryId: account,
  registryIds: { kind: 'list', min: 1, max: 10, member: account },
  repositoryName,
  repositoryNames: { kind: 'list', min: 1, max: 100, member: repositoryName },
  maxResults: { kind: 'number', min: 1, max: 1000 },
  imageTagMutability: {
    kind: 'choice',
    of: ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'],
  },
  imageTagMutabilityExclusionFilters: { kind: 'list', min: 1, max: 5, member: structure },
  'encryptionConfiguration.encryptionType': { kind: 'choice', of: ['AES256', 'KMS', 'KMS_DSSE'] },
  'encryptionConfiguration.kmsKey': { kind: 'text', min: 1, max: 2048 },
  imageIds: { kind: 'list', min: 1, max: 100, member: structure },
  'imageId.imageTag': { kind: 'text', min: 1, max: 300 },
  prefix: {
    kind: 'text',
    min: 1,
    max: 256,
    pattern: '((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?|ROOT)',
  },
  description: { kind: 'text', min: 0, max: 256 },
  appliedFor: {
    kind: 'list',
    member: { kind: 'choice', of: ['CREATE_ON_PUSH', 'PULL_THROUGH_CACHE', 'REPLICATION'] },
  },
  repositoryPolicy: { kind: 'text', min: 0, max: 10_240 },
  lifecyclePolicy: { kind: 'text', min: 0, max: 30_720 },
  lifecyclePolicyText: { kind: 'text', min: 100, max: 30_720 },
  policyText: { kind: 'text', min: 0, max: 10_240 },
  imageTag: { kind: 'text', min: 1, max: 300 },
  acceptedMediaTypes: { kind: 'list', min: 1, max: 100, member: { kind: 'text' } },
  'filter.tagStatus': { kind: 'choice', of: ['TAGGED', 'UNTAGGED', 'ANY'] },
  'filter.imageStatus': { kind: 'choice', of: ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'] },
  'subjectId.imageDigest': layerDigest,
  'filter.artifactStatus': { kind: 'choice', of: ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'] },
  // 4 MiB, of characters in the model's words.
  imageManifest: { kind: 'text', min: 1, max: 4_194_304 },
  scanType: { kind: 'choice', of: ['BASIC', 'ENHANCED'] },
  rules: { kind: 'list', min: 0, max: 2, member: structure },
  targetStorageClass: { kind: 'choice', of: ['STANDARD', 'ARCHIVE'] },
  name: { kind: 'text', min: 1, max: 64 },
  uploadId: { kind: 'text', pattern: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}' },
  layerDigest,
  partFirstByte: byte,
  partLastByte: byte,
};

const particular: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  BatchGetRepositoryScanningConfiguration: {
    repositoryNames: { kind: 'list', min: 1, max: 25, member: repositoryName },
  },
  GetLifecyclePolicyPreview: { maxResults: { kind: 'number', min: 1, max: 100 } },
  ListImageReferrers: { maxResults: { kind: 'number', min: 1, max: 50 } },
  CompleteLayerUpload: { layerDigests: { kind: 'list', min: 1, max: 100, member: layerDigest } },
  BatchCheckLayerAvailability: {
    layerDigests: { kind: 'list', min: 1, max: 100, member: { kind: 'text', min: 0, max: 1000 } },
  },
};

/**
 * Throws for the first member that breaks its constraint, in ECR's form: "Invalid parameter at 'maxResults' failed to satisfy
 * constraint: 'Member must have value less than or equal to 1000'" (google/go-containerregistry#681).
 */
export function validate(operation: string, input: object): void {
  const { violations, fractions } = violationsOf(input, (path) => particular[operation]?.[path] ?? everywhere[path]);
  const [first] = violations;
  const found = /^Value '.*' at '([^']*)' failed to satisfy constraint: (.*)$/s.exec(first ?? '');
  if (found) throw invalid(found[1]!, found[2]!);
  if (fractions.length > 0) throw invalid(fractions[0]!, 'Member must be an integer');
}
