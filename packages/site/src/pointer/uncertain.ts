import { UserError } from '@actions-aws/action';
import type { PointerKind } from './pointer.ts';

/** Thrown where a write failed and the pointer could not be read after it: nothing can tell what it holds. */
export class UncertainPointerError extends UserError {
  override readonly name: string = 'UncertainPointerError';
  override readonly code: string = 'pointer-unreadable';
}

/** How a person looks at a pointer, as a sentence. */
export function lookAtPointer(distributionId: string, kind: PointerKind): string {
  return kind === 'origin-path'
    ? `Look with aws cloudfront get-distribution --id ${distributionId}.`
    : `Look at the key \`release\` of the store of ${distributionId}, with aws cloudfront-keyvaluestore get-key.`;
}
