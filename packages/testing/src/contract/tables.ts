import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { code, type InputSpec, inputName } from '@actions-aws/action';
import { type DeclaredInput, describeAction, type Manifest } from './manifest.ts';

/** The generated parts of a README, by the name of their markers. */
export interface Tables {
  readonly inputs: string;
  readonly outputs: string;
}

/** The tables of inputs and outputs as Markdown. Prose and defaults come from `action.yml`, types from the code. */
export function renderTables(manifest: Manifest, inputs: InputSpec): Tables {
  const types = new Map(Object.entries(inputs).map(([key, { type }]) => [inputName(key), type]));
  return {
    inputs: table(
      ['Name', 'Type', 'Default', 'Description'],
      Object.entries(manifest.inputs ?? {}).map(([name, declared]) => [
        code(name).markdown,
        types.get(name) ?? '',
        startingValue(declared),
        `${declared.deprecationMessage ? `**Deprecated:** ${declared.deprecationMessage} ` : ''}${declared.description ?? ''}`,
      ]),
    ),
    outputs: table(
      ['Name', 'Description'],
      Object.entries(manifest.outputs ?? {}).map(([name, { description }]) => [code(name).markdown, description ?? '']),
    ),
  };
}

/**
 * The README with its tables replaced, each between `<!-- inputs -->` and `<!-- /inputs -->` (or `outputs`).
 *
 * @throws when a pair of markers is missing.
 */
export function withTables(readme: string, tables: Tables): string {
  let text = readme.replaceAll('\r\n', '\n');
  for (const name of ['inputs', 'outputs'] as const) {
    const between = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!between.test(text)) throw new Error(`README.md has no \`<!-- ${name} -->\` … \`<!-- /${name} -->\` markers`);
    text = text.replace(between, (_, open, close) => `${open}\n\n${tables[name]}\n${close}`);
  }
  return text;
}

/**
 * Brings the tables in an action's README up to date.
 *
 * @returns whether they were stale; with `check` they are left so.
 */
export async function writeTables(folder: string | URL, { check = false }: { check?: boolean } = {}): Promise<boolean> {
  const { manifest, inputs, readme } = await describeAction(folder);
  const fresh = withTables(readme, renderTables(manifest, inputs));
  const stale = fresh !== readme.replaceAll('\r\n', '\n');
  if (stale && !check) {
    await writeFile(join(typeof folder === 'string' ? folder : fileURLToPath(folder), 'README.md'), fresh);
  }
  return stale;
}

function startingValue(declared: DeclaredInput): string {
  if (declared.default) return code(declared.default).markdown;
  return declared.required === 'true' ? '**required**' : '';
}

/** Cells hold Markdown that we wrote ourselves; only what would break the table is touched. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.\n';
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell) =>
        cell
          .trim()
          .replace(/\s*\n\s*/g, ' ')
          .replaceAll('|', '\\|'),
      )
      .join(' | ')} |\n`;
  return `${line(header)}|${' --- |'.repeat(header.length)}\n${rows.map(line).join('')}`;
}
