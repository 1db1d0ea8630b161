import type { Location, Result } from 'sarif';
import { advisoriesOf } from '../dependency/advisories.ts';
import { packageNamed } from '../dependency/packages.ts';
import { linesOf } from '../line-hash/checkout-lines.ts';
import { imageName, uriInImage, withoutTags } from '../places/image-name.ts';
import { isAbsolute, namesNoFile, pathElsewhere, uriOf } from '../places/paths.ts';
import type { Places } from '../places/sarif-place.ts';
import type { NormalResult, Package, Place, Subject } from '../result.ts';
import { levelFor, levelOf } from '../severity/level.ts';
import type { Level } from '../severity/severity.ts';
import { isShape, list, type Shape, shape, text } from '../shapes.ts';
import type { KnownTool } from '../tools/table.ts';
import type { Kind } from '../words.ts';
import { fingerprintsIn, locationsIn, passRest, suppressionsIn } from './canonical.ts';
import type { NormaliseContext } from './context.ts';
import { secretMessage, withoutQuoted } from './credentials.ts';
import type { PlainSort } from './plain/plain-result.ts';
import { messageText } from './rules/message.ts';
import type { RuleFacts } from './rules/rule-facts.ts';
import { packageTypeIn } from './subjects/lockfiles.ts';
import type { Named } from './subjects/named.ts';
import { namingOf } from './subjects/namings.ts';
import { suppressionOf } from './suppression.ts';

/** What the results of a run share. */
export interface RunFacts {
  readonly run: Shape;
  readonly tool: string;
  readonly known: KnownTool | undefined;
  readonly context: NormaliseContext;
  readonly places: Places;
  readonly overrides: readonly ReadonlyMap<Shape, Level>[];
}

/** Results are written field by field: there are hundreds of thousands of them. */
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Where a result is, and the locations that say so. */
interface Located {
  readonly place?: Place;
  /** The file as the report has it, where it is not in the checkout. */
  readonly elsewhere?: Place;
  readonly isCarried?: true;
  readonly locations: Location[];
}

