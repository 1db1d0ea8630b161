/** What a block of YAML holds where that is plain: texts, lists of them, and mappings. */
export type PlainBlock = string | readonly PlainBlock[] | { readonly [key: string]: PlainBlock };

/** A line with something on it. */
interface Line {
  readonly indent: number;
  readonly text: string;
}

const KEY = /^([A-Za-z_][\w-]*):(?: +(.*))?$/;
const ITEM = /^- +(.+)$/;
/** In quotes without escapes, then perhaps a comment. */
const QUOTED = /^(?:'([ -&(-~]*)'|"([ !#-[\]-~]*)")(?: +#.*)?$/;
/** A pattern for paths or a name: none of these letters means anything to YAML where it stands here. */
const WORD = /^([A-Za-z_./][\w./*?+@(){}[\],!$~^-]*)(?: +#.*)?$/;
const FLOW = /^\[ *(.*?) *\](?: +#.*)?$/;
/** One item of a list in brackets, and the comma after it: in quotes, or a word, in which brackets, braces and commas would end it. */
const FLOW_ITEM = /(?:'([ -&(-~]*)'|"([ !#-[\]-~]*)"|([A-Za-z_./][\w./*?+@()!$~^-]*)) *(?:, *(?!$)|$)/y;
/** Words that YAML reads as other values than text, or that were once such. */
const VALUES = /^(?:true|false|null|yes|no|on|off)$/i;
/** What ends this reader's competence: tabs, carriage returns, other letters than ASCII's. */
const OTHER = /[^\n -~]/;

/**
 * The value of a YAML document of nested lists and mappings of plain texts, as lists of patterns mostly are, without the
 * parser, which takes longer to load than such a document to read. `undefined` for all others, which the parser has to read:
 * never another value than it gives.
 */
export function plainBlock(text: string): { readonly value: PlainBlock } | undefined {
  if (OTHER.test(text)) return undefined;
  const lines = text
    .split('\n')
    .map((line) => ({ indent: line.search(/[^ ]|$/), text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
  if (lines[0]?.indent !== 0) return undefined;
  const reader = { lines, at: 0 };
  const value = blockAt(reader, 0);
  return value !== undefined && reader.at === lines.length ? { value } : undefined;
}

interface Reader {
  readonly lines: readonly Line[];
  at: number;
}

function blockAt(reader: Reader, indent: number): PlainBlock | undefined {
  return ITEM.test(reader.lines[reader.at]?.text ?? '') ? listAt(reader, indent) : mappingAt(reader, indent);
}

function listAt(reader: Reader, indent: number): PlainBlock | undefined {
  const items: PlainBlock[] = [];
  for (; ; reader.at += 1) {
    const line = reader.lines[reader.at];
    const [, text] = (line?.indent === indent && ITEM.exec(line.text)) || [];
    if (text === undefined) return items;
    const item = scalarIn(text);
    if (item === undefined) return undefined;
    items.push(item);
  }
}

function mappingAt(reader: Reader, indent: number): PlainBlock | undefined {
  const entries = new Map<string, PlainBlock>();
  for (;;) {
    const line = reader.lines[reader.at];
    const [, key = '', rest = ''] = (line?.indent === indent && KEY.exec(line.text)) || [];
    if (key === '') return entries.size === 0 ? undefined : Object.fromEntries(entries);
    if (entries.has(key) || VALUES.test(key) || key === '__proto__') return undefined;
    reader.at += 1;
    const value = rest === '' || rest.startsWith('#') ? below(reader, indent) : (scalarIn(rest) ?? flowIn(rest));
    if (value === undefined) return undefined;
    entries.set(key, value);
  }
}

/** What stands below a key: deeper, or a list at the same depth. */
function below(reader: Reader, indent: number): PlainBlock | undefined {
  const line = reader.lines[reader.at];
  if (!line || line.indent < indent) return undefined;
  if (line.indent > indent) return blockAt(reader, line.indent);
  return ITEM.test(line.text) ? listAt(reader, indent) : undefined;
}

function scalarIn(text: string): string | undefined {
  const [, single, double] = QUOTED.exec(text) ?? [];
  const quoted = single ?? double;
  if (quoted !== undefined) return quoted;
  const [, word] = WORD.exec(text) ?? [];
  return word !== undefined && isText(word) ? word : undefined;
}

/** `.5` and `.inf` are numbers, `...` ends a document; with a slash it is a path. */
function isText(word: string): boolean {
  return !VALUES.test(word) && (!word.startsWith('.') || word.includes('/'));
}

function flowIn(text: string): PlainBlock | undefined {
  const [, inside] = FLOW.exec(text) ?? [];
  if (inside === undefined) return undefined;
  const items: string[] = [];
  for (FLOW_ITEM.lastIndex = 0; FLOW_ITEM.lastIndex < inside.length; ) {
    const found = FLOW_ITEM.exec(inside);
    if (!found) return undefined;
    const [, single, double, word] = found;
    if (word !== undefined && !isText(word)) return undefined;
    items.push(single ?? double ?? word ?? '');
  }
  return items;
}
