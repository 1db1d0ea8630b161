import { parseAllDocuments } from 'yaml';
import { blocksOf, type Example } from './examples.ts';

/** An action that takes back what a step before it did, as examples have to use it. */
export interface Undoing {
  /** Its name, as in `uses: org/actions/<name>@v1`. */
  readonly action: string;
  /** The input that says what is to be undone, of the step or of an entry in a list. */
  readonly input: string;
  /** The output of the other step that it gets: what that one changed, and no more. */
  readonly output: string;
  /** The word by which a person undoes what is there, without a step before it. */
  readonly any: string;
}

/** A step that undoes, with the `if` of itself and of its job. */
interface UndoingStep {
  readonly given: Readonly<Record<string, unknown>>;
  readonly conditions: readonly string[];
}

/**
 * The condition that such a step needs: also for a job that was cancelled or whose time ran out, when `failure()` is false
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions), and only after
 * the step before it has ended well. In parentheses, since `&&` binds stronger than `||`.
 */
const CONDITION = /\(failure\(\) \|\| cancelled\(\)(?: \|\| [^()]+)?\) && \S+\.outputs\.outcome == /;

/** Where an example undoes on another condition, or something else than what the step before it did. */
export function wrongUndoing(example: Example, undoing: Undoing): string[] {
  const wrong = blocksOf(example).flatMap((block) => {
    const documents = parseAllDocuments(block, { schema: 'failsafe' });
    // What cannot be read is told by the tests of all examples.
    if (documents.some(({ errors }) => errors.length > 0)) return [];
    return documents
      .flatMap((document) => stepsOf(document.toJS(), undoing.action, []))
      .flatMap((step) => wrongStep(step, undoing));
  });
  return [...new Set(wrong)].map((what) => `An example in ${example.file} ${what}`);
}

function wrongStep({ given, conditions }: UndoingStep, { action, input, output, any }: Undoing): string[] {
  const values = valuesOf(given, input);
  if (values.length === 0) return [`does not say what \`${action}\` is to undo: give \`${input}\`.`];
  // A person who presses a button.
  if (conditions.length === 0 && values.every((value) => value === any)) return [];
  const other = values.filter((value) => !new RegExp(`\\.outputs\\.${output}\\b(?!-)`).test(value));
  const wrong = other.map(
    (value) => `gives \`${input}\` of \`${action}\` something else than the output \`${output}\`: ${value}.`,
  );
  if (!conditions.some((condition) => CONDITION.test(condition))) {
    wrong.push(`runs \`${action}\` without \`(failure() || cancelled()) && ….outputs.outcome == …\` in an \`if\`.`);
  }
  return wrong;
}

/** What an input says, also where entries of a list have it: that list is text for the runner. */
function valuesOf(given: UndoingStep['given'], input: string): readonly string[] {
  const inEntries = Object.values(given).flatMap((value) =>
    typeof value === 'string'
      ? [...value.matchAll(new RegExp(`\\b${input}: *(\\$\\{\\{.*?\\}\\}|[^\\s,}]+)`, 'g'))]
      : [],
  );
  const own = given[input];
  return [...(typeof own === 'string' && own !== '' ? [own] : []), ...inEntries.map(([, value = '']) => value)];
}

/** Every step that uses the action, however deep: an example may be a whole workflow, a job, or a few steps. */
function stepsOf(value: unknown, action: string, above: readonly string[]): UndoingStep[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => stepsOf(one, action, above));
  const found = value as { readonly uses?: unknown; readonly with?: unknown; readonly if?: unknown };
  const conditions = typeof found.if === 'string' ? [...above, found.if] : above;
  if (new RegExp(`/${action}(?:@|$)`).test(String(found.uses))) {
    return [{ given: (found.with || {}) as UndoingStep['given'], conditions }];
  }
  return Object.values(found).flatMap((inner) => stepsOf(inner, action, conditions));
}
