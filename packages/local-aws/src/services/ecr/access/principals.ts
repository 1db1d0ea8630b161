import { list } from '../../../kernel/iam.ts';

/** The Principal of a statement: everyone, or accounts, users, roles and sessions, or services of AWS. */
export type Principal = '*' | Readonly<Record<string, string | readonly string[]>>;

/** Who asks for an action: by ARN, or a service by its name. */
export interface Request {
  /** Such as `ecr:BatchGetImage`. */
  readonly action: string;
  /** Such as `arn:aws:iam::123456789012:user/ci` or `lambda.amazonaws.com`. */
  readonly principal: string;
  /** What conditions look at, by its key in lower case. */
  readonly keys: ReadonlyMap<string, string>;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: wildcards are for everyone alone.
const ofAws =
  /^(\*|\d{12}|arn:aws:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)|arn:aws:sts::\d{12}:assumed-role\/[\w+=,.@/-]+)$/;
const ofService = /^[a-z0-9.-]+\.amazonaws\.com$/;

/** Whether a Principal is one that is understood here; that AWS looks whether each is there is left out. */
export function isPrincipal(principal: Principal): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || Object.keys(principal).length === 0) return false;
  return Object.entries(principal).every(([kind, names]) => {
    const pattern = { AWS: ofAws, Service: ofService }[kind];
    return pattern !== undefined && list(names).length > 0 && list(names).every((name) => pattern.test(name));
  });
}

/** Whether a Principal names who asks. */
export function isNamed(principal: Principal, request: Request): boolean {
  if (principal === '*') return true;
  const isService = ofService.test(request.principal);
  if (isService) return list(principal.Service).includes(request.principal);
  return list(principal.AWS).some((name) => isOf(name, request.principal));
}

/** Whether the caller is the one that is named, its session, or in the account that is. */
function isOf(name: string, caller: string): boolean {
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (account !== undefined) return accountOf(caller) === account;
  return name === '*' || name === caller || name === roleOf(caller) || withoutPath(name) === roleOf(caller);
}

/** The account of an ARN. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The role whose session an ARN is; of any other it is the ARN itself. */
export function roleOf(arn: string): string {
  const [, account, role] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:aws:iam::${account}:role/${role}`;
}

/** A session's ARN has the name of its role without the path. */
function withoutPath(arn: string): string {
  return arn.replace(/:role\/.*\//, ':role/');
}
