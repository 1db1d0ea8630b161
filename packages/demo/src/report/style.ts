import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Html, trusted } from '@actions-aws/action';

/** The style sheets, in the order in which they stand in the page. */
const sheets = ['colours', 'page', 'timeline', 'tables', 'chapters', 'media'];

/** The style of the page. */
export function style(): Html {
  const texts = sheets.map((name) => readFileSync(path.join(import.meta.dirname, 'style', `${name}.css`), 'utf8'));
  return trusted(texts.join('\n'));
}
