import { assertCondition, type Condition, conditionHolds } from '../../../kernel/conditions.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { like, list } from '../../../kernel/iam.ts';
import { invalid } from '../errors.ts';
import { isNamed, isPrincipal, type Principal, type Request } from './principals.ts';

/** A repository's policy, as IAM's JSON has it; its resource is the repository itself. */
export interface RepositoryPolicy {
  readonly Version?: string;
  readonly Statement: readonly Statement[] | Statement;
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: Principal;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: Condition;
}

const members = new Set(['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Condition']);

/** Keys of conditions that are known here, in lower case; the first two come with what a service of AWS does for a resource. */
const knownKeys = ['aws:sourcearn', 'aws:sourceaccount', 'aws:principalarn', 'aws:principalaccount'];

/**
 * Reads a policy. Throws ECR's error for what is none, as one with a Resource (awsdocs/amazon-ecr-user-guide#20), and
 * a 501 for what could not be enforced exactly: what is not understood must not let anyone in.
 */
export function readPolicy(text: string): RepositoryPolicy {
  const policy = parse(text);
  const statements = list(policy.Statement);
  const isVersion = policy.Version === undefined || ['2008-10-17', '2012-10-17'].includes(policy.Version);
  if (!isVersion || statements.length === 0) throw invalidPolicy();
  for (const statement of statements) assertStatement(statement);
  return policy;
}

function parse(text: string): RepositoryPolicy {
  try {
    const policy = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && list(policy.Statement).every(isObject)) return policy;
  } catch {
    // No JSON, which is said as for any other that is no policy.
  }
  throw invalidPolicy();
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function assertStatement(statement: Statement): void {
  const name = statement.Sid ?? JSON.stringify(statement);
  const { Effect, Principal: principal, Action, NotAction } = statement;
  if ('Resource' in statement || 'NotResource' in statement) throw invalidPolicy();
  const odd = Object.keys(statement).find((key) => !members.has(key));
  if (odd !== undefined) throw notEnforced(`statement ${name} has ${odd}`);
  const actions = list(Action ?? NotAction);
  const isWhole = (Effect === 'Allow' || Effect === 'Deny') && (Action === undefined) !== (NotAction === undefined);
  if (!isWhole || actions.length === 0 || principal === undefined) throw invalidPolicy();
  if (!actions.every((action) => /^(\*|ecr:[\w*?]+)$/i.test(action))) throw invalidPolicy();
  if (!isPrincipal(principal)) throw invalidPolicy();
  try {
    assertCondition(name, statement.Condition ?? {});
  } catch (error) {
    throw notEnforced((error as Error).message);
  }
  const key = Object.values(statement.Condition ?? {})
    .flatMap((keys) => Object.keys(keys))
    .find((each) => !knownKeys.includes(each.toLowerCase()));
  if (key !== undefined) throw notEnforced(`statement ${name} has a condition on ${key}`);
}

/** What a policy says to a request: Deny wins, and no word is none. */
export function verdictOf(policy: RepositoryPolicy, request: Request): 'Allow' | 'Deny' | undefined {
  const matching = list(policy.Statement).filter((statement) => matches(statement, request));
  return matching.find(({ Effect }) => Effect === 'Deny')?.Effect ?? matching[0]?.Effect;
}

function matches({ Principal: principal, Action, NotAction, Condition = {} }: Statement, request: Request): boolean {
  const isAction = list(Action ?? NotAction).some((pattern) =>
    like(pattern.toLowerCase(), request.action.toLowerCase()),
  );
  if (isAction === (Action === undefined)) return false;
  return isNamed(principal, request) && conditionHolds(Condition, request.keys);
}

function invalidPolicy(): AwsError {
  return invalid('PolicyText', 'Invalid repository policy provided');
}

function notEnforced(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `${what}, which the local cloud cannot enforce in a repository policy.`);
}
