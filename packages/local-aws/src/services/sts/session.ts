import { createHash } from 'node:crypto';
import type { Credential } from '../../kernel/credentials.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/service.ts';
import type { StsState } from './state.ts';

/** What STS needs of the rest. */
export interface StsPorts {
  /** From now on the credential is known. */
  register(credential: Credential): void;
  /** What a registered credential may do. */
  limitsOf(accessKeyId: string): Pick<Credential, 'policy' | 'sessionPolicy'>;
}

/** Credentials as the answers carry them. */
export interface SessionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

/** Makes temporary credentials that expire on the local clock, and registers them. */
export function mint(
  call: Call<StsState>,
  ports: StsPorts,
  seconds: number,
  who: Omit<Credential, 'accessKeyId' | 'sessionToken' | 'expiresAt'>,
): SessionCredentials {
  const accessKeyId = `ASIA${uniqueId(call.newId())}`;
  const sessionToken = Buffer.from(`session of ${accessKeyId}: ${call.newId()}`).toString('base64');
  // STS gives whole seconds.
  const expiresAt = Math.floor(call.clock.now() / 1000) * 1000 + seconds * 1000;
  ports.register({ ...who, accessKeyId, sessionToken, expiresAt });
  const secret = createHash('sha256').update(call.newId()).digest('base64').slice(0, 40);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secret,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt),
  };
}

/** The 16 characters behind the prefix of an id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function uniqueId(of: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...createHash('sha256').update(of).digest()]
    .slice(0, 16)
    .map((byte) => alphabet[byte % 32])
    .join('');
}

/** The unique id of a role; its name is unique in the account, whatever the path. */
export function roleId(account: string, name: string): string {
  return `AROA${uniqueId(`${account} ${name}`)}`;
}

/** Checks DurationSeconds against the bounds of the operation. */
export function assertDuration(seconds: number, longest: number): void {
  const bound =
    seconds < 900 ? 'greater than or equal to 900' : seconds > longest ? `less than or equal to ${longest}` : undefined;
  if (bound !== undefined || !Number.isInteger(seconds))
    throw constraint(String(seconds), 'durationSeconds', `Member must have value ${bound ?? 'of an integer'}`);
}

/** Checks RoleSessionName: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assertSessionName(name: string): void {
  if (name.length < 2) throw constraint(name, 'roleSessionName', 'Member must have length greater than or equal to 2');
  if (name.length > 64) throw constraint(name, 'roleSessionName', 'Member must have length less than or equal to 64');
  if (!/^[\w+=,.@-]*$/.test(name))
    throw constraint(name, 'roleSessionName', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
}

function constraint(value: string, path: string, rule: string): AwsError {
  return new AwsError(
    'ValidationError',
    400,
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`,
  );
}

/** Account and name of a role; the path is not part of a session's ARN. */
export function parseRole(arn: string): { readonly account: string; readonly name: string } {
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[!-~]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match) throw new AwsError('ValidationError', 400, `${arn} is invalid`);
  return { account: match[1]!, name: match[2]! };
}
