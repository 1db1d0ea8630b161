import type { Package } from '@actions-aws/findings';

/** A package's name as all tools would write it, without its type. */
export function nameOf({ type, name }: Package): string {
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  if (type === 'pypi') return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  // A purl parts group and artifact by `/`, Maven itself by `:`.
  if (type === 'maven' || (type === undefined && /^[\w-]+(\.[\w-]+)+:[\w.-]+$/.test(name)))
    return name.replace(':', '/');
  return name;
}

/** A type as purl writes it: lower case. */
export function typeOf({ type = '' }: Package): string {
  return type.toLowerCase();
}
