import { type Fields, isObject, maybeText, object, reportOf } from '../fields.ts';
import { partial, type Reader } from '../reader.ts';
import { advisoryResults, hasAdvisories } from './npm-advisories.ts';

/** https://pnpm.io/cli/audit: pnpm 4 to 12. npm 6 wrote the same, and the number of its run. */
export const pnpmAudit: Reader = {
  tool: 'pnpm-audit',
  form: 'pnpm audit’s JSON',
  recognises: (document) => isError(document) || (hasAdvisories(document) && !('runId' in document)),
  couldBe: hasAdvisories,
  read(document, scan) {
    const report = reportOf(document);
    if (isError(document)) return { results: [], failures: [partial(`pnpm audit failed: ${reasonOf(report)}`)] };
    return { results: advisoryResults(report, scan.target ?? ''), failures: [] };
  },
};

function isError(document: unknown): boolean {
  if (!isObject(document) || !isObject(document.error)) return false;
  const { code } = document.error;
  return typeof code === 'string' && code.startsWith('ERR_PNPM_');
}

function reasonOf(report: Fields): string {
  const error = object(report, 'error');
  return maybeText(error, 'message') ?? maybeText(error, 'code') ?? '';
}
