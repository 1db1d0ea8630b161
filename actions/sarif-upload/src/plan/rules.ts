import { link, type NormalResult } from '@actions-aws/findings';
import type { ReportingDescriptor, Result, Run, ToolComponent } from 'sarif';
import { LIMITS } from './limits.ts';
import { SCORE, SECURITY, scoreOf, validScore } from './severity.ts';

/** The rules of a run that results of it need. */
export interface Rules {
  /** How a result names its rule in the run that is sent. */
  referTo(result: NormalResult): Pick<Result, 'ruleId' | 'ruleIndex' | 'rule'>;
  /** The tool as it is sent, with the rules that were referred to. */
  tool(): Run['tool'];
}

interface Used {
  readonly given: ReportingDescriptor | undefined;
  readonly normal: NormalResult['rule'];
  readonly index: number;
  /** The highest that a result gives it. */
  score: number | undefined;
  /** Whether a result of it is a secret. */
  isOfSecrets: boolean;
}

/** Where a rule is: in the driver, or in an extension by its place. */
type Home = number | 'driver';

/**
 * Collects the rules that are sent: 25,000 may be, and no more than results are. A rule keeps its id, and has one score, the highest of
 * its results: alerts are told apart by the id, so that a rule that is split by severity would open and close alerts as scores change.
 */
export function rulesOf({ driver, extensions = [] }: Run['tool']): Rules {
  const find = finderIn(driver, extensions);
  const used = new Map<Home, Map<string, Used>>();

  return {
    referTo(result) {
      const { home: found, given } = find(result.sarif) ?? { home: 'driver' as const, given: undefined };
      const isOneTooMany = found !== 'driver' && !used.has(found) && used.size >= LIMITS.extensions;
      const home = isOneTooMany ? 'driver' : found;
      const id = given?.id ?? result.rule.id;
      const ruleId = result.sarif.ruleId ?? id;
      const of = used.get(home) ?? new Map<string, Used>();
      const one = of.get(id) ?? { given, normal: result.rule, index: of.size, score: undefined, isOfSecrets: false };
      one.isOfSecrets ||= result.kind === 'secret';
      one.score = Math.max(one.score ?? 0, scoreOf(result) ?? 0) || undefined;
      used.set(home, of.set(id, one));
      if (home === 'driver') return { ruleId, ruleIndex: one.index };
      return { ruleId, rule: { id, index: one.index, toolComponent: { index: sentIndex(home, used) } } };
    },
    tool: () => {
      const sent = [...used.keys()]
        .filter((home) => home !== 'driver')
        .flatMap((home) => {
          const extension = extensions[home];
          return extension ? [componentAs(extension, used.get(home))] : [];
        });
      return { driver: componentAs(driver, used.get('driver')), ...(sent.length > 0 && { extensions: sent }) };
    },
  };
}

/** Extensions are sent in the order in which results name them. */
function sentIndex(home: number, used: ReadonlyMap<Home, unknown>): number {
  return [...used.keys()].filter((one) => one !== 'driver').indexOf(home);
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317643: by index, else by id; an id may go on after a slash. */
function finderIn(driver: ToolComponent, extensions: readonly ToolComponent[]) {
  const components: readonly (readonly [Home, ToolComponent])[] = [
    ['driver', driver],
    ...extensions.map((one, index) => [index, one] as const),
  ];
  const byId = new Map<string, { readonly home: Home; readonly given: ReportingDescriptor }>();
  for (const [home, { rules = [] }] of components)
    for (const given of rules)
      if (typeof given?.id === 'string' && !byId.has(given.id)) byId.set(given.id, { home, given });

  return ({ ruleId, ruleIndex, rule }: Result) => {
    const home = homeOf(rule?.toolComponent, extensions);
    const index = rule?.index ?? ruleIndex ?? -1;
    const component = home === 'driver' ? driver : extensions[home];
    const given = component?.rules?.[index];
    const id = ruleId ?? rule?.id;
    // An index that leads to another rule is wrong: gosec leaves 0 out.
    if (given && (id === undefined || id === given.id || id.startsWith(`${given.id}/`))) return { home, given };
    if (id === undefined) return undefined;
    for (let known = id; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('/')))) {
      const found = byId.get(known);
      if (found) return found;
    }
    return undefined;
  };
}

function homeOf(reference: NonNullable<Result['rule']>['toolComponent'], extensions: readonly ToolComponent[]): Home {
  if (reference === undefined) return 'driver';
  const { index, guid, name } = reference;
  if (index !== undefined && index >= 0) return index;
  const found = extensions.findIndex((one) => (guid !== undefined ? one.guid === guid : one.name === name));
  return found < 0 ? 'driver' : found;
}

/** A component, as GitHub reads it: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support#toolcomponent-object */
function componentAs(component: ToolComponent, used: ReadonlyMap<string, Used> = new Map()): ToolComponent {
  const { name, fullName, version, semanticVersion, guid, informationUri } = component;
  const known = { name, fullName, version, semanticVersion, guid, informationUri };
  return {
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => typeof value === 'string')) as typeof known),
    name,
    rules: [...used].map(([id, one]) => ruleAs(id, one)),
  };
}

/** "Required": `shortDescription`, `fullDescription` and `help`; a tool that leaves them out is shown by its rule's name. */
function ruleAs(id: string, { given: all, normal, score, isOfSecrets }: Used): ReportingDescriptor {
  const given = all && isOfSecrets ? withoutLongTexts(all) : all;
  const { name = normal.name, defaultConfiguration, properties = {}, help } = given ?? {};
  const helpUri = link(given?.helpUri) ?? normal.helpUri;
  const short = textIn(given?.shortDescription) ?? normal.summary ?? name ?? id;
  const full = textIn(given?.fullDescription) ?? short;
  const { level } = defaultConfiguration ?? {};
  return {
    id,
    ...(name !== undefined && { name: cut(name, LIMITS.name) }),
    shortDescription: { text: cut(short, LIMITS.description) },
    fullDescription: { text: cut(full, LIMITS.description) },
    help: {
      text: textIn(help) ?? normal.help ?? full,
      ...(typeof help?.markdown === 'string' && { markdown: help.markdown }),
    },
    ...(helpUri !== undefined && { helpUri }),
    ...(level !== undefined && { defaultConfiguration: { level } }),
    properties: propertiesAs(properties, normal.tags, score),
  };
}

/** Of secrets, Trivy's have the line of the first one in them. */
function withoutLongTexts({ help: _, fullDescription: __, ...rest }: ReportingDescriptor): ReportingDescriptor {
  return rest;
}

function propertiesAs(
  { precision, 'problem.severity': problem, tags, [SCORE]: given }: Readonly<Record<string, unknown>>,
  known: readonly string[] = [],
  own: number | undefined,
): NonNullable<ReportingDescriptor['properties']> {
  const score = validScore(given) ?? own;
  const all = [...(Array.isArray(tags) ? tags : []), ...known].filter((tag) => typeof tag === 'string');
  // GitHub takes a score only of what is tagged so.
  const sent = [...new Set([...(score === undefined ? [] : [SECURITY]), ...all])].slice(0, LIMITS.tags);
  return {
    ...(typeof precision === 'string' && { precision }),
    ...(typeof problem === 'string' && { 'problem.severity': problem }),
    ...(sent.length > 0 && { tags: sent }),
    ...(score !== undefined && { [SCORE]: `${score}` }),
  };
}

function textIn(message: { readonly text?: unknown } | undefined): string | undefined {
  return typeof message?.text === 'string' && message.text !== '' ? message.text : undefined;
}

/** By characters, as limits are counted; half of a pair would be none. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
