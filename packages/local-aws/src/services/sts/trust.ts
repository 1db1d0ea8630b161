import { assertCondition, type Condition, conditionHolds } from '../../kernel/conditions.ts';
import { like, list } from '../../kernel/iam.ts';
import { githubIssuer } from './providers.ts';

/** The trust policy of a role, as far as it is about identity providers. */
export interface TrustPolicy {
  readonly Version?: string;
  readonly Statement: readonly TrustStatement[] | TrustStatement;
}

/** One statement of it. */
export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** ARNs of identity providers, or of those who may call AssumeRole. */
  readonly Principal: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Condition?: Condition;
}

/** What a token says of its bearer, by the keys of conditions. */
export interface Identity {
  /** ARN of the provider that vouches for it. */
  readonly provider: string;
  /** Such as `token.actions.githubusercontent.com:sub`. What the token lacks is not there. */
  readonly keys: ReadonlyMap<string, string>;
}

const webIdentity = 'sts:AssumeRoleWithWebIdentity';
const members = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Condition']);

/**
 * Refuses a trust policy that could not be enforced exactly as AWS would, and one that IAM refuses to keep: who trusts GitHub
 * has to look at `sub`. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function validateTrust(policy: TrustPolicy): void {
  if (policy.Version !== '2012-10-17') throw new Error(`trust policy version ${policy.Version} is not 2012-10-17`);
  const statements = list(policy.Statement);
  if (statements.length === 0) throw new Error('a trust policy needs a Statement');
  for (const statement of statements) validateStatement(statement);
}

function validateStatement(statement: TrustStatement): void {
  const name = statement.Sid ?? JSON.stringify(statement);
  const unknown = Object.keys(statement).filter((key) => !members.has(key));
  if (unknown.length > 0)
    throw new Error(
      `statement ${name} has ${unknown.join(', ')}, which the local cloud cannot enforce in a trust policy`,
    );
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new Error(`statement ${name} has no Effect of Allow or Deny`);
  if (typeof statement.Principal !== 'object' || Object.keys(statement.Principal).length === 0)
    throw new Error(
      `statement ${name} has no Principal such as {"Federated": "arn:aws:iam::123456789012:oidc-provider/${githubIssuer}"}`,
    );
  if (list(statement.Action).length === 0) throw new Error(`statement ${name} has no Action`);
  assertCondition(name, statement.Condition ?? {});
  const trustsGitHub = list(statement.Principal.Federated).some((arn) => arn.endsWith(`/${githubIssuer}`));
  if (statement.Effect === 'Allow' && trustsGitHub && !looksAtSubject(statement))
    throw new Error(
      `statement ${name} trusts ${githubIssuer} without a condition on ${githubIssuer}:sub: IAM refuses such a policy; name the repository, like repo:octo/search:*`,
    );
}

/** A condition on a wildcard alone looks at nothing; nor does one that only says who is not meant. */
function looksAtSubject({ Condition = {} }: TrustStatement): boolean {
  return Object.entries(Condition).some(([operator, keys]) =>
    Object.entries(keys).some(
      ([key, values]) =>
        !/Not/.test(operator) &&
        key.toLowerCase() === `${githubIssuer}:sub` &&
        list(values).every((value) => !/^[*?]*$/.test(value)),
    ),
  );
}

/** Whether the policy lets the identity have the role: some statement allows it, and none denies it. */
export function trusts(policy: TrustPolicy, identity: Identity): boolean {
  const matching = list(policy.Statement).filter((statement) => matches(statement, identity));
  return matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow');
}

function matches({ Principal, Action, Condition = {} }: TrustStatement, { provider, keys }: Identity): boolean {
  const isAction = list(Action).some((pattern) => like(pattern.toLowerCase(), webIdentity.toLowerCase()));
  // An ARN as a principal is taken as it is: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  const isPrincipal = list(Principal.Federated).includes(provider);
  return isAction && isPrincipal && conditionHolds(Condition, keys);
}
