import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { code, inputName } from '@actions-aws/action';
import { type DeclaredInput, type DescribedAction, describeAction } from './manifest.ts';

/** The generated parts of a README, by the name of their markers. */
export interface Tables {
  readonly inputs: string;
  readonly outputs: string;
  /** Only where the action reports codes of failures. */
  readonly failures?: string;
}

/**
 * The tables of inputs, outputs and failures as Markdown. Prose and defaults come from `action.yml`, types and the codes of
 * failures from the code.
 */
export function renderTables({
  manifest,
  inputs,
  failures,
}: Pick<DescribedAction, 'manifest' | 'inputs' | 'failures'>): Tables {
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
    ...(failures && {
      failures: table(
        ['`code`', 'What happened'],
        Object.entries(failures).map(([name, means]) => [code(name).markdown, means]),
      ),
    }),
  };
}

/**
 * The README with its tables replaced, each between `<!-- inputs -->` and `<!-- /inputs -->` (or `outputs`, `failures`).
 *
 * @throws when a pair of markers is missing.
 */
export function withTables(readme: string, tables: Tables): string {
  let text = readme.replaceAll('\r\n', '\n');
  for (const [name, table] of Object.entries(tables)) {
    const between = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!between.test(text)) throw new Error(`README.md has no \`<!-- ${name} -->\` … \`<!-- /${name} -->\` markers`);
    text = text.replace(between, (_, open, close) => `${open}\n\n${table}\n${close}`);
  }
  return text;
}

/**
 * Brings the tables in an action's README up to date.
 *
 * @returns whether they were stale; with `check` they are left so.
 */
export async function writeTables(folder: string | URL, { check = false }: { check?: boolean } = {}): Promise<boolean> {
  const action = await describeAction(folder);
  const { readme } = action;
  const fresh = withTables(readme, renderTables(action));
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
