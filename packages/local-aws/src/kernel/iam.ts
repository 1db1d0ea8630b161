import type { Authorization } from './service.ts';

/** An identity-based policy, as IAM's JSON has it. */
export interface Policy {
  readonly Version?: string;
  readonly Statement: readonly Statement[] | Statement;
}

/** One statement. Exactly one of Action and NotAction, and of Resource and NotResource. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
}

const keys = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource']);

/**
 * Refuses a policy that could not be enforced exactly as IAM would: conditions, principals, policy variables, malformed
 * statements. What is not understood must not widen what a test allows.
 */
export function validatePolicy(policy: Policy): void {
  if (policy.Version !== undefined && policy.Version !== '2012-10-17')
    throw new Error(`policy version ${policy.Version} is not 2012-10-17`);
  const statements = list(policy.Statement);
  if (statements.length === 0) throw new Error('a policy needs a Statement');
  for (const statement of statements) validateStatement(statement);
}

function validateStatement(statement: Statement): void {
  const name = statement.Sid ?? JSON.stringify(statement);
  const unknown = Object.keys(statement).filter((key) => !keys.has(key));
  if (unknown.length > 0)
    throw new Error(
      `statement ${name} has ${unknown.join(', ')}, which the local cloud cannot enforce; leave it out here`,
    );
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new Error(`statement ${name} has no Effect of Allow or Deny`);
  if ((statement.Action === undefined) === (statement.NotAction === undefined))
    throw new Error(`statement ${name} needs one of Action and NotAction`);
  if ((statement.Resource === undefined) === (statement.NotResource === undefined))
    throw new Error(`statement ${name} needs one of Resource and NotResource`);
  for (const action of list(statement.Action ?? statement.NotAction)) {
    if (action !== '*' && !/^[a-zA-Z0-9-]+:[\w*?]+$/.test(action))
      throw new Error(`statement ${name}: ${action} is not an action`);
  }
  for (const resource of list(statement.Resource ?? statement.NotResource)) {
    if (resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(resource))
      throw new Error(`statement ${name}: ${resource} is not an ARN`);
    if (resource.includes('${'))
      throw new Error(`statement ${name}: ${resource} has a policy variable, which the local cloud cannot enforce`);
  }
}

/** Why a policy does not allow something, in the words of IAM's own messages; undefined when it does. */
export function refusal(policy: Policy, { action, resource }: Authorization): string | undefined {
  const matching = list(policy.Statement).filter((statement) => matches(statement, action, resource));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'with an explicit deny in an identity-based policy';
  if (matching.length > 0) return undefined;
  return `because no identity-based policy allows the ${action} action`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function deniedMessage(principalArn: string, { action, resource }: Authorization, why: string): string {
  const target = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${principalArn} is not authorized to perform: ${action}${target} ${why}`;
}

function matches(statement: Statement, action: string, resource: string): boolean {
  const named = statement.Action ?? statement.NotAction;
  const actionMatches = list(named).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()));
  if (actionMatches === (statement.Action === undefined)) return false;
  const resourceMatches = list(statement.Resource ?? statement.NotResource).some((pattern) =>
    likeArn(pattern, resource),
  );
  return resourceMatches !== (statement.Resource === undefined);
}

/** A wildcard in an ARN stays within its segment, except in the last, which is the resource itself. */
export function likeArn(pattern: string, resource: string): boolean {
  // An action without resource-level permissions is only covered by a statement on everything.
  if (pattern === '*' || resource === '*') return pattern === '*';
  const [wanted, given] = [segments(pattern), segments(resource)];
  return wanted.length === given.length && wanted.every((segment, index) => like(segment, given[index]!));
}

function segments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Matches IAM's wildcards: `*` for any number of characters, `?` for one. */
export function like(pattern: string, value: string): boolean {
  return matching(pattern)(value);
}

/** The same for many values, of which a pattern is made ready once. */
export function matching(pattern: string): (value: string) => boolean {
  if (!isPattern(pattern)) return (value) => pattern === value;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const form = new RegExp(`^${source}$`, 's');
  return (value) => form.test(value);
}

/** Whether it has wildcards. */
export function isPattern(text: string | undefined): text is string {
  return text !== undefined && /[*?]/.test(text);
}

/** One or several, as IAM's documents have them. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
