import type { CodeFlow, Location, Region, Result, Suppression, ThreadFlow, ThreadFlowLocation } from 'sarif';
import type { Found, Places } from '../places/sarif-place.ts';
import { isShape, list, type Shape, shape, text } from '../shapes.ts';

/**
 * What is passed on of a tool's result is what is named here. Code of the file is not among it, neither as snippets nor as fixes: the
 * line of one tool's result may hold the secret that another found. Nor is what only means something inside its run: indexes of
 * artifacts, taxa, graphs, invocations.
 */
export interface Canonical {
  /** With URIs from the root of the checkout; the first is its place. */
  readonly locations: Location[];
  readonly related: Location[];
  readonly flows: CodeFlow[];
}

/** The locations of a run's results, with whole URIs. */
export function locationsIn(run: Shape, places: Places) {
  const flowLocations = list(run.threadFlowLocations);

  const location = (value: unknown, known?: Found): Location => {
    const { id, physicalLocation, logicalLocations, message } = shape(value);
    const one: Location = {};
    if (typeof id === 'number') one.id = id;
    if (isShape(physicalLocation)) {
      const found = known ?? places.at(physicalLocation.artifactLocation);
      const region = regionOf(physicalLocation.region) ?? regionOf(physicalLocation.contextRegion);
      one.physicalLocation = found ? { artifactLocation: { uri: found.uri } } : {};
      if (region) one.physicalLocation.region = region;
    }
    if (Array.isArray(logicalLocations)) one.logicalLocations = logicalLocations;
    if (isShape(message)) one.message = message;
    return one;
  };
  const step = (value: unknown): ThreadFlowLocation => {
    const given = shape(value);
    const shared = typeof given.index === 'number' ? shape(flowLocations[given.index]) : undefined;
    const where = given.location ?? shared?.location;
    const importance = given.importance ?? shared?.importance;
    const module = text(given.module ?? shared?.module);
    return {
      ...(isShape(where) && { location: location(where) }),
      ...(typeof importance === 'string' && { importance: importance as ThreadFlowLocation.importance }),
      ...(typeof given.nestingLevel === 'number' && { nestingLevel: given.nestingLevel }),
      ...(typeof given.executionOrder === 'number' && { executionOrder: given.executionOrder }),
      ...(module !== undefined && { module }),
    };
  };
  const thread = (value: unknown): ThreadFlow => ({ locations: list(shape(value).locations).map(step) });
  return {
    location,
    flow: (value: unknown): CodeFlow => ({ threadFlows: list(shape(value).threadFlows).map(thread) }),
  };
}

/** A region without its code; undefined where none of it counts. */
function regionOf(value: unknown): Region | undefined {
  if (!isShape(value)) return undefined;
  const { startLine, startColumn, endLine, endColumn } = value;
  // Offsets alone are no place on GitHub, and staticcheck writes line 0.
  if (!counts(startLine)) return undefined;
  const region: Region = { startLine };
  if (counts(startColumn)) region.startColumn = startColumn;
  if (counts(endLine) && endLine >= startLine) {
    region.endLine = endLine;
    if (counts(endColumn)) region.endColumn = endColumn;
  } else if (endLine === undefined && counts(endColumn)) region.endColumn = endColumn;
  return region;
}

function counts(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

/** A result's suppressions, without places. One that is not understood suppresses nothing, so that its status is not left out. */
export function suppressionsIn(value: unknown): Suppression[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((one) => {
    if (!isShape(one)) return { kind: 'external', status: 'underReview' };
    const { kind, status, state, justification } = one;
    const word = status ?? state ?? undefined;
    return {
      kind: kind === 'inSource' ? 'inSource' : 'external',
      ...(word !== undefined && { status: word === 'accepted' || word === 'rejected' ? word : 'underReview' }),
      ...(typeof justification === 'string' && { justification }),
    };
  });
}

/** Passes on what else a tool wrote of a result and means the same elsewhere. */
export function passRest(result: Shape, passed: Result): void {
  const { guid, rank, hostedViewerUri, occurrenceCount } = result;
  if (typeof guid === 'string') passed.guid = guid;
  if (typeof rank === 'number') passed.rank = rank;
  if (typeof hostedViewerUri === 'string') passed.hostedViewerUri = hostedViewerUri;
  if (typeof occurrenceCount === 'number') passed.occurrenceCount = occurrenceCount;
}

/** Fingerprints: names with texts. */
export function fingerprintsIn(value: unknown): Record<string, string> | undefined {
  if (!isShape(value)) return undefined;
  for (const name in value) if (typeof value[name] !== 'string') return undefined;
  return value as Record<string, string>;
}
