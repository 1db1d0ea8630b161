import { reasonOf, type UserError, wasGivenUp } from '@actions-aws/action';

/** What a failure says of the candidate and of the pointer. Outcomes follow from it. */
export type FailureKind =
  /** The candidate did not stand its proof. */
  | 'proof'
  /** Another deployer won, or what was to hold of the pointer does not. */
  | 'superseded'
  /** The run was stopped; that says nothing of the candidate. */
  | 'cancelled'
  /** Something could not be done. */
  | 'error'
  /** What the pointer holds could not be read after a write. */
  | 'unknown';

/** Every failure by its code: a stable name, which programs may compare. */
const FAILURES = {
  'check-failed': ['proof', 'A smoke or verify check failed.'],
  'canary-failed': ['proof', 'An alarm fired over the candidate, it failed too often, or too little was known of it.'],
  'pointer-changed': [
    'superseded',
    'Another writer changed the pointer (for Lambda the alias) while this run was under way.',
  ],
  'code-changed': [
    'superseded',
    'Another writer changed the candidate (for Lambda `$LATEST`) while this run was under way.',
  ],
  'older-run': ['superseded', 'What is live was promoted by a newer run of the same workflow.'],
  'condition-not-met': ['superseded', 'What is live is not what `only-if` names.'],
  cancelled: ['cancelled', 'The workflow was cancelled.'],
  'timed-out': ['cancelled', '`timeout` is used up.'],
  stopped: ['cancelled', 'Another function of the list failed.'],
  unsafe: ['error', 'It was not safe to begin; nothing was written, unless the message says so.'],
  'not-allowed': ['error', 'The role may not do something; the message names the IAM action.'],
  'credentials-invalid': ['error', 'The AWS credentials are missing, wrong or have ended.'],
  unavailable: ['error', 'AWS kept failing for as long as it was waited for.'],
  'not-ready': ['error', 'A function or version is in a state from which waiting does not bring it.'],
  'nothing-before': ['error', 'There is nothing to go back to.'],
  error: ['error', 'Anything else; the message says what.'],
  'pointer-unreadable': ['unknown', 'What the pointer (for Lambda the alias) holds could not be read after a write.'],
} as const satisfies Readonly<Record<string, readonly [kind: FailureKind, means: string]>>;

/** Those that only the promotion of an image can have. */
const FAILURES_OF_IMAGES = {
  'not-carried': ['proof', 'The image does not carry a tag of `require-tag`.'],
  'scan-not-clean': [
    'proof',
    'The scan of the image has worse findings than `max-severity` allows, or is none to go by.',
  ],
  'older-image': ['superseded', 'A tag of `moving` names an image that is newer than this one.'],
  'tag-moved': [
    'superseded',
    'Another writer moved a tag of `moving` to a newer image, or again and again, while this run was under way.',
  ],
  'tag-taken': ['error', 'A tag of `tags` names another image.'],
  'no-image': ['error', 'There is no such image in `from`, or not the whole of it.'],
  archived: ['error', 'The image, or something that belongs to it, is in the archive storage class of ECR.'],
  expiring: ['error', 'The lifecycle policy is about to take away the image, or something that belongs to it.'],
  'no-repository': ['error', 'There is no such repository in ECR, and `create` does not allow to make it.'],
  'immutable-tag': ['error', 'The repository does not let a tag of `moving` move.'],
  'referrers-left': [
    'error',
    'A signature, an attestation or another referrer could not come along, and `referrers` is `require`.',
  ],
  'not-whole': ['error', 'What was copied is not what the registry has afterwards.'],
} as const satisfies Readonly<Record<string, readonly [kind: FailureKind, means: string]>>;

/** Those that only sites can have. */
const FAILURES_OF_SITES = {
  'not-proved': ['proof', 'A job of `require` did not end well, or proved another release.'],
  'not-served': ['proof', 'The site did not go on to answer with the release throughout `settle`.'],
  'not-whole-release': ['error', 'The release was never finished, or objects of it are missing.'],
} as const satisfies Readonly<Record<string, readonly [kind: FailureKind, means: string]>>;

/** Those that only services of ECS can have. */
const FAILURES_OF_SERVICES = {
  'deployment-failed': [
    'proof',
    'ECS took the deployment back: by its circuit breaker, an alarm of the service, or the timeout of a pause; or another hand had it do so.',
  ],
} as const satisfies Readonly<Record<string, readonly [kind: FailureKind, means: string]>>;

const ALL = { ...FAILURES, ...FAILURES_OF_IMAGES, ...FAILURES_OF_SITES, ...FAILURES_OF_SERVICES };

