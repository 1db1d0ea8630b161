import { UserError } from '@actions-aws/action';

/** Thrown where a write failed and the pointer could not be read after it: nothing can tell what it holds. */
export class UncertainPointerError extends UserError {
  override readonly name: string = 'UncertainPointerError';
  override readonly code: string = 'pointer-unreadable';
}
