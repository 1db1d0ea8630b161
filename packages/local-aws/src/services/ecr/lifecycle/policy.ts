import type { AwsError } from '../../../kernel/errors.ts';
import { list } from '../../../kernel/iam.ts';
import { invalid } from '../errors.ts';
import type { Image } from '../state.ts';

/** One rule: which images are acted on, and how. https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export interface Rule {
  readonly priority: number;
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  /** Wildcards, each of which has to match one of an image's tags; a prefix is one that ends in `*`. */
  readonly patterns: readonly string[];
  /** Status of the images of its storage class. */
  readonly status: Extract<Image['status'], 'ACTIVE' | 'ARCHIVED'>;
  readonly countType: CountType;
  /** Images, or days. */
  readonly countNumber: number;
  readonly action: 'EXPIRE' | 'TRANSITION';
}

type CountType = 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';

interface Document {
  readonly rulePriority?: unknown;
  readonly selection?: Selection;
  readonly action?: { readonly type?: unknown; readonly targetStorageClass?: unknown };
}

interface Selection {
  readonly tagStatus?: unknown;
  readonly tagPatternList?: unknown;
  readonly tagPrefixList?: unknown;
  readonly storageClass?: unknown;
  readonly countType?: unknown;
  readonly countUnit?: unknown;
  readonly countNumber?: unknown;
}

const membersOfRule = ['rulePriority', 'description', 'selection', 'action'];
const membersOfSelection = [
  'tagStatus',
  'tagPatternList',
  'tagPrefixList',
  'storageClass',
  'countType',
  'countUnit',
  'countNumber',
];
const membersOfAction = ['type', 'targetStorageClass'];

/** The rules of a policy, by priority; throws ECR's error for one that it would not take. */
export function readLifecyclePolicy(text: string): readonly Rule[] {
  const rules = documentsOf(text).map(ruleFrom);
  rules.sort((a, b) => a.priority - b.priority);
  if (new Set(rules.map(({ priority }) => priority)).size < rules.length) throw flaw('Rule priorities must be unique.');
  // "Rules per lifecycle policy": https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
  if (rules.length > 50) throw flaw('A policy has fifty rules at most.');
  for (const status of ['ACTIVE', 'ARCHIVED'] as const) assertTogether(rules.filter((rule) => rule.status === status));
  return rules;
}

function documentsOf(text: string): readonly Document[] {
  try {
    const { rules, ...rest } = JSON.parse(text);
    if (Array.isArray(rules) && rules.length > 0 && Object.keys(rest).length === 0) return rules;
  } catch {
    // No JSON, which is said as for any other that is no policy.
  }
  throw unreadable();
}

function ruleFrom(document: Document): Rule {
  const { rulePriority, selection, action } = has(document, membersOfRule);
  const { tagStatus, countType, countNumber, storageClass } = has(selection, membersOfSelection);
  const { type, targetStorageClass } = has(action, membersOfAction);
  if (!isPositive(rulePriority) || !isPositive(countNumber)) throw unreadable();
  if (!isOneOf(tagStatus, ['tagged', 'untagged', 'any'])) throw unreadable();
  if (!isOneOf(type, ['expire', 'transition'])) throw unreadable();
  if (!isOneOf(countType, ['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned']))
    throw unreadable();
  const patterns = patternsOf(tagStatus, selection!);
  // "an error will occur if you specify a count unit when countType is any other value"
  const unit = countType === 'imageCountMoreThan' ? undefined : 'days';
  if (selection?.countUnit !== unit) throw flaw(`countUnit must be ${unit ?? 'left out'} for ${countType}.`);
  // "When using a count type of sinceImageTransitioned, this is required, and the only supported value is archive"
  const isOfArchive = countType === 'sinceImageTransitioned';
  const classes = isOfArchive ? ['archive'] : [undefined, 'standard'];
  if (!classes.includes(storageClass as string | undefined)) throw flaw(`storageClass does not suit ${countType}.`);
  if (
    (targetStorageClass === 'archive') !== (type === 'transition') ||
    (type === 'expire' && targetStorageClass !== undefined)
  )
    throw flaw('targetStorageClass must be archive for transition, and left out for expire.');
  assertAction(countType, type, countNumber);
  return {
    priority: rulePriority,
    tagStatus,
    patterns,
    status: isOfArchive ? 'ARCHIVED' : 'ACTIVE',
    countType,
    countNumber,
    action: type === 'expire' ? 'EXPIRE' : 'TRANSITION',
  };
}

/**
 * What is not pulled can be archived alone, and what is archived expired alone, after 90 days at the earliest:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
function assertAction(countType: CountType, type: 'expire' | 'transition', countNumber: number): void {
  if (countType === 'sinceImagePulled' && type === 'expire') throw flaw('sinceImagePulled cannot expire images.');
  if (countType !== 'sinceImageTransitioned') return;
  if (type === 'transition') throw flaw('sinceImageTransitioned cannot transition images.');
  if (countNumber < 90) throw flaw('countNumber must be at least 90 for sinceImageTransitioned.');
}

function patternsOf(tagStatus: Rule['tagStatus'], { tagPatternList, tagPrefixList }: Selection): readonly string[] {
  const [patterns, prefixes] = [textsOf(tagPatternList), textsOf(tagPrefixList)];
  if (patterns && prefixes) throw flaw('Only one of tagPrefixList and tagPatternList can be specified.');
  const all = patterns ?? prefixes?.map((prefix) => `${prefix}*`);
  if (tagStatus !== 'tagged') {
    if (all) throw flaw(`tagPrefixList and tagPatternList must be left out when tagStatus=${tagStatus.toUpperCase()}.`);
    return [];
  }
  // No page of AWS's has these words, nor those on untagged images and on ANY below; public repositories quote them from deployments that failed.
  if (!all || all.length === 0) throw flaw('Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.');
  // "There is a maximum limit of four wildcards (*) per string"
  if (patterns?.some((pattern) => pattern.split('*').length > 5))
    throw flaw('A tag pattern has four wildcards at most.');
  return all;
}

/** What the rules of one storage class may not be together: https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules */
function assertTogether(rules: readonly Rule[]): void {
  if (rules.filter(({ tagStatus }) => tagStatus === 'untagged').length > 1)
    throw flaw('Only one rule can select Untagged images per storage class.');
  if (rules.slice(0, -1).some(({ tagStatus }) => tagStatus === 'any'))
    throw flaw('Rule for tagStatus=ANY must have the lowest priority per storage class');
  const tagged = rules.filter(({ tagStatus }) => tagStatus === 'tagged').map(({ patterns }) => patterns.join(','));
  if (new Set(tagged).size < tagged.length)
    throw flaw('Rules must have unique sets of tag prefixes per storage class.');
}

/** The value, if it is an object with no other members than these. */
function has<Value extends object>(value: Value | undefined, members: readonly string[]): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  if (Object.keys(value).some((key) => !members.includes(key))) throw unreadable();
  return value;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function isOneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): value is Choice {
  return choices.includes(value as Choice);
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !list(value).every((each) => typeof each === 'string' && each !== ''))
    throw unreadable();
  return value as readonly string[];
}

/** As moto has it from AWS: getmoto/moto, tests/test_ecr/test_ecr_policy_validation.py */
function unreadable(): AwsError {
  return flaw('Could not map policyString into LifecyclePolicy.');
}

function flaw(what: string): AwsError {
  return invalid('LifecyclePolicyText', `Lifecycle policy validation failure: ${what}`);
}
