import { AwsError } from '../../../kernel/errors.ts';
import { deniedMessage } from '../../../kernel/iam.ts';
import type { Authorization } from '../../../kernel/service.ts';
import { otherAccount } from '../errors.ts';
import { type EcrCall, type EcrPlace, repositoryArn } from '../place.ts';
import { readPolicy, verdictOf } from './policy.ts';
import { accountOf, type Request, roleOf } from './principals.ts';

/**
 * Throws where a repository's policy denies what a caller wants, and where the caller is of another account and no policy lets it
 * in: it needs both, its own policies' permission, which the kernel has looked at, and the repository's
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html). In one account "a user or
 * role only needs to be allowed … through either" (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html); here,
 * and that is harder, its own policies must allow it in any case. For a repository of another account that is not there the answer
 * is the same, so that names cannot be guessed; what ECR says is not known.
 */
export function assertAccess(call: EcrCall, authorizations: readonly Authorization[]): void {
  const isOwn = accountOf(call.principal) === call.account;
  for (const authorization of authorizations) {
    const verdict = verdictIn(call, authorization);
    if (verdict === 'Deny') {
      const why = 'with an explicit deny in a resource-based policy';
      throw new AwsError('AccessDeniedException', 400, deniedMessage(call.principal, authorization, why));
    }
    if (!isOwn && verdict !== 'Allow') throw otherAccount(call.principal, authorization);
  }
}

function verdictIn(call: EcrCall, { action, resource }: Authorization): 'Allow' | 'Deny' | undefined {
  const name = resource.slice(repositoryArn(call, '').length);
  const isHere = resource === repositoryArn(call, name);
  const { principal } = call;
  const keys = new Map([
    ['aws:principalarn', roleOf(principal)],
    ['aws:principalaccount', accountOf(principal)],
  ]);
  return isHere ? verdictOn(call, name, { action, principal, keys }) : undefined;
}

function verdictOn({ state }: EcrPlace, name: string, request: Request): 'Allow' | 'Deny' | undefined {
  const policy = state.repositories.get(name)?.policy;
  return policy === undefined ? undefined : verdictOf(readPolicy(policy), request);
}

/** A service of AWS that pulls for a resource of some account. */
export interface ServicePrincipal {
  /** Such as `lambda.amazonaws.com`. */
  readonly service: string;
  /** ARN of what it pulls for, such as a function. */
  readonly sourceArn: string;
}

/**
 * Whether a repository's policy lets a service pull its images:
 * https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function mayPull(place: EcrPlace, name: string, { service: principal, sourceArn }: ServicePrincipal): boolean {
  const keys = new Map([
    ['aws:sourcearn', sourceArn],
    ['aws:sourceaccount', accountOf(sourceArn)],
  ]);
  return pullActions.every((action) => verdictOn(place, name, { action, principal, keys }) === 'Allow');
}

/** Whether a repository's policy lets a principal of another account pull its images. */
export function letsPull(place: EcrPlace, name: string, principal: string): boolean {
  const keys = new Map([
    ['aws:principalarn', roleOf(principal)],
    ['aws:principalaccount', accountOf(principal)],
  ]);
  return pullActions.every((action) => verdictOn(place, name, { action, principal, keys }) === 'Allow');
}

/** What a pull by Lambda needs. */
const pullActions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * Adds to a repository's policy what lets Lambda pull for the functions of its account: "If the Amazon ECR repository does not include these
 * permissions, Lambda attempts to add them automatically", where its caller may get and set the policy (beside it).
 */
export function letLambdaPull({ state, account, region }: EcrPlace, name: string): void {
  const repository = state.repositories.get(name);
  if (!repository) return;
  const { Version = '2008-10-17', Statement = [] } = JSON.parse(repository.policy ?? '{}');
  const added = {
    Sid: 'LambdaECRImageRetrievalPolicy',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: [...pullActions, 'ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy', 'ecr:GetRepositoryPolicy'],
    Condition: { StringLike: { 'aws:sourceArn': `arn:aws:lambda:${region}:${account}:function:*` } },
  };
  repository.policy = JSON.stringify({ Version, Statement: [Statement, added].flat() }, null, 2);
}