/** Makes normal results of a run's results. */
export function normaliserOf({ run, tool, known, context, places, overrides }: RunFacts) {
  const naming = namingOf(known);
  const locations = locationsIn(run, places);
  const imageOfRun = naming.image?.(run);
  let lines = context.lines;

  /** A secret of the history is told by its commit, unless its value is on that line now. */
  const commitOf = (result: Shape, place: Place | undefined): string | undefined => {
    const commit = text(shape(result.partialFingerprints).commitSha);
    if (commit === undefined || place?.line === undefined) return commit;
    const value = secretIn(result);
    if (value === undefined) return commit;
    lines ??= linesOf(context.checkout);
    return lines.textAt(place.path, place.line)?.includes(value) ? undefined : commit;
  };

  return (result: Shape, facts: RuleFacts, message: string): NormalResult => {
    const said = naming.result?.(result, message, facts.rule.id, tool);
    const own = said?.kind ?? facts.kind;
    const kind = context.kind ?? own;
    const isSecret = own === 'secret' || kind === 'secret';
    const image = said?.image ?? imageOfRun;
    const reported = locatedIn(result);
    const level = levelFor(result.kind, result.level, overrideFor(result, facts), facts.level);
    const suppressed = isSecret ? undefined : suppressionOf(result.suppressions);
    const subject = isSecret
      ? secretSubject(kind, commitOf(result, image === undefined ? reported.place : undefined))
      : subjectOf(kind, facts.named, said, image, reported, context);
    const located = 'target' in subject ? ofPackage(reported, image) : ofFile(reported, image);
    const { rule } = facts;
    const sarif = isSecret
      ? secretResult(rule.id, level, located)
      : passedOn(result, facts, message, level, located.locations);
    const severity = facts.severityOf(level, said?.word ?? facts.named.word ?? wordIn(result.level));
    const normal: Writable<NormalResult> = { tool, kind, severity, subject, rule, sarif };
    if (located.place) normal.place = located.place;
    else if (located.elsewhere) normal.elsewhere = located.elsewhere;
    if (located.isCarried) normal.isCarried = true;
    if (suppressed) normal.suppressed = suppressed;
    return normal;
  };

  function overrideFor(result: Shape, { descriptor }: RuleFacts): Level | undefined {
    if (overrides.length === 0 || !descriptor) return undefined;
    const index = shape(result.provenance).invocationIndex;
    const one = overrides[typeof index === 'number' && index >= 0 ? index : 0];
    return one?.get(descriptor);
  }

  function locatedIn(result: Shape): Located {
    const given = list(result.locations);
    const all: Location[] = [];
    let place: Place | undefined;
    let elsewhere: Place | undefined;
    for (const one of given) {
      const physical = shape(shape(one).physicalLocation);
      const found = places.at(physical.artifactLocation);
      const built = locations.location(one, found);
      if (found?.path === undefined) {
        if (found && !namesNoFile(found.uri)) elsewhere ??= placeAt(pathElsewhere(found.uri), places.line(physical));
        all.push(built);
      } else if (place) all.push(built);
      else {
        const line = places.line(physical);
        place = placeAt(found.path, line);
        // GitHub refuses a report that has no line somewhere.
        if (line === undefined && built.physicalLocation) built.physicalLocation.region = { startLine: 1 };
        all.unshift(built);
      }
    }
    const located: Writable<Located> = { locations: all };
    if (elsewhere !== undefined) located.elsewhere = elsewhere;
    if (place) located.place = place;
    return located;
  }

  /** The manifest carries packages that are in no file of the checkout, and all those of an image. */
  function ofPackage(located: Located, image: string | undefined): Located {
    return located.place && image === undefined ? located : atManifest(located);
  }

  /** What is in a file stays there, also where the checkout lacks it: in one manifest several would be one. */
  function ofFile(located: Located, image: string | undefined): Located {
    const inside = located.place ?? located.elsewhere;
    if (inside && image !== undefined && (located.place || isAbsolute(inside.path)))
      return inImage(inside, located.locations, image);
    if (located.place || located.elsewhere || context.manifest === undefined) return located;
    return { ...atManifest(located), isCarried: true };
  }

  function atManifest(located: Located): Located {
    const { manifest } = context;
    if (manifest === undefined) return located;
    return { ...located, place: { path: manifest }, locations: [locationOf(manifest), ...located.locations] };
  }

  /**
   * Of a rule that seeks credentials the tool's fingerprints stay here as well: a weak password is soon guessed from the hash of its
   * line. For GitHub the hash of the line is made anew from the checkout.
   */
  function passedOn(result: Shape, facts: RuleFacts, message: string, level: Level, where: Location[]): Result {
    const { seeksCredentials, rule, descriptor } = facts;
    const said = seeksCredentials ? quiet(message, facts, known) : message;
    const passed: Result = { ruleId: rule.id, level, message: { text: said || rule.summary || rule.name || rule.id } };
    if (typeof result.kind === 'string' && result.kind !== 'fail') passed.kind = result.kind as Result.kind;
    const markdown = shape(result.message).markdown;
    if (typeof markdown === 'string' && said === message && message !== markdown) {
      passed.message.markdown = messageText({ ...shape(result.message), text: markdown }, descriptor, run);
    }
    passed.locations = seeksCredentials ? where.map(withoutMessages) : where;
    if (!seeksCredentials) {
      if (Array.isArray(result.relatedLocations))
        passed.relatedLocations = result.relatedLocations.map((one) => locations.location(one));
      if (Array.isArray(result.codeFlows)) passed.codeFlows = result.codeFlows.map(locations.flow);
      if (isShape(result.properties) && !isEmpty(result.properties)) passed.properties = result.properties;
    }
    if (!seeksCredentials) {
      const partial = fingerprintsIn(result.partialFingerprints);
      const whole = fingerprintsIn(result.fingerprints);
      if (partial) passed.partialFingerprints = partial;
      if (whole) passed.fingerprints = whole;
    }
    const suppressions = suppressionsIn(result.suppressions);
    if (suppressions && suppressions.length > 0) passed.suppressions = suppressions;
    passRest(result, passed);
    return passed;
  }
}

/** What plain results of a rule are, with their own level; undefined where the rule makes them more than that. */
export function sortOfPlain(
  tool: string,
  { rule, kind: own, level: ofRule, seeksCredentials, named, severityOf }: RuleFacts,
  ownLevel: string | undefined,
  context: NormaliseContext,
): PlainSort | undefined {
  const kind = context.kind ?? own;
  if (seeksCredentials || !isOfPlace(own) || !isOfPlace(kind)) return undefined;
  const level = levelFor(undefined, ownLevel, undefined, ofRule);
  return { tool, kind, severity: severityOf(level, named.word), subject: SUBJECTS[kind], rule, level };
}

/**
 * The message of a rule that seeks credentials: what its tool says of the rule, or, where it says nothing, the message without what
 * is quoted in it.
 */
