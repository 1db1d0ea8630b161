import type { Change } from '../changes.ts';
import type { Selected, Selection, Why } from '../components/selection.ts';
import { shown } from '../paths.ts';
import type { SeenInTree } from '../tree.ts';

/** Characters of a path that a person is shown. */
const LONGEST_PATH = 200;
/** How many patterns a message names. */
const SHOWN = 5;

/**
 * A path or a pattern between backticks, on one line: what could break or repaint the line is shown as an escape. Backticks
 * in it become apostrophes, since a message has names between them.
 */
export function quoted(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
      found === '\n' ? '\\n' : found === '\t' ? '\\t' : `\\u{${found.codePointAt(0)?.toString(16)}}`,
    )
    .replaceAll('`', "'");
  const letters = [...line];
  return `\`${letters.length > LONGEST_PATH ? `${letters.slice(0, LONGEST_PATH - 1).join('')}…` : line}\``;
}

/** Why a component is on or off, in a sentence. */
export function whyInWords({ component, why }: Selected, selection: Selection, tree: SeenInTree | undefined): string {
  switch (why.on) {
    case 'changed':
      return `${causeInWords(why)}.`;
    case 'global':
      return `Everything is concerned: ${causeInWords(why)} of \`global\`.`;
    case 'needs':
      return `It needs ${quoted(why.component)}.`;
    case 'unknown':
      return 'It is not known what changed.';
    default:
      return offInWords(
        component.paths.length + component.allOf.length,
        selection,
        tree?.unmatched.get(component.name),
      );
  }
}

function causeInWords({ cause: { status, path, pattern }, count }: Extract<Why, { on: 'changed' | 'global' }>): string {
  const others = count === 1 ? '' : `, and ${count - 1} more`;
  return `${quoted(shown(path))} (${status}) matches ${quoted(pattern)}${others}`;
}

function offInWords(patterns: number, { count, ignored }: Selection, unmatched: readonly string[] = []): string {
  const nothing =
    patterns === 0
      ? 'Nothing that it needs changed.'
      : count === 0
        ? 'Nothing changed.'
        : ignored === count
          ? `All of ${files(count)} are ignored.`
          : `None of ${files(count)} matches${ignored > 0 ? `; ${ignored} of them are ignored` : ''}.`;
  if (unmatched.length === 0) return nothing;
  const more = unmatched.length > SHOWN ? ` and ${unmatched.length - SHOWN} more` : '';
  return `${nothing} No file of the repository matches ${unmatched.slice(0, SHOWN).map(quoted).join(', ')}${more}.`;
}

/** A change on a line of the log. */
export function changeInWords({ status, path, from }: Change): string {
  return `${status} ${from === undefined ? '' : `${quoted(shown(from))} → `}${quoted(shown(path))}`;
}

/** What was compared, in a sentence. */
export function files(count: number): string {
  return `${count} changed ${count === 1 ? 'file' : 'files'}`;
}
