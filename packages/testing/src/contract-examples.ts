import { parseAllDocuments } from 'yaml';
import type { DescribedAction } from './contract-manifest.ts';

/** A step of a README's example that uses the action. */
interface ExampleStep {
  readonly id?: unknown;
  readonly uses?: unknown;
  readonly with?: unknown;
}

/** What the examples in the README say that is not so: inputs and outputs that the action does not have. */
export function wrongExamples({
  name,
  manifest,
  readme,
}: Pick<DescribedAction, 'name' | 'manifest' | 'readme'>): string[] {
  const wrong = new Set<string>();
  for (const [, block = ''] of readme.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)) {
    const documents = parseAllDocuments(block);
    const [error] = documents.flatMap(({ errors }) => errors);
    if (error) {
      wrong.add(`An example in README.md is not valid YAML: ${error.message.split('\n')[0]?.replace(/:$/, '.')}`);
      continue;
    }
    for (const step of documents.flatMap((document) => stepsIn(document.toJS()))) {
      if (!new RegExp(`/${name}(?:@|$)`).test(String(step.uses))) continue;
      for (const input of Object.keys((step.with as object | null | undefined) ?? {})) {
        if (!Object.hasOwn(manifest.inputs ?? {}, input)) {
          wrong.add(`An example in README.md gives \`${input}\`, which is no input of \`${name}\`.`);
        }
      }
      if (typeof step.id !== 'string') continue;
      for (const [, output = ''] of block.matchAll(new RegExp(`steps\\.${step.id}\\.outputs\\.([\\w-]+)`, 'g'))) {
        if (!Object.hasOwn(manifest.outputs ?? {}, output)) {
          wrong.add(`An example in README.md reads \`${output}\`, which is no output of \`${name}\`.`);
        }
      }
    }
  }
  return [...wrong];
}

/** Every mapping with `uses`, however deep: an example may be a whole workflow, a job, or a few steps. */
function stepsIn(value: unknown): ExampleStep[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...('uses' in value ? [value] : []), ...Object.values(value).flatMap(stepsIn)];
}