function quiet(message: string, { rule, descriptor }: RuleFacts, known: KnownTool | undefined): string {
  if (known === 'bandit') return withoutQuoted(message);
  // Semgrep's short description is its rule's name, and its full one the message before the code is put into it.
  const full = text(shape(descriptor?.fullDescription).text);
  return (known === 'semgrep' ? full : rule.summary) ?? full ?? withoutQuoted(message);
}

/** A secret's result is made anew: of what the tool wrote, only rule and place are passed on. */
function secretResult(rule: string, level: Level, { place, locations: [first] }: Located): Result {
  return {
    ruleId: rule,
    level,
    message: { text: secretMessage(rule, place?.path) },
    ...(first?.physicalLocation && { locations: [{ physicalLocation: first.physicalLocation }] }),
  };
}

const CODE: Subject = { kind: 'code' };
const LINT: Subject = { kind: 'lint' };
const SECRET: Subject = { kind: 'secret' };
const CONFIGURATION: Subject = { kind: 'configuration' };

const SUBJECTS = { code: CODE, lint: LINT, configuration: CONFIGURATION };

function isOfPlace(kind: Kind): kind is keyof typeof SUBJECTS {
  return Object.hasOwn(SUBJECTS, kind);
}

function secretSubject(kind: Kind, commit: string | undefined): Subject {
  if (kind === 'code') return CODE;
  if (kind === 'lint') return LINT;
  return commit === undefined ? SECRET : { kind: 'secret', commit };
}

function subjectOf(
  kind: Kind,
  rule: Named,
  said: Named | undefined,
  image: string | undefined,
  located: Located,
  context: NormaliseContext,
): Subject {
  if (kind === 'code') return CODE;
  if (kind === 'lint') return LINT;
  if (kind === 'configuration') return CONFIGURATION;
  if (kind === 'secret') return SECRET;
  const named = said?.package ?? rule.package;
  // What names no package is told by its place, as code is.
  if (!named) return CODE;
  const target = image === undefined ? targetOf(located, context) : imageName(image);
  const found = typed(named, target);
  if (kind === 'license') return { kind, license: said?.license ?? rule.license ?? '', package: found, target };
  const advisories = advisoriesOf(said?.advisories ?? rule.advisories ?? []);
  if (advisories.length === 0) return CODE;
  const version = said?.version ?? rule.version;
  const fixed = said?.fixed ?? rule.fixed;
  return {
    kind,
    advisories,
    package: found,
    ...(version !== undefined && { version }),
    ...(fixed !== undefined && { fixed }),
    target,
  };
}

function targetOf({ place, elsewhere }: Located, context: NormaliseContext): string {
  return place?.path ?? context.manifest ?? (elsewhere === undefined ? '' : imageName(withoutTags(elsewhere.path)));
}

function typed(named: Package, target: string): Package {
  const type = named.type === undefined ? packageTypeIn(target) : undefined;
  return type === undefined ? named : packageNamed(type, named.name, named.source);
}

/** A level that SARIF does not have is the tool's own word: Snyk and golangci-lint 1 pass theirs on. */
function wordIn(level: unknown): string | undefined {
  return level === undefined || levelOf(level) ? undefined : text(level);
}

/** What gitleaks puts into its snippet; undefined where it hides it. Of several lines the first. */
function secretIn(result: Shape): string | undefined {
  const physical = shape(shape(list(result.locations)[0]).physicalLocation);
  const snippet = text(shape(shape(physical.region).snippet).text);
  const line = snippet?.trim().split('\n', 1)[0]?.trim();
  return line === undefined || line === '' || /^(?:redacted|\**|\.{3}|…)$/i.test(line) ? undefined : line;
}

function placeAt(path: string, line: number | undefined): Place {
  return line === undefined ? { path } : { path, line };
}

/** A path in an image is none of the checkout, and none of another image. */
function inImage({ path, line }: Place, [first, ...rest]: readonly Location[], image: string): Located {
  const uri = uriInImage(image, path);
  const region = line === undefined ? undefined : first?.physicalLocation?.region;
  const physicalLocation = { artifactLocation: { uri }, ...(region && { region }) };
  return { elsewhere: placeAt(uri, line), locations: [{ ...first, physicalLocation }, ...rest] };
}

function locationOf(path: string): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: 1 } } };
}

function isEmpty(bag: Shape): boolean {
  for (const _ in bag) return false;
  return true;
}

function withoutMessages({ message: _, ...location }: Location): Location {
  return location;
}
