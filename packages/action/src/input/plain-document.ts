import { plainBlock } from './plain-block.ts';

/** A word, or several, or an address: nothing in it means anything to YAML. */
const PLAIN = /^[A-Za-z](?:[\w./?=&%~+$-]|:(?=\S)| (?=[\w./]))*$/;
/** Words that YAML reads as other values than text. */
const VALUES = /^(?:true|false|null)$/i;

/**
 * The value of a YAML or JSON document where that is plain without a parser, which takes longer to load than most documents
 * to read: a few words, JSON as programs write it, and lists and mappings of plain texts. `undefined` for all others, which a parser has to read.
 */
export function plainDocument(text: string): { readonly value: unknown } | undefined {
  if (PLAIN.test(text)) return VALUES.test(text) ? undefined : { value: text };
  if (!/^[[{]/.test(text)) return plainBlock(text);
  try {
    const value: unknown = JSON.parse(text);
    // What is written back otherwise holds a key twice, or a number that does not fit: a parser tells what is wrong with it.
    return [JSON.stringify(value), JSON.stringify(value, null, 2)].includes(text) ? { value } : undefined;
  } catch {
    return undefined;
  }
}
