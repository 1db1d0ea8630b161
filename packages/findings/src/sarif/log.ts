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
  const { version, runs, inlineExternalProperties: outside } = shape(document);
  if (typeof version !== 'string') return failed('Its SARIF does not say of which version it is.', LET_IT_WRITE);
  if (!version.startsWith('2.1'))
    return failed(`It is SARIF ${version.slice(0, 20)}, and only SARIF 2.1.0 is read.`, LET_IT_WRITE);
  if (Array.isArray(outside) ? outside.length > 0 : outside !== undefined && outside !== null)
    return failed('Its SARIF has properties of its runs outside of them, which are not read.');
  if (!Array.isArray(runs)) return failed('Its SARIF has no list of runs.');
  if (runs.length === 0) return failed('Its SARIF has no run, so that nothing says that the tool looked.');
  if (!runs.every(isShape)) return failed('A run of its SARIF is no object.');
  return { runs, failures: [] };
}

const LET_IT_WRITE = 'Let the tool write SARIF 2.1.0.';

function failed(message: string, hint?: string) {
  return { runs: [], failures: [{ kind: 'unreadable' as const, message, ...(hint !== undefined && { hint }) }] };
}
