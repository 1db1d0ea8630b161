import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InputSpec } from '@actions-aws/action';
import { parseDocument } from 'yaml';

/** One input in `action.yml`. Every scalar is the text that the runner reads. */
export interface DeclaredInput {
  readonly description?: string;
  readonly required?: string;
  readonly default?: string;
  readonly deprecationMessage?: string;
}

/** The part of `action.yml` that the code must agree with. */
export interface Manifest {
  readonly name?: string;
  readonly description?: string;
  readonly inputs?: Readonly<Record<string, DeclaredInput>>;
  readonly outputs?: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs?: { readonly using?: string; readonly main?: string; readonly post?: string; readonly pre?: string };
}

/** An action as its users, its code and its README see it. */
export interface DescribedAction {
  /** The folder's name, which is what users type after `uses: owner/repository/`. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly inputs: InputSpec;
  readonly outputs: readonly string[];
  /** What each code of a failure means; nothing where the action reports none. */
  readonly failures?: Readonly<Record<string, string>>;
  /** The input whose keys are the names of further outputs; nothing where action.yml declares them all. */
  readonly outputsNamedBy?: string;
  readonly readme: string;
  /** Whether `main.ts` passes a `post` to `runAction`. Read from its text: importing it would run the action. */
  readonly hasPost: boolean;
}

/** What was read, by its text: every step of a sweep reads the same, and reading YAML takes longer than some of them. */
const known = new Map<string, Manifest>();

/** Reads `action.yml` text: scalars stay as written, since the runner makes text of them anyway (`1.0` is not `1`). */
export function parseManifest(text: string): Manifest {
  const found = known.get(text);
  if (found) return found;
  const document = parseDocument(text, { schema: 'failsafe' });
  const [error] = document.errors;
  if (error) throw new Error(`action.yml cannot be read: ${error.message}`);
  const manifest = (document.toJS() ?? {}) as Manifest;
  known.set(text, manifest);
  return manifest;
}

/**
 * Loads an action from its folder: `action.yml`, `README.md`, and `src/inputs.ts`, or `src/inputs/inputs.ts` where inputs
 * have a shelf, which exports `inputs` and `outputs`, `failures` where the action reports codes, and `outputsNamedBy` where an input names
 * outputs.
 *
 * @throws when one of them is missing, naming it.
 */
export async function describeAction(folder: string | URL): Promise<DescribedAction> {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const [manifest, readme, main] = await Promise.all(
    ['action.yml', 'README.md', join('src', 'main.ts')].map((file) => readFile(join(root, file), 'utf8')),
  );
  const shelved = join(root, 'src', 'inputs', 'inputs.ts');
  const file = existsSync(shelved) ? shelved : join(root, 'src', 'inputs.ts');
  const contract = await import(pathToFileURL(file).href);
  if (!contract.inputs || !Array.isArray(contract.outputs)) {
    throw new Error(`${file} must export \`inputs\` and \`outputs\``);
  }
  return {
    name: basename(join(root, '.')),
    manifest: parseManifest(manifest ?? ''),
    readme: readme ?? '',
    inputs: contract.inputs,
    outputs: contract.outputs,
    ...(contract.failures && { failures: contract.failures }),
    ...(contract.outputsNamedBy && { outputsNamedBy: contract.outputsNamedBy }),
    hasPost: /^\s*(?:async\s+)?post\s*[(:,]/m.test(main ?? ''),
  };
}
