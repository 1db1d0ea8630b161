import type { Detection, Run } from './story.ts';

/** Whether a workflow's next step runs: `if: steps.changes.outputs.any == 'true'`, and only after a step that was green. */
export function goesOn({ run }: Detection): boolean {
  return run.exitCode === 0 && run.outputs.any === 'true';
}

/** The files that changed, as detect-changes has them: `modified src/index.mjs`; nothing where it does not know. */
export function filesOf({ outputs }: Run): readonly string[] | undefined {
  if (outputs.complete !== 'true' || !outputs.files) return undefined;
  const files = JSON.parse(outputs.files) as readonly { readonly status: string; readonly path: string }[];
  return files.map(({ status, path }) => `${status} ${path}`);
}

/** The components that are concerned, as the output `changes` has them, each with the file or component that the log names. */
export function causesOf({ outputs, log }: Run): Readonly<Record<string, string>> {
  const names = JSON.parse(outputs.changes || '[]') as readonly string[];
  return Object.fromEntries(names.map((name) => [name, causeIn(log, name)]));
}

/** The first name between backticks on the line of a component: `search-api: true. It needs `shared`.` */
function causeIn(log: string, name: string): string {
  const line = log.split(/\r?\n/).find((one) => one.startsWith(`${name}: true. `)) ?? '';
  return /`([^`]*)`/.exec(line)?.[1] ?? 'nothing';
}

/** A commit's SHA for people. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}
