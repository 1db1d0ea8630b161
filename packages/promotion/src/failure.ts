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

/** Every failure by its code: stable names that programs may compare. Each README lists those of its action. */
const KINDS = {
  'check-failed': 'proof',
  'canary-failed': 'proof',
  'pointer-changed': 'superseded',
  'code-changed': 'superseded',
  'older-run': 'superseded',
  'condition-not-met': 'superseded',
  cancelled: 'cancelled',
  'timed-out': 'cancelled',
  stopped: 'cancelled',
  unsafe: 'error',
  'not-allowed': 'error',
  'credentials-invalid': 'error',
  unavailable: 'error',
  'not-ready': 'error',
  'nothing-before': 'error',
  error: 'error',
  'pointer-unreadable': 'unknown',
} as const satisfies Readonly<Record<string, FailureKind>>;

/** The stable name of a failure. */
export type FailureCode = keyof typeof KINDS;

/** All codes. */
export const FAILURE_CODES = Object.keys(KINDS) as readonly FailureCode[];

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
  return KINDS[code];
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
  return code !== undefined && Object.hasOwn(KINDS, code);
}
