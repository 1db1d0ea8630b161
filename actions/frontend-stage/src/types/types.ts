import { lookup } from 'mime-types';
import { OF_EXTENSION, OF_NAME } from './table.ts';

/** What an answer says of a file's content. */
export interface ContentType {
  readonly type: string;
  /** It is text, of which its `charset` tells how it is encoded. */
  readonly isText: boolean;
  /** How its bytes are packed although its name does not say so. */
  readonly encoding?: 'gzip';
}

/** What nothing is known of: browsers offer it as a download. */
export const UNKNOWN = 'application/octet-stream';

/** The type of a file by its name: of our own table, else of mime-db (https://github.com/jshttp/mime-db). */
export function contentTypeOf(path: string): ContentType {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  const type = own(OF_NAME, name) ?? own(OF_EXTENSION, extension) ?? (extension && lookup(extension)) ?? UNKNOWN;
  const known = type || UNKNOWN;
  return { type: known, isText: isText(known), ...(extension === 'svgz' && { encoding: 'gzip' as const }) };
}

/** The header, once it is known whether the bytes are UTF-8. Of text that is not, the file itself has to say what it is. */
export function headerOf({ type, isText: text }: ContentType, isUtf8: boolean): string {
  return text && isUtf8 ? `${type}; charset=utf-8` : type;
}

/** A file may be called `constructor`. */
function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /^(?:application|image|model)\/(?:json|javascript|xml|(?:[\w.-]+\+)(?:json|xml))$/.test(type)
  );
}
