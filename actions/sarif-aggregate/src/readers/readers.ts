import { factsOf, type KnownTool } from '@actions-aws/findings';
import { bandit } from './code/bandit.ts';
import { eslint } from './code/eslint.ts';
import { gosec } from './code/gosec.ts';
import { semgrep } from './code/semgrep.ts';
import { cfnLint } from './configuration/cfn-lint.ts';
import { cfnNag } from './configuration/cfn-nag.ts';
import { checkov } from './configuration/checkov.ts';
import { hadolint } from './configuration/hadolint.ts';
import { tfsec } from './configuration/tfsec.ts';
import { grype } from './dependency/grype.ts';
import { npmAudit } from './dependency/npm-audit.ts';
import { pipAudit } from './dependency/pip-audit.ts';
import { pnpmAudit } from './dependency/pnpm-audit.ts';
import { safety } from './dependency/safety.ts';
import { snyk } from './dependency/snyk.ts';
import { trivy } from './dependency/trivy/trivy.ts';
import type { Reader } from './reader.ts';
import { detectSecrets } from './secret/detect-secrets.ts';
import { gitleaks } from './secret/gitleaks.ts';
import { trufflehog } from './secret/trufflehog.ts';

const ALL: readonly Reader[] = [
  ...[bandit, eslint, gosec, semgrep],
  ...[grype, npmAudit, pipAudit, pnpmAudit, safety, snyk, trivy],
  ...[detectSecrets, gitleaks, trufflehog],
  ...[cfnLint, cfnNag, checkov, hadolint, tfsec],
];

const byTool = new Map<KnownTool, Reader>(ALL.map((reader) => [reader.tool, reader]));

/** All readers, by our names for the tools. */
export const readers: ReadonlyMap<KnownTool, Reader> = byTool;

/**
 * The reader of a document, where the scan's name may be that of some tools. The name is believed where the document does not say
 * whose it is: `[]`, undefined for a file without a byte, or a form that two tools share. Where it says so, the document decides, and
 * that it is another tool's than the name says is for the caller to see.
 */
export function recognise(document: unknown, named: readonly KnownTool[] = []): Reader | undefined {
  const own = named.map((tool) => readers.get(tool)).filter((reader) => reader !== undefined);
  return own.find((reader) => isOf(reader, document)) ?? ALL.find((reader) => reader.recognises(document));
}

function isOf(reader: Reader, document: unknown): boolean {
  const { nothing } = factsOf(reader.tool);
  if (document === undefined) return nothing === 'no bytes';
  // A list of the lines of a file that has none is empty, too.
  if (Array.isArray(document) && document.length === 0) return nothing !== undefined;
  return reader.recognises(document) || reader.couldBe?.(document) === true;
}
