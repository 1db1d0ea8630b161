import type { Refusal } from '@actions-aws/action';
import picomatch from 'picomatch';
import { mappingIn, refusal } from './refusal.ts';

/** What a workflow leaves out: results whose path and rule both match; one that is not given matches all. Never secrets. */
export interface Exclusion {
  readonly path?: string;
  readonly rule?: string;
}

const REMEDY = 'Give the glob of a path, or `path`, `rule` or both.';

/** Reads exclusions from what the document holds: globs of paths, or mappings with `path`, `rule` or both. */
export function exclusionsIn(value: unknown): {
  readonly exclusions: readonly Exclusion[];
  readonly refusals: readonly Refusal[];
} {
  if (value === null || value === undefined) return { exclusions: [], refusals: [] };
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const refusals: Refusal[] = [];
  const exclusions = list.map((entry, index): Exclusion => {
    const at = Array.isArray(value) ? `[${index}]` : '';
    if (typeof entry === 'string') return { path: globIn(entry, at, refusals) };
    const given = mappingIn(entry);
    if (!given || given.size === 0) {
      refusals.push(refusal(at, entry, 'says nothing that is excluded', REMEDY));
      return {};
    }
    for (const key of given.keys()) {
      if (key !== 'path' && key !== 'rule') refusals.push(refusal(`${at}.${key}`, undefined, 'is no key here', REMEDY));
    }
    return {
      ...(given.has('path') && { path: globIn(given.get('path'), `${at}.path`, refusals) }),
      ...(given.has('rule') && { rule: globIn(given.get('rule'), `${at}.rule`, refusals) }),
    };
  });
  return { exclusions: refusals.length > 0 ? [] : exclusions, refusals };
}

function globIn(value: unknown, at: string, refusals: Refusal[]): string {
  if (typeof value !== 'string') {
    refusals.push(refusal(at, value, 'must be a glob', "Quote it: `'test/**'`."));
    return '';
  }
  const glob = value.trim();
  if (glob === '') refusals.push(refusal(at, undefined, 'is empty', REMEDY));
  // `!docs/**` would exclude everything else, which is seldom meant.
  if (glob.startsWith('!')) refusals.push(refusal(at, glob, 'must say what is excluded, not what is kept', REMEDY));
  return glob;
}

/** Tests of paths and of rules. A rule that is the very text matches, too, since `name[play]` is a rule. */
export function matcherOf({ path, rule }: Exclusion): {
  readonly path?: (text: string) => boolean;
  readonly rule?: (text: string) => boolean;
} {
  const options = { dot: true, nonegate: true };
  const ofPath = path === undefined ? undefined : picomatch(path, options);
  // A rule is no path: `*` passes a slash.
  const ofRule = rule === undefined ? undefined : picomatch(rule, { ...options, bash: true });
  return {
    // Without a place there is no path that could match.
    ...(ofPath && { path: (text: string) => text !== '' && ofPath(text) }),
    ...(ofRule && { rule: (text: string) => text === rule || ofRule(text) }),
  };
}

/** An exclusion in words. */
export function wordsOf({ path, rule }: Exclusion): string {
  return [path === undefined ? '' : `path ${path}`, rule === undefined ? '' : `rule ${rule}`]
    .filter(Boolean)
    .join(', ');
}
