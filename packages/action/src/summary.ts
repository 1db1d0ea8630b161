import { escapeHtml, longestRun, type Text, toCell, toLine } from './markdown.ts';

/** The job summary, built block by block. All text is escaped; use `code`, `prose` and `bold` inside it. */
export interface Summary {
  /** A heading, of level 2 unless told. */
  heading(text: Text, level?: 1 | 2 | 3 | 4): Summary;
  paragraph(text: Text): Summary;
  /** A table; rows shorter than the header are filled with empty cells. */
  table(header: readonly Text[], rows: readonly (readonly Text[])[]): Summary;
  /** A part that is folded until somebody clicks its label. */
  details(label: string, build: (inner: Summary) => void): Summary;
  /** Preformatted text; `language` colours it. */
  codeBlock(text: string, language?: string): Summary;
  readonly empty: boolean;
  /** The Markdown, at most `limit` bytes of UTF-8 (1 MiB unless told); what was cut is stated at its end. */
  toString(limit?: number): string;
}

/** GitHub drops a larger summary whole: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary */
export const summaryLimit = 1024 * 1024;

/** Opened and closed as a whole, but what is between may be cut after any part. */
interface Block {
  readonly open: string;
  readonly parts: readonly (string | Block)[];
  readonly close: string;
}

/** An empty summary. */
export function createSummary(): Summary {
  const blocks: Block[] = [];
  const builder = builderOver(blocks);
  return builder;
}

function builderOver(blocks: Block[]): Summary {
  const add = (open: string, parts: Block['parts'], close: string): Summary => {
    blocks.push({ open, parts, close });
    return summary;
  };
  const summary: Summary = {
    heading: (text, level = 2) => add('', [`${'#'.repeat(level)} ${toLine(text)}\n\n`], ''),
    paragraph: (text) => add('', [`${toLine(text)}\n\n`], ''),
    table(header, rows) {
      const row = (cells: readonly Text[]) => `| ${header.map((_, index) => toCell(cells[index])).join(' | ')} |\n`;
      return add(`${row(header)}|${' --- |'.repeat(header.length)}\n`, rows.map(row), '\n');
    },
    details(label, build) {
      const inner: Block[] = [];
      build(builderOver(inner));
      // The blank line lets Markdown begin again inside the HTML.
      return add(`<details><summary>${escapeHtml(label)}</summary>\n\n`, inner, '</details>\n\n');
    },
    codeBlock(text, language = '') {
      const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
      const lines = text.replace(/\n$/, '').split(/\r\n|\n|\r/);
      return add(
        `${fence}${language.replace(/[^\w+-]/g, '')}\n`,
        lines.map((line) => `${line}\n`),
        `${fence}\n\n`,
      );
    },
    get empty() {
      return blocks.length === 0;
    },
    toString(limit = summaryLimit) {
      const whole: Block = { open: '', parts: blocks, close: '' };
      const size = bytes(whole);
      if (size <= limit) return render(whole);
      const notice = `**Cut here.** The whole summary has ${size} bytes and GitHub shows ${limit}; the log has everything.\n`;
      const room = limit - Buffer.byteLength(notice);
      return room < 0 ? '' : `${fit(whole, room)}${notice}`;
    },
  };
  return summary;
}

function bytes(part: string | Block): number {
  if (typeof part === 'string') return Buffer.byteLength(part);
  return part.parts.reduce((sum, inner) => sum + bytes(inner), Buffer.byteLength(part.open + part.close));
}

function render(part: string | Block): string {
  return typeof part === 'string' ? part : part.open + part.parts.map(render).join('') + part.close;
}

/** As many leading parts as have room; a block that is cut is still closed. */
function fit(block: Block, room: number): string {
  let left = room - Buffer.byteLength(block.open + block.close);
  if (left < 0) return '';
  let shown = '';
  for (const part of block.parts) {
    const size = bytes(part);
    if (size > left) return block.open + shown + (typeof part === 'string' ? '' : fit(part, left)) + block.close;
    shown += render(part);
    left -= size;
  }
  return block.open + shown + block.close;
}
