import { failureOf } from './failure.ts';
import { InputError } from './input/input-error.ts';
import { prose } from './markdown.ts';
import type { OutputSheet } from './outputs.ts';
import type { Summary } from './summary.ts';

/**
 * Completes what a failed run leaves: later steps read `outcome`, and people the job summary, also where the run ended
 * before it set either, as it does for wrong inputs. What the run has said itself stays.
 */
export function completeFailedRun(
  failures: readonly unknown[],
  { outputs, summary }: { readonly outputs: OutputSheet<string>; readonly summary: Summary },
): void {
  if (failures.length === 0) return;
  if (outputs.values.get(OUTCOME) === '') outputs.set(OUTCOME, 'failed');
  if (!summary.empty) return;
  for (const failure of failures) {
    const problems = failure instanceof InputError ? failure.sentences : undefined;
    const count = problems && `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} with the inputs`;
    summary.heading(count ? `❌ failed: ${count}` : '❌ failed');
    for (const text of problems ?? [failureOf(failure).annotation]) summary.paragraph(prose(text));
  }
}

const OUTCOME = 'outcome';
