import type { Annotation, Log } from '@actions-aws/action';
import type { Findings } from './document.ts';
import type { Highlights } from './highlights.ts';
import { failureInWords, placeOf } from './words.ts';

/**
 * GitHub shows ten annotations of a step for each level:
 * https://docs.github.com/en/actions/reference/limits. One is that of the verdict.
 */
const MOST = 9;

/** Annotations for what a person must change, incomplete scans first: what is not seen may be worse than what is. */
export function annotate(
  told: Findings,
  { blocking }: Pick<Highlights, 'blocking'>,
  { isRed }: { readonly isRed: boolean },
  log: Log,
): void {
  let left = MOST;
  const say = (message: string, annotation: Annotation): void => {
    left -= 1;
    if (isRed) log.error(message, annotation);
    else log.warning(message, annotation);
  };
  for (const { name, complete, failures } of told.scans) {
    if (complete || left === 0) continue;
    const [failure] = failures;
    if (failure) say(`${name}: ${failureInWords(failure)}`, { title: `Scan ${name} is incomplete` });
  }
  for (const finding of blocking.shown) {
    if (left === 0) return;
    const { path, line, rule, severity, message } = finding;
    const where = path === undefined ? placeOf(finding) : '';
    say(`${message}${where && ` (${where})`}`, {
      title: `${severity}: ${rule}`,
      ...(path !== undefined && { file: path }),
      ...(path !== undefined && line !== undefined && { startLine: line }),
    });
  }
  for (const { name, complete, failures } of told.scans) {
    const [failure] = failures;
    if (!complete || !failure || left === 0) continue;
    left -= 1;
    log.warning(`${name}: ${failureInWords(failure)}`, { title: `Scan ${name} is partial, as the workflow allows` });
  }
}
