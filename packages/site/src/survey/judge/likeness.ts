import type { Settings } from '../document/flatten.ts';
import type { Survey } from '../survey.ts';
import { type Counts, countsFor } from './settings.ts';
import { settingsOf } from './site-settings.ts';
import type { Finding } from './verdicts.ts';

/** Where TEST is not like APP: what is proved on TEST says nothing of APP then. */
export function differences(survey: Survey): readonly Finding[] {
  const { test, app } = survey;
  if (test.distribution.is !== 'read' || app.distribution.is !== 'read' || test.id === app.id) return [];
  const onTest = settingsOf(test.distribution.value.config, survey);
  const onApp = settingsOf(app.distribution.value.config, survey);
  const paths = [...new Set([...onTest.keys(), ...onApp.keys()])].filter(
    (path) => onTest.get(path) !== onApp.get(path),
  );
  const judged = paths.sort().flatMap((path) => {
    const one = judgedAt(path, onTest.get(path), onApp.get(path));
    return one ? [one] : [];
  });
  return inGroups(judged, onTest, onApp);
}

interface Difference {
  readonly path: string;
  readonly verdict: Finding['verdict'];
  readonly test: string | undefined;
  readonly app: string | undefined;
  readonly isHidden: boolean;
}

function judgedAt(path: string, test: string | undefined, app: string | undefined): Difference | undefined {
  const counts = countsFor(path);
  if (counts === 'own') return undefined;
  const isAdded = test !== undefined && (app === undefined || app === 'false');
  const verdict = verdictFor(path, counts, isAdded);
  return { path, verdict, test, app, isHidden: counts === 'hidden' };
}

function verdictFor(path: string, counts: Exclude<Counts, 'own'> | undefined, isAdded: boolean): Finding['verdict'] {
  if (counts === undefined) return 'setting-unknown';
  if (counts === 'listed' || counts === 'hidden') return 'setting-listed';
  if (counts === 'test-may-add' && isAdded) return 'only-on-test';
  return /\/(?:Lambda)?FunctionAssociations\[/.test(path) ? 'function-differs' : 'setting-differs';
}

/** What one site has as a whole, and the other not at all, is said once: a policy, a behaviour, an error page. */
function inGroups(judged: readonly Difference[], onTest: Settings, onApp: Settings): readonly Finding[] {
  const groups = new Map<string, Difference[]>();
  for (const one of judged) {
    const lacking = one.test === undefined ? onTest : one.app === undefined ? onApp : undefined;
    const whole = (lacking && prefixesOf(one.path).find((prefix) => !hasBelow(lacking, prefix))) ?? one.path;
    const key = `${whole} ${one.verdict}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, group]) => {
    const [one] = group as [Difference];
    const found =
      group.length === 1 ? inWords(one) : inWords({ ...one, path: key.slice(0, key.lastIndexOf(' ')) }, group.length);
    return { verdict: one.verdict, about: 'both', found };
  });
}

function inWords({ path, test, app, isHidden }: Difference, settings = 1): string {
  const name = `\`${path.replaceAll('`', "'")}\``;
  if (settings > 1) return `${name} is set on ${test === undefined ? 'APP' : 'TEST'} alone, with ${settings} settings`;
  if (isHidden) return `${name} differs between the sites`;
  return `${name} is ${show(test)} on TEST, and ${show(app)} on APP`;
}

/** `a`, `a[b]`, `a[b]/c` of `a[b]/c`, the shortest first. */
function prefixesOf(path: string): readonly string[] {
  return [...path.matchAll(/(?=[/[@])|$/g)]
    .map(({ index }) => path.slice(0, index))
    .filter((prefix) => prefix !== '' && prefix.split('[').length === prefix.split(']').length);
}

function hasBelow(settings: Settings, prefix: string): boolean {
  for (const path of settings.keys()) {
    if (path === prefix || (path.startsWith(prefix) && '/[@'.includes(path.charAt(prefix.length)))) return true;
  }
  return false;
}

function show(value: string | undefined): string {
  if (value === undefined) return 'not set';
  const line = value.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}
