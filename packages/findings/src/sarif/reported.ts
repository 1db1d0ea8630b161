import type { Location, Region, Result } from 'sarif';
import { linesOf } from '../line-hash/checkout-lines.ts';
import { imageName } from '../places/image-name.ts';
import { hasScheme, namesNoFile, type Paths, pathElsewhere, pathsIn, uriElsewhere, uriOf } from '../places/paths.ts';
import type { NormalResult, Place, Reported, Rule, Subject } from '../result.ts';
import { severityOf } from '../severity/severity.ts';
import { link } from '../shapes.ts';
import { titleOf } from '../tools/known.ts';
import type { KnownTool } from '../tools/table.ts';
import type { Severity } from '../words.ts';
import type { NormaliseContext } from './context.ts';
import { secretMessage } from './credentials.ts';

/** Makes normal results of what the reader of a tool's own format gives. */
export function normaliserOfReported(
  known: KnownTool,
  context: NormaliseContext,
): (reported: Reported) => NormalResult {
  const tool = titleOf(known);
  const paths = pathsIn(context);
  let lines = context.lines;

  const isThere = ({ isOn }: Reported, place: Place | undefined): boolean => {
    if (!isOn || place?.line === undefined) return false;
    lines ??= linesOf(context.checkout);
    const text = lines.textAt(place.path, place.line);
    return text !== undefined && isOn(text);
  };

  return (reported) => {
    const { line, subject, suppressed } = reported;
    const rule = withoutDeadLink(reported.rule);
    const kind = context.kind ?? subject.kind;
    const isSecret = kind === 'secret' || subject.kind === 'secret';
    const found = reported.path === undefined ? undefined : pathOf(reported.path, paths);
    const elsewhere = found === undefined && !('target' in subject) ? elsewhereOf(reported.path, line) : undefined;
    const place: Place | undefined =
      found === undefined
        ? context.manifest === undefined || elsewhere
          ? undefined
          : { path: context.manifest }
        : { path: found, ...(line !== undefined && { line }) };
    const severity = severityOf({ word: reported.severity, scores: reported.scores });
    const message = isSecret ? secretMessage(rule.id, place?.path) : reported.message;
    const sarif: Result = {
      ruleId: rule.id,
      level: levelOf(severity),
      message: { text: message || rule.summary || rule.id },
    };
    if (place) sarif.locations = [locationOf(place, found === undefined ? undefined : reported)];
    else if (elsewhere) sarif.locations = [locationElsewhere(elsewhere)];
    if (suppressed && !isSecret)
      sarif.suppressions = [{ kind: 'external', ...(suppressed.reason && { justification: suppressed.reason }) }];
    return {
      tool,
      kind,
      severity,
      ...(place && { place }),
      ...(elsewhere && { elsewhere }),
      ...(place && found === undefined && !('target' in subject) && { isCarried: true }),
      subject: subjectOf(reported, found, place, isThere(reported, place)),
      ...(suppressed && !isSecret && { suppressed }),
      rule,
      sarif,
    };
  };
}

/** Of most rules it is the same object. */
function withoutDeadLink(rule: Rule): Rule {
  const { helpUri, ...rest } = rule;
  return helpUri === undefined || link(helpUri) !== undefined ? rule : rest;
}

function pathOf(written: string, paths: Paths): string | undefined {
  return hasScheme(written) ? paths.ofUri(written) : paths.ofFile(written);
}

/** SARIF's level for readers that know nothing else; where nothing is known, SARIF's own default. */
function levelOf({ word }: Severity): Result.level {
  if (word === 'none') return 'none';
  if (word === 'low') return 'note';
  return word === 'high' || word === 'critical' ? 'error' : 'warning';
}

function locationOf({ path, line = 1 }: Place, reported: Reported | undefined): Location {
  const region: Region = { startLine: line };
  if (reported?.column !== undefined && reported.column >= 1) region.startColumn = reported.column;
  if (reported?.endLine !== undefined && reported.endLine >= line) region.endLine = reported.endLine;
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region } };
}

function elsewhereOf(written: string | undefined, line: number | undefined): Place | undefined {
  if (written === undefined || namesNoFile(written)) return undefined;
  const uri = hasScheme(written) ? written : uriOf(written.replaceAll('\\', '/'));
  return { path: pathElsewhere(uri), ...(line !== undefined && line >= 1 && { line }) };
}

function locationElsewhere({ path, line }: Place): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriElsewhere(path) },
      ...(line !== undefined && { region: { startLine: line } }),
    },
  };
}

/** Of a dependency, the target is a path of the checkout, or an image. A secret that is on its line now has no commit. */
function subjectOf(
  { subject, path }: Reported,
  found: string | undefined,
  place: Place | undefined,
  isThere: boolean,
): Subject {
  if (subject.kind === 'secret') return isThere ? { kind: 'secret' } : subject;
  if (!('target' in subject)) return subject;
  const { target } = subject;
  if (target === '') return { ...subject, target: place?.path ?? '' };
  return { ...subject, target: (target === path ? found : undefined) ?? imageName(target) };
}
