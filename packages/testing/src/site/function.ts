import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The function of sites whose pointers stand in stores, as it is uploaded. */
export const SITE_FUNCTION: string = readFileSync(
  path.join(import.meta.dirname, '..', '..', '..', 'site', 'src', 'function', 'site.js'),
  'utf8',
);
