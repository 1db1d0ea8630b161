import { assertCondition, type Condition, conditionHolds } from '../../../kernel/conditions.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { like, likeArn, list } from '../../../kernel/iam.ts';

/** A bucket's policy, as IAM's JSON has it. */
interface BucketPolicy {
  readonly Version?: string;
  readonly Statement: readonly Statement[] | Statement;
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/** A service of AWS that asks for an object in the name of a resource, such as a distribution. */
export interface Asking {
  /** Such as `cloudfront.amazonaws.com`. */
  readonly service: string;
  /** The ARN of the resource; the account is its fifth part. */
  readonly sourceArn: string;
}

const members = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/** Keys of conditions that are known here, in lower case. */
const knownKeys = ['aws:sourcearn', 'aws:sourceaccount', 'aws:securetransport'];

/**
 * Throws S3's error for what is no policy of the bucket, and a 501 for what could not be enforced exactly. Here a policy lets
 * services of AWS in; of what it says to everyone, only a statement that denies what comes without TLS is taken, as local
 * requests stand for ones with it. Messages are S3's own: hashicorp/terraform#28688, versity/versitygw#648, versity/versitygw#649.
 */
export function assertPolicy(text: string, bucket: string): void {
  const policy = parsed(text);
  const isVersion = policy.Version === undefined || ['2008-10-17', '2012-10-17'].includes(policy.Version);
  if (!isVersion) throw malformed('The policy must contain a valid version string');
  const statements = list(policy.Statement);
  if (statements.length === 0) throw malformed('Missing required field Statement');
  for (const statement of statements) assertStatement(statement, bucket);
}

function parsed(text: string): BucketPolicy {
  try {
    // IAM takes truth as text, too.
    const policy = JSON.parse(text, (_, value) => (typeof value === 'boolean' ? String(value) : value));
    if (isObject(policy) && list(policy.Statement as Statement[]).every(isObject)) return policy as never;
  } catch {
    // No JSON.
  }
  throw malformed("Policies must be valid JSON and the first byte must be '{'");
}

/** Edges ask under the same policy again and again. */
function parsedOnce(text: string): BucketPolicy {
  if (text !== last?.text) last = { text, policy: parsed(text) };
  return last.policy;
}

let last: { readonly text: string; readonly policy: BucketPolicy } | undefined;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function assertStatement(statement: Statement, bucket: string): void {
  const { Effect, Principal, Action, Resource, Condition: condition = {} } = statement;
  const name = statement.Sid ?? JSON.stringify(statement);
  for (const field of ['Effect', 'Principal', 'Action', 'Resource'] as const)
    if (statement[field] === undefined && !(`Not${field}` in statement))
      throw malformed(`Missing required field ${field}`);
  const odd = Object.keys(statement).find((key) => !members.has(key));
  if (odd !== undefined) throw notEnforced(`statement ${name} has ${odd}`);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed(`Invalid effect: ${String(Effect)}`);
  if (!list(Action).every((action) => /^(\*|s3:[\w*?]+)$/i.test(action))) throw malformed('Policy has invalid action');
  const own = `arn:aws:s3:::${bucket}`;
  if (!list(Resource).every((resource) => resource === own || resource.startsWith(`${own}/`)))
    throw malformed('Policy has invalid resource');
  try {
    assertCondition(name, condition);
  } catch (error) {
    throw notEnforced((error as Error).message);
  }
  const keys = Object.values(condition).flatMap((each) => Object.keys(each));
  const unknown = keys.find((key) => !knownKeys.includes(key.toLowerCase()));
  if (unknown !== undefined) throw notEnforced(`statement ${name} has a condition on ${unknown}`);
  if (isOfService(Principal) || neverHolds(statement)) return;
  throw notEnforced(`statement ${name} is about a principal that is no service of AWS`);
}

function isOfService(principal: Statement['Principal']): boolean {
  if (principal === '*' || Object.keys(principal).join() !== 'Service') return false;
  const services = list(principal.Service);
  if (!services.every((service) => /^[a-z0-9.-]+\.amazonaws\.com$/.test(service)))
    throw malformed('Invalid principal in policy');
  return services.length > 0;
}

/** Whether it denies only what comes without TLS. */
function neverHolds({ Effect, Condition: condition = {} }: Statement): boolean {
  const { 'aws:SecureTransport': secure } = condition.Bool ?? {};
  return Effect === 'Deny' && list(secure as string | undefined).join() === 'false';
}

/** Whether the policy lets a service have an action; Deny wins, and no word is none. */
export function lets(
  policy: string | undefined,
  { service, sourceArn }: Asking,
  { action, resource }: { readonly action: string; readonly resource: string },
): boolean {
  if (policy === undefined) return false;
  const keys = new Map([
    ['aws:sourcearn', sourceArn],
    ['aws:sourceaccount', sourceArn.split(':')[4] ?? ''],
    ['aws:securetransport', 'true'],
  ]);
  const matching = list(parsedOnce(policy).Statement).filter(
    ({ Principal, Action, Resource, Condition: condition = {} }) =>
      (Principal === '*' || list(Principal.Service).includes(service)) &&
      list(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
      list(Resource).some((pattern) => likeArn(pattern, resource)) &&
      conditionHolds(condition, keys),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', 400, message);
}

function notEnforced(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `${what}, which the local cloud cannot enforce in a bucket policy.`);
}
