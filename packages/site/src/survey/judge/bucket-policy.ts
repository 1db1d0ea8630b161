import { isMatch } from './match.ts';

/** What a bucket's policy lets a distribution do. */
export interface Allowance {
  /** Whether CloudFront may read all objects for this distribution. */
  readonly reads: boolean;
  /** Whether it may for any distribution of the world. */
  readonly isOpen: boolean;
  readonly lists: boolean;
  /** Whether anyone may read objects. */
  readonly isPublic: boolean;
  /** Statements that may refuse CloudFront, by their names or places. */
  readonly notUnderstood: readonly string[];
}

/** Which distribution may read, and what. */
export interface AllowedTo {
  readonly arn: string;
  readonly bucket: string;
  /** Whether releases share files below `assets/`, too. */
  readonly isShared?: boolean;
}

interface Statement {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

const SERVICE = 'cloudfront.amazonaws.com';

/**
 * Reads what matters to a site out of a bucket's policy, as
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html has it. What allows
 * is understood or does not count; what refuses counts unless it is understood.
 *
 * @throws SyntaxError where the text is no JSON.
 */
export function allowanceOf(policy: string, { arn, bucket, isShared = false }: AllowedTo): Allowance {
  const { Statement: given = [] } = JSON.parse(policy) as { readonly Statement?: Statement | readonly Statement[] };
  const all = Array.isArray(given) ? (given as readonly Statement[]) : [given as Statement];
  const ofReleases = `arn:aws:s3:::${bucket}/r/0123456789abcdef/index.html`;
  const objects = [ofReleases, ...(isShared ? [`arn:aws:s3:::${bucket}/assets/assets/index.js`] : [])];
  const allowing = all.filter(({ Effect }) => Effect === 'Allow');
  const readers = allowing.filter((one) => does(one, 's3:GetObject') && objects.some((object) => isOn(one, object)));
  const services = readers.filter((one) => isFor(one, 'Service', SERVICE));
  return {
    reads: objects.every((object) => services.some((one) => isOn(one, object) && sourceOf(one, arn) !== 'another')),
    isOpen: services.some((one) => sourceOf(one, arn) === 'any'),
    lists: allowing.some(
      (one) =>
        does(one, 's3:ListBucket') &&
        isOn(one, `arn:aws:s3:::${bucket}`) &&
        isFor(one, 'Service', SERVICE) &&
        sourceOf(one, arn) !== 'another',
    ),
    isPublic: readers.some((one) => (one.Principal === '*' || isFor(one, 'AWS', '*')) && one.Condition === undefined),
    notUnderstood: all.flatMap((one, index) =>
      one.Effect !== 'Allow' && objects.some((object) => mayRefuse(one, object))
        ? [typeof one.Sid === 'string' ? one.Sid : String(index + 1)]
        : [],
    ),
  };
}

function mayRefuse(one: Statement, objects: string): boolean {
  const isRead = one.NotAction !== undefined || does(one, 's3:GetObject');
  const isThere = one.NotResource !== undefined || isOn(one, objects);
  // CloudFront asks by HTTPS.
  return isRead && isThere && !isOfInsecureTransport(one.Condition);
}

function isOfInsecureTransport(condition: unknown): boolean {
  const { Bool, ...others } = (condition ?? {}) as Record<string, unknown>;
  const entries = Object.entries((Bool ?? {}) as Record<string, unknown>);
  const [[key, value] = ['', '']] = entries;
  return (
    Object.keys(others).length === 0 &&
    entries.length === 1 &&
    key.toLowerCase() === 'aws:securetransport' &&
    String(value) === 'false'
  );
}

/** Which distributions a statement is for, by its condition. */
function sourceOf({ Condition }: Statement, arn: string): 'this' | 'any' | 'another' {
  if (Condition === undefined) return 'any';
  for (const [operator, keys] of Object.entries(Condition as Record<string, unknown>)) {
    for (const [key, value] of Object.entries((keys ?? {}) as Record<string, unknown>)) {
      if (!holds(operator, key.toLowerCase(), list(value), arn)) return 'another';
    }
  }
  return 'this';
}

function holds(operator: string, key: string, values: readonly string[], arn: string): boolean {
  const isLike = /^(?:Arn|String)Like$/.test(operator) || operator === 'ArnEquals';
  const matches = (value: string, actual: string) => (isLike ? isMatch(value, actual) : value === actual);
  if (!isLike && operator !== 'StringEquals') return false;
  if (key === 'aws:sourcearn') return values.some((value) => matches(value, arn));
  if (key === 'aws:sourceaccount') return values.some((value) => matches(value, arn.split(':')[4] ?? ''));
  return false;
}

function isFor({ Principal }: Statement, kind: 'Service' | 'AWS', name: string): boolean {
  if (typeof Principal !== 'object' || Principal === null) return false;
  return list((Principal as Record<string, unknown>)[kind]).includes(name);
}

function does({ Action }: Statement, action: string): boolean {
  return list(Action).some((one) => isMatch(one.toLowerCase(), action.toLowerCase()));
}

function isOn({ Resource }: Statement, resource: string): boolean {
  return list(Resource).some((one) => isMatch(one, resource));
}

function list(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}
