/** Text that is already Markdown, made by the functions of this module; everything else is escaped. */
export interface Markdown {
  readonly markdown: string;
}

/** What a summary's heading, paragraph, list entry or cell may hold. */
export type Text = string | number | boolean | undefined | Markdown | readonly Text[];

/** Text in a code span, shown exactly as it is, on one line. */
export function code(text: string): Markdown {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  if (line.trim() === '') return { markdown: '' };
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return { markdown: `${fence}${pad}${line}${pad}${fence}` };
}

/** Sentences in which names stand between backticks, as messages and hints have them: each becomes a code span. */
export function prose(text: string): Text {
  const parts = text.split('`');
  // An odd one is not ours, so nobody can tell what it opens.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : part));
}

/** Text in bold. */
export function bold(text: string): Markdown {
  const escaped = escapeText(text.trim());
  return { markdown: escaped === '' ? '' : `**${escaped}**` };
}

/** A text as one line of Markdown that shows just that text; without indentation, which would make it code. */
export function toLine(text: Text): string {
  return toMarkdown(text).trim();
}

function toMarkdown(text: Text): string {
  if (text === undefined) return '';
  if (typeof text === 'object') return 'markdown' in text ? text.markdown : text.map(toMarkdown).join('');
  return escapeText(String(text));
}

/** The same, for a cell of a table: a bar would end the cell, even inside a code span, a line break the row. */
export function toCell(text: Text): string {
  return toLine(text).replaceAll('|', '\\|');
}

/** Text for HTML, on one line. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

/** The length of the longest run of a character. */
export function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function escapeText(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line
        .replace(/[\\`*_[\]~]/g, '\\$&')
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        // Two dollars in a paragraph are a formula to GitHub, and `$LATEST` comes often; the span is its documented way out.
        // https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
        .replace(/\$/g, '<span>$</span>')
        .replace(/^(\s*)([#+=-])/, '$1\\$2')
        .replace(/^(\s*\d+)([.)])/, '$1\\$2'),
    )
    .join('<br>');
}
