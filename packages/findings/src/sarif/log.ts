import type { Failure } from '../result.ts';
import { isShape, type Shape, shape } from '../shapes.ts';

/** Whether a document is SARIF at all, of any version. */
export function isSarif(document: unknown): boolean {
  const { $schema, version, runs } = shape(document);
  if (typeof $schema === 'string' && /sarif/i.test($schema)) return true;
  return Array.isArray(runs) && (typeof version === 'string' || runs.some((run) => isShape(run) && isShape(run.tool)));
}

/** The runs of a report, or why there are none. No run at all is no clean report: nothing says that any tool looked. */
export function runsOf(document: unknown): { readonly runs: readonly Shape[]; readonly failures: readonly Failure[] } {
  const { version, runs } = shape(document);
  if (typeof version === 'string' && !version.startsWith('2.1')) {
    return failed(
      `It is SARIF ${version.slice(0, 20)}, and only SARIF 2.1.0 is read.`,
      'Let the tool write SARIF 2.1.0.',
    );
  }
  if (!Array.isArray(runs)) return failed('Its SARIF has no list of runs.');
  if (runs.length === 0) return failed('Its SARIF has no run, so that nothing says that the tool looked.');
  if (!runs.every(isShape)) return failed('A run of its SARIF is no object.');
  return { runs, failures: [] };
}

function failed(message: string, hint?: string) {
  return { runs: [], failures: [{ kind: 'unreadable' as const, message, ...(hint !== undefined && { hint }) }] };
}
