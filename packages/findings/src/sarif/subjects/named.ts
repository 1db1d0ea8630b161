import type { Package } from '../../result.ts';
import type { Shape } from '../../shapes.ts';
import type { Kind } from '../../words.ts';

/** What a tool's rule or result says of its subject, besides what SARIF has a place for. */
export interface Named {
  readonly kind?: Kind | undefined;
  /** The tool's own word for the severity. */
  readonly word?: string | undefined;
  /** Ids of one advisory. */
  readonly advisories?: readonly string[] | undefined;
  readonly package?: Package | undefined;
  readonly version?: string | undefined;
  readonly fixed?: string | undefined;
  /** The image that was scanned, or the license. */
  readonly image?: string | undefined;
  readonly license?: string | undefined;
}

/** What one tool's SARIF says, and where. */
export interface Naming {
  /** Of the rule, asked once for each. */
  rule?(descriptor: Shape, id: string): Named | undefined;
  /** Of the result; it counts before what the rule says. */
  result?(result: Shape, message: string, rule: string, driver: string): Named | undefined;
  /** Whether of a result its properties alone are asked. */
  readonly asksProperties?: true;
  /** Of the run: the image that was scanned. */
  image?(run: Shape): string | undefined;
}

/** What stands behind a word up to the end of its line, such as `Package: ` in a message of several lines. */
export function after(text: string, word: string): string | undefined {
  const at = text.startsWith(word) ? 0 : text.indexOf(`\n${word}`) + 1;
  if (at === 0 && !text.startsWith(word)) return undefined;
  const end = text.indexOf('\n', at);
  const found = text.slice(at + word.length, end < 0 ? text.length : end).trim();
  return found === '' ? undefined : found;
}

/** The name and the version in `name@version`; a scope's `@` is the name's. */
export function parted(text: string): { readonly name: string; readonly version?: string } {
  const at = text.lastIndexOf('@');
  if (at <= 0) return { name: text };
  return at === text.length - 1
    ? { name: text.slice(0, at) }
    : { name: text.slice(0, at), version: text.slice(at + 1) };
}