/** The stable name of a failure. */
export type FailureCode = keyof typeof ALL;

/** What the failures of an action mean, by their codes, as its README lists them: all but those that it never has. */
export function failuresBut(...never: readonly FailureCode[]): Readonly<Record<string, string>> {
  const known = Object.entries(FAILURES).filter(([code]) => !never.some((one) => one === code));
  return meanings(known);
}

/** What the failures of the promotion of an image mean, by their codes, as its README lists them. */
export function failuresOfImages(): Readonly<Record<string, string>> {
  const { cancelled, error } = FAILURES;
  return {
    ...meanings(Object.entries({ ...FAILURES_OF_IMAGES, cancelled, 'timed-out': FAILURES['timed-out'] })),
    'not-allowed': 'A registry, AWS or GitHub refuses; the message names the permission.',
    'credentials-invalid':
      'A registry refuses the login, or AWS the credentials: they are missing, wrong or have ended.',
    unavailable: 'A registry kept failing for as long as it was waited for.',
    'pointer-unreadable': 'What a tag of `moving` names could not be read after it was written.',
    error: error[1],
  };
}

/** What the failures of a room that moves sites mean, by their codes, as its README lists them: all but those that it never has. */
export function failuresOfSites(...never: readonly FailureCode[]): Readonly<Record<string, string>> {
  const words: Partial<Record<FailureCode, string>> = {
    'pointer-changed': 'Another writer moved the pointer of APP while this run was under way.',
    'code-changed': 'TEST does not serve what was staged any more: another run has staged since.',
    unsafe: 'The sites, the bucket or a policy are not as they have to be; nothing was written.',
    'older-run': 'What is live was promoted by a newer run of the same workflow.',
    'pointer-unreadable': 'What the pointer of APP holds could not be read after a write.',
  };
  const known = Object.entries({ ...FAILURES_OF_SITES, ...FAILURES }).filter(
    ([code]) => !never.some((one) => one === code),
  );
  return {
    ...meanings(known),
    ...Object.fromEntries(Object.entries(words).filter(([code]) => known.some(([one]) => one === code))),
  };
}

/** What the failures of a room that moves services of ECS mean, by their codes, as its README lists them: all but those that it never has. */
export function failuresOfServices(...never: readonly FailureCode[]): Readonly<Record<string, string>> {
  const words: Partial<Record<FailureCode, string>> = {
    'pointer-changed': 'Another deployment of the service came first, or between.',
    'no-image': FAILURES_OF_IMAGES['no-image'][1].replace(' in `from`', ''),
    archived: FAILURES_OF_IMAGES.archived[1],
    'pointer-unreadable': 'What the service does could not be read after a write.',
  };
  const { 'no-image': noImage, archived } = FAILURES_OF_IMAGES;
  const known = Object.entries({ ...FAILURES_OF_SERVICES, 'no-image': noImage, archived, ...FAILURES }).filter(
    ([code]) => !never.some((one) => one === code),
  );
  return {
    ...meanings(known),
    ...Object.fromEntries(Object.entries(words).filter(([code]) => known.some(([one]) => one === code))),
  };
}

function meanings(known: readonly (readonly [string, readonly [FailureKind, string]])[]): Record<string, string> {
  return Object.fromEntries(known.map(([code, [, means]]) => [code, means]));
}

/** Why a participant did not come to the end that was asked for. */
export interface Failure {
  readonly code: FailureCode;
  /** What is wrong with which resource, in sentences. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Set where it is not the participant's own: it is that of another one, or one verdict for all of them. */
  readonly of?: 'another' | 'all';
}

/** What a failure says, by its code. */
export function kindOf({ code }: Pick<Failure, 'code'>): FailureKind {
  return ALL[code][0];
}

/** How a run ended that failed, or was refused, while nothing of it is live. */
export function outcomeOfFailure(failure: Pick<Failure, 'code'>): 'superseded' | 'rejected' | 'failed' {
  const kind = kindOf(failure);
  if (kind === 'superseded') return 'superseded';
  return kind === 'proof' ? 'rejected' : 'failed';
}

/**
 * What was thrown, as a failure. Where the signal ended it, that is the failure; an error that carries one of our codes
 * keeps it.
 */
export function failureFrom(thrown: unknown, signal: AbortSignal): Failure {
  const { message, hint, code } = reasonOf(thrown, signal) as UserError;
  const fallback = wasGivenUp(thrown, signal) ? 'cancelled' : 'error';
  return { code: isCode(code) ? code : fallback, message, ...(hint && { hint }) };
}

function isCode(code: string | undefined): code is FailureCode {
  return code !== undefined && Object.hasOwn(ALL, code);
}
