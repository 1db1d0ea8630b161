import { bandit } from './code/bandit.ts';
import { eslint } from './code/eslint.ts';
import { npmAudit } from './dependency/npm-audit.ts';
import { pipAudit } from './dependency/pip-audit.ts';
import type { Reader } from './reader.ts';
import { gitleaks } from './secret/gitleaks.ts';

/** All readers, by our names for the tools. */
export const readers: ReadonlyMap<string, Reader> = new Map(
  [bandit, eslint, npmAudit, pipAudit, gitleaks].map((reader) => [reader.tool, reader]),
);

/**
 * The reader of a document. What the scan's name says is believed where the document does not say whose it is; where it says so, the
 * document decides, and that it is another tool's than the name says is for the caller to see.
 */
export function recognise(document: unknown, named: readonly string[] = []): Reader | undefined {
  const own = named.map((tool) => readers.get(tool)).filter((reader) => reader !== undefined);
  const all = [...readers.values()];
  return (
    own.find((reader) => reader.recognises(document) || reader.couldBe?.(document) === true) ??
    all.find((reader) => reader.recognises(document))
  );
}
