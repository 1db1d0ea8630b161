import { like } from '../../kernel/iam.ts';
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
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
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
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    operatorOf(operator);
    for (const [key, values] of Object.entries(keys)) {
      const variable = list(values).find((value) => value.includes('${'));
      if (variable !== undefined)
        throw new Error(
          `statement ${name}: ${key} has the policy variable ${variable}, which the local cloud cannot enforce`,
        );
    }
  }
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
  return (
    isAction &&
    isPrincipal &&
    Object.entries(Condition).every(([operator, wanted]) =>
      Object.entries(wanted).every(([key, values]) => holds(operator, list(values), keys.get(key.toLowerCase()))),
    )
  );
}

/**
 * Conditions on text: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String.
 * A key that is not there fails what is asked of it, and fulfils a negation, `…IfExists` and `ForAllValues:`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
function holds(operator: string, wanted: readonly string[], given: string | undefined): boolean {
  const { set, test, ifExists, negated } = operatorOf(operator);
  if (given === undefined) return ifExists || set === 'ForAllValues' || (negated && set === undefined);
  const matched = wanted.some((value) => test(value, given));
  return negated ? !matched : matched;
}

const tests: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: like,
};

function operatorOf(operator: string) {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(String\w+?)(IfExists)?$/.exec(operator) ?? [];
  const negated = name.startsWith('StringNot');
  const test = tests[negated ? name.replace('StringNot', 'String') : name];
  if (!test)
    throw new Error(
      `the condition operator ${operator} is not one that the local cloud can enforce; there are ${Object.keys(tests).join(', ')}, their negations, IfExists, ForAnyValue: and ForAllValues:`,
    );
  return { set, test, negated, ifExists: ifExists !== undefined };
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
