import type { Suppression } from '../result.ts';
import { isShape, list, text } from '../shapes.ts';

/**
 * Suppressed as SARIF has it: there are suppressions, and none of them is under review or rejected.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317660
 */
export function suppressionOf(suppressions: unknown): Suppression | undefined {
  const all = list(suppressions);
  if (all.length === 0) return undefined;
  let reason = '';
  for (const one of all) {
    // What is no suppression suppresses nothing.
    if (!isShape(one)) return undefined;
    const { status, state, justification } = one;
    // Before SARIF 2.1.0 was final, `status` was called `state`.
    const word = status ?? state;
    if (word !== undefined && word !== null && word !== 'accepted') return undefined;
    if (reason === '') reason = text(justification) ?? '';
  }
  return { by: 'tool', reason };
}
