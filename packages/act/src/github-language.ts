import type { BasicExpressionToken } from '@actions/workflow-parser/templates/tokens/basic-expression-token';
import { parse as parseYaml } from 'yaml';
import './json-modules.ts';

// On demand: what `json-modules.ts` does is for their imports.
const { Evaluator, Lexer, Parser, data, wellKnownFunctions } = await import('@actions/expressions');
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
const { validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');

/** A complaint of GitHub's parser or language service. */
export interface Complaint {
  /** From 1 on; 0 where it is about the whole file. */
  readonly line: number;
  readonly message: string;
}

/** Reads files that workflows refer to, by `OWNER/NAME/PATH@REF` or `./PATH`; nothing where there is none. */
export type Lookup = (reference: string) => string | undefined;

let checked = 0;

/** All that GitHub's own parser and language service have to say of a workflow: what they call an error and what they call a warning. */
export async function complaintsOf(name: string, content: string, lookup: Lookup): Promise<Complaint[]> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const fromParser = parsed.context.errors.getErrors().map(({ message }) => complaintIn(message));
  // It keeps what it knows of a file by its address: https://github.com/actions/languageservices, so each text has its own.
  checked += 1;
  const document = TextDocument.create(`file:///${checked}/${name}`, 'yaml', checked, content);
  const diagnostics = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name: repository, path = '', ref }) => {
        const reference = [owner, repository, path].filter(Boolean).join('/');
        const text = lookup(`${reference}@${ref}`);
        return text === undefined ? undefined : metadataOf(text);
      },
    },
    fileProvider: {
      async getFileContent(reference) {
        const where =
          'repository' in reference
            ? `${reference.owner}/${reference.repository}/${reference.path}@${reference.version}`
            : `./${reference.path}`;
        const text = lookup(where);
        if (text === undefined) throw new Error(`${where} was not found`);
        return { name: where, content: text };
      },
    },
  });
  const fromService = diagnostics.map(({ range, message }) => ({
    line: range.start.line + 1,
    message: String(message),
  }));
  const seen = new Set<string>();
  return [...fromParser, ...fromService].filter(({ line, message }) => {
    const key = `${line} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The parser writes where it is at the front: `deploy.yml (Line: 3, Col: 5): …`. */
function complaintIn(message: string): Complaint {
  const [, line, rest] = /\(Line: (\d+), Col: \d+\): (.*)$/s.exec(message) ?? [];
  return { line: Number(line ?? 0), message: rest ?? message };
}

function metadataOf(text: string) {
  return parseYaml(text) as { name: string; description: string };
}

/** The condition of each job as GitHub evaluates it, with `success()` added where no status function is in it. */
export async function conditionsOf(name: string, content: string): Promise<ReadonlyMap<string, string>> {
  const jobs = await jobsIn(name, content);
  return new Map(jobs.map((job) => [job.id.value, (job.if as BasicExpressionToken).expression]));
}

/** The conditions of each job's steps, in order and in the same form. */
export async function stepConditionsOf(name: string, content: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const jobs = await jobsIn(name, content);
  return new Map(
    jobs.map((job) => [
      job.id.value,
      'steps' in job ? job.steps.map((step) => step.if?.expression ?? 'success()') : [],
    ]),
  );
}

async function jobsIn(name: string, content: string) {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  // None either where the workflow has errors, although its type says otherwise.
  return (parsed.value && (await convertWorkflowTemplate(parsed.context, parsed.value)).jobs) ?? [];
}

/** A value as expressions have it, as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What an expression may use. */
export interface Contexts {
  readonly values: Readonly<Record<string, Json>>;
  /** What `success()`, `failure()`, `always()` and `cancelled()` answer. */
  readonly status: Readonly<Record<string, boolean>>;
}

/**
 * Evaluates an expression by GitHub's own evaluator.
 *
 * @throws where GitHub would fail.
 */
export function evaluate(expression: string, { values, status }: Contexts): Json {
  const { tokens } = new Lexer(expression).lex();
  const names = Object.keys(values);
  const functions = Object.entries(status).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
  const parsed = new Parser(tokens, names, functions).parse();
  const context = JSON.parse(JSON.stringify(values), data.reviver) as InstanceType<typeof data.Dictionary>;
  const known = new Map<string, (typeof wellKnownFunctions)[string]>([
    ...Object.entries(wellKnownFunctions),
    ...functions.map((each) => [each.name, each] as const),
  ]);
  const result = new Evaluator(parsed, context, known).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer) ?? 'null') as Json;
}

/** Whether an expression's value counts as true: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators */
export function isTrue(value: Json): boolean {
  return value !== null && value !== false && value !== 0 && value !== '' && !Number.isNaN(value);
}

/** A text with its expressions evaluated; a text that is one expression has that expression's own value. */
export function interpolate(text: string, contexts: Contexts): Json {
  const pieces = expressionsIn(text);
  if (pieces.length === 1 && typeof pieces[0] !== 'string') return evaluate(pieces[0]!.expression, contexts);
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : textOf(evaluate(piece.expression, contexts))))
    .join('');
}

function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? (Array.isArray(value) ? 'Array' : 'Object') : String(value);
}

/** Plain text and expressions, in order; a quote in an expression hides its end. */
export function expressionsIn(text: string): (string | { readonly expression: string })[] {
  const pieces: (string | { expression: string })[] = [];
  let rest = text;
  while (rest !== '') {
    const start = rest.indexOf('${{');
    const found = start < 0 ? null : /^\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/.exec(rest.slice(start));
    if (!found) return [...pieces, rest];
    if (start > 0) pieces.push(rest.slice(0, start));
    pieces.push({ expression: found[1]!.trim() });
    rest = rest.slice(start + found[0].length);
  }
  return pieces;
}
