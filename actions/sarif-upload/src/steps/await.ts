import type { Clock } from '@actions-aws/action';
import type { Named } from '../plan/category.ts';
import type { Analysis, CodeScanning } from '../ports.ts';

/**
 * When GitHub is asked whether it is done, in milliseconds after the time before: most files take seconds, and the API of code
 * scanning takes 1,000 requests an hour. The last one goes on.
 */
const CADENCE = [2_000, 3_000, 5_000, 10_000, 15_000];

/** What came of a file. */
export type Settled =
  | { readonly state: 'landed'; readonly analyses: readonly Analysis[] }
  | { readonly state: 'refused'; readonly errors: readonly string[] };

/** Waits until GitHub has processed a file; only the signal ends it before. */
export async function settled(
  id: string,
  sent: readonly Pick<Named, 'tool' | 'category'>[],
  scanning: Pick<CodeScanning, 'processing' | 'analyses'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Settled> {
  for (let asked = 0; ; asked += 1) {
    await clock.sleep(CADENCE[Math.min(asked, CADENCE.length - 1)] ?? 0, signal);
    const processed = await scanning.processing(id);
    if (processed.state === 'failed') return { state: 'refused', errors: processed.errors };
    if (processed.state === 'pending') continue;
    const analyses = await scanning.analyses(id);
    // Success is what is seen: an analysis that is not listed yet is waited for.
    const isThere = sent.every((one) => analyses.some((found) => isSame(one, found)));
    const errors = analyses.filter(({ error }) => error !== '').map(({ error }) => error);
    if (errors.length > 0) return { state: 'refused', errors };
    if (isThere) return { state: 'landed', analyses };
  }
}

/** Whether two are of one tool and category. */
export function isSame(a: Pick<Named, 'tool' | 'category'>, b: Pick<Named, 'tool' | 'category'>): boolean {
  return a.tool === b.tool && a.category === b.category;
}
