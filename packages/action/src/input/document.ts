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

/** A JSON or YAML document that fits a schema; every misfit is reported with its path inside the document. */
export function document<T>(schema: Schema<T>, options: { type?: string } = {}): Input<T> {
  return input<T>(options.type ?? 'YAML or JSON', async (given) => {
    const read = plainDocument(given) ?? (await readYaml(given));
    if ('refusals' in read) return { accepted: false, refusals: read.refusals };
    const checked = schema.safeParse(read.value);
    if (checked.success) return { accepted: true, value: checked.data };
    return {
      accepted: false,
      refusals: checked.error.issues.flatMap(nearest).map((issue) => misfit(issue, read.value)),
    };
  });
}

async function readYaml(text: string): Promise<{ value: unknown } | { refusals: Refusal[] }> {
  // A file of its own in the bundle.
  const { parseDocument } = await import('yaml');
  const parsed = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  // One slip makes several: the others follow from the first.
  const [error] = parsed.errors;
  if (error) {
    const [first = 'unreadable'] = error.message.split('\n');
    const message = `is not valid YAML or JSON: ${first.replace(/:$/, '')}`;
    const remedy = /flow map/.test(first)
      ? "Inside `{ }`, quote what has brackets or commas: `'$.hits[0].id'`."
      : undefined;
    return { refusals: [{ at: '', value: undefined, message, ...(remedy && { remedy }) }] };
  }
  try {
    // The library counts aliases to stop documents that unfold to gigabytes; it throws here.
    return { value: parsed.toJS() };
  } catch (error) {
    return { refusals: [{ at: '', value: undefined, message: `cannot be read: ${(error as Error).message}` }] };
  }
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
