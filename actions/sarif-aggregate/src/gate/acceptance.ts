import { type Refusal, wrongLetters } from '@actions-aws/action';
import { type Package, packageInPurl } from '@actions-aws/findings';
import { mappingIn, refusal } from './refusal.ts';

/** What an entry accepts. */
export type Accepted =
  | { readonly by: 'identity'; readonly identity: string }
  | { readonly by: 'place'; readonly rule: string; readonly path: string }
  /** The package by its name as the report shows it, or by its purl. */
  | { readonly by: 'package'; readonly advisory: string; readonly package: Package };

/** An entry of the file that `accept` names: what is known and stays for a while, who answers for it, and until when. */
export interface Acceptance {
  /** Where it stands in the document: `[2]`. */
  readonly at: string;
  readonly what: Accepted;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it holds, as `2027-01-31`. */
  readonly expiry: string;
}

const KEYS = ['identity', 'rule', 'path', 'advisory', 'package', 'owner', 'reason', 'expiry'] as const;
type Key = (typeof KEYS)[number];

const FORMS: readonly (readonly Key[])[] = [['identity'], ['rule', 'path'], ['advisory', 'package']];
const FORMS_REMEDY = 'Give `identity`, or `rule` and `path`, or `advisory` and `package`.';

/** Reads the entries from what the document holds, with all that is wrong in it. No entry of a wrong document counts. */
export function acceptancesIn(value: unknown): {
  readonly acceptances: readonly Acceptance[];
  readonly refusals: readonly Refusal[];
} {
  if (value === null || value === undefined) return { acceptances: [], refusals: [] };
  if (!Array.isArray(value)) {
    return { acceptances: [], refusals: [refusal('', value, 'must be a list of entries', 'Begin each with `-`.')] };
  }
  const read = value.map((entry: unknown, index) => acceptanceIn(entry, `[${index}]`));
  const refusals = read.flatMap((one) => one.refusals);
  const acceptances = read.flatMap(({ acceptance }) => (acceptance ? [acceptance] : []));
  return { acceptances: refusals.length > 0 ? [] : acceptances, refusals };
}

function acceptanceIn(
  entry: unknown,
  at: string,
): { readonly acceptance?: Acceptance; readonly refusals: readonly Refusal[] } {
  const given = mappingIn(entry);
  if (!given) return { refusals: [refusal(at, entry, 'must be an entry with keys', FORMS_REMEDY)] };
  const refusals: Refusal[] = [];
  for (const key of given.keys()) if (!isKey(key)) refusals.push(unknownKey(at, key));
  const texts = new Map<Key, string>();
  for (const key of KEYS) {
    if (!given.has(key)) continue;
    const text = given.get(key);
    if (typeof text === 'string' && text.trim() !== '') texts.set(key, text.trim());
    else if (text === null || text === '' || typeof text === 'string')
      refusals.push(refusal(`${at}.${key}`, undefined, 'is empty'));
    else refusals.push(refusal(`${at}.${key}`, text, 'must be text', 'Put it in quotes.'));
  }
  for (const key of ['owner', 'reason', 'expiry'] as const) {
    if (!given.has(key)) refusals.push(refusal(at, undefined, `has no \`${key}\``, REMEDIES[key]));
  }
  const what = acceptedIn(given, texts, at, refusals);
  const [owner, reason, expiry] = [texts.get('owner'), texts.get('reason'), texts.get('expiry')];
  if (expiry !== undefined && !isDay(expiry)) {
    refusals.push(refusal(`${at}.expiry`, expiry, 'must be a day such as `2027-01-31`'));
  }
  if (refusals.length > 0 || !what || !owner || !reason || !expiry) return { refusals };
  return { acceptance: { at, what, owner, reason, expiry }, refusals };
}

const REMEDIES = {
  owner: 'Name who answers for it.',
  reason: 'Say why it may stay.',
  expiry: 'Give the last day on which it holds, such as `2027-01-31`.',
};

function acceptedIn(
  given: ReadonlyMap<string, unknown>,
  texts: ReadonlyMap<Key, string>,
  at: string,
  refusals: Refusal[],
): Accepted | undefined {
  const forms = FORMS.filter((form) => form.some((key) => given.has(key)));
  const [form] = forms;
  if (form === undefined) {
    refusals.push(refusal(at, undefined, 'does not say what it accepts', FORMS_REMEDY));
    return undefined;
  }
  if (forms.length > 1) {
    refusals.push(refusal(at, undefined, 'says in two ways what it accepts', FORMS_REMEDY));
    return undefined;
  }
  const missing = form.filter((key) => !given.has(key));
  for (const key of missing) refusals.push(refusal(at, undefined, `has no \`${key}\``, FORMS_REMEDY));
  const text = (key: Key): string => texts.get(key) ?? '';
  if (form.some((key) => text(key) === '')) return undefined;
  if (form.includes('identity')) {
    const identity = text('identity').toLowerCase();
    if (/^[0-9a-f]{48}$/.test(identity)) return { by: 'identity', identity };
    const remedy = 'Copy it from the report: 48 digits from 0 to f.';
    refusals.push(refusal(`${at}.identity`, text('identity'), 'is no identity', remedy));
    return undefined;
  }
  if (form.includes('rule')) {
    const path = text('path').replaceAll('\\', '/').replace(/^\.\//, '');
    return { by: 'place', rule: text('rule'), path };
  }
  return {
    by: 'package',
    advisory: text('advisory'),
    package: packageInPurl(text('package')) ?? { name: text('package') },
  };
}

function unknownKey(at: string, key: string): Refusal {
  const near = KEYS.find(
    (known) => wrongLetters(key.toLowerCase(), known) <= 2 || SYNONYMS.get(key.toLowerCase()) === known,
  );
  const remedy = near === undefined ? `There are ${KEYS.map((one) => `\`${one}\``).join(', ')}.` : `Write \`${near}\`.`;
  return refusal(`${at}.${key}`, undefined, 'is no key of an entry', remedy);
}

const SYNONYMS: ReadonlyMap<string, Key> = new Map([
  ['expires', 'expiry'],
  ['until', 'expiry'],
  ['id', 'identity'],
  ['cve', 'advisory'],
  ['file', 'path'],
  ['why', 'reason'],
]);

function isKey(key: string): key is Key {
  return KEYS.some((known) => known === key);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
