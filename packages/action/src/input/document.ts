import { type Input, input, type Refusal } from './input.ts';
import { plainDocument } from './plain-document.ts';

/** One complaint of a schema, in the shape zod and others share. */
export interface SchemaIssue {
  readonly message: string;
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
  /** For a union: the complaints of each alternative. */
  readonly errors?: readonly (readonly SchemaIssue[])[] | undefined;
}

/** What `document` needs of a schema; a zod schema fits, and this package does not load zod. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}

/**
 * A JSON or YAML document that fits a schema; every misfit is reported with its path inside the document.
 *
 * @param schema The schema, or what loads it, where most runs have no such document: zod takes longer to load than Node to start.
 */
export function document<T>(schema: Schema<T> | (() => Promise<Schema<T>>), options: { type?: string } = {}): Input<T> {
  return input<T>(options.type ?? 'YAML or JSON', async (given) => {
    const read = await readDocument(given);
    if ('refusals' in read) return { accepted: false, refusals: read.refusals };
    const fitting = typeof schema === 'function' ? await schema() : schema;
    const checked = fitting.safeParse(read.value);
    if (checked.success) return { accepted: true, value: checked.data };
    return {
      accepted: false,
      refusals: checked.error.issues.flatMap(nearest).map((issue) => misfit(issue, read.value)),
    };
  });
}

/** The value of a JSON or YAML document, or what is wrong with it; merge keys (`<<`) and aliases are resolved. */
export async function readDocument(
  text: string,
): Promise<{ readonly value: unknown } | { readonly refusals: readonly Refusal[] }> {
  const plain = plainDocument(text);
  if (plain) return plain;
  // A file of its own in the bundle.
  const { parseDocument } = await import('yaml');
  const parsed = parseDocument(text, { prettyErrors: true, uniqueKeys: true, merge: true });
  // One slip makes several: the others follow from the first. A warning is of a tag that means nothing.
  const [error] = [...parsed.errors, ...parsed.warnings];
  if (error) {
    const [first = 'unreadable'] = error.message.split('\n');
    return { refusals: [refusalOf(`is not valid YAML or JSON: ${first.replace(/:$/, '')}`, remedyFor(first))] };
  }
  try {
    // The library counts aliases to stop documents that unfold to gigabytes; it throws here.
    return { value: parsed.toJS() };
  } catch (error) {
    const { message } = error as Error;
    return { refusals: [refusalOf(`cannot be read: ${message}`, remedyFor(message))] };
  }
}

function refusalOf(message: string, remedy: string | undefined): Refusal {
  return { at: '', value: undefined, message, ...(remedy && { remedy }) };
}

function remedyFor(message: string): string | undefined {
  if (/flow map/.test(message)) return "Inside `{ }`, quote what has brackets or commas: `'$.hits[0].id'`.";
  if (/unresolved (?:tag|alias)|alias/i.test(message)) {
    return "Quote a text that begins with `!`, `*` or `&`: `'!docs/**'`, `'**/*.ts'`.";
  }
  return undefined;
}

/**
 * A union only says "invalid input". The complaints that help are those of the alternative that was meant: not one that
 * is of another type altogether, and of the rest the one that fits furthest into the value.
 */
function nearest(issue: SchemaIssue): readonly SchemaIssue[] {
  const alternatives = issue.errors ?? [];
  if (alternatives.length === 0) return [issue];
  const meant = alternatives.filter((issues) => !issues.some(isOfAnotherType));
  const candidates = meant.length === 0 ? alternatives : meant;
  const deepest = Math.max(...candidates.map(depth));
  const best = candidates.filter((issues) => depth(issues) === deepest);
  const [only] = best;
  if (only && best.length === 1) {
    return only.flatMap((inner) => nearest({ ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] }));
  }
  const messages = new Set(best.flat().map(({ message }) => uncapitalised(message)));
  return [{ path: issue.path, message: [...messages].join(', or ') }];
}

function isOfAnotherType({ code, path = [] }: SchemaIssue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function depth(issues: readonly SchemaIssue[]): number {
  return Math.max(...issues.map(({ path = [] }) => path.length));
}

function misfit({ path = [], message }: SchemaIssue, document: unknown): Refusal {
  let value: unknown = document;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return {
    at: path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join(''),
    value: typeof value === 'object' || value === undefined ? undefined : String(value),
    message: uncapitalised(message),
  };
}

function uncapitalised(message: string): string {
  const plain = message.replace(/^Invalid input: /, '').replace(/\.$/, '');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}
