import type { Place } from '@actions-aws/findings';
import type { Location, Region } from 'sarif';

/**
 * A location as GitHub shows it; undefined where it has no file of the checkout. "One result without a usable location refuses the
 * whole file" (github/codeql-action#1738, #2459), and so does one with a scheme.
 *
 * @param place where the normalised place is known: of the first location.
 */
export function locationAs(given: Location | undefined, place?: Place): Location | undefined {
  const physical = given?.physicalLocation;
  const uri = place === undefined ? usableUri(physical?.artifactLocation?.uri) : uriOf(place.path);
  if (uri === undefined) return undefined;
  const { id, message } = given ?? {};
  return {
    ...(isCount(id) && { id }),
    physicalLocation: { artifactLocation: { uri }, region: regionAs(physical?.region, place?.line) },
    ...(typeof message?.text === 'string' && { message: { text: message.text } }),
  };
}

/** A path as a relative URI. A colon in its first folder would be read as a scheme. */
export function uriOf(path: string): string {
  return encodeURI(path).replace(/[?#:]/g, (letter) => encodeURIComponent(letter));
}

function usableUri(uri: string | undefined): string | undefined {
  const isUsable = uri !== undefined && uri !== '' && !/^[\\/]|^[^/]*:|(?:^|\/)\.\.(?:\/|$)/.test(uri);
  return isUsable ? uri : undefined;
}

/** "region.startLine: Required". A file alone is its first line. */
function regionAs(given: Region | undefined, known: number | undefined): Region {
  const startLine = known ?? (isPlace(given?.startLine) ? given.startLine : 1);
  // Where the line is another one, such as that of the context, columns and end are not of it.
  if (given?.startLine !== startLine) return { startLine };
  const { startColumn, endLine, endColumn } = given;
  const isOrdered = endLine === undefined || (isPlace(endLine) && endLine >= startLine);
  return {
    startLine,
    ...(isPlace(startColumn) && { startColumn }),
    ...(isOrdered && isPlace(endLine) && { endLine }),
    ...(isOrdered && isPlace(endColumn) && { endColumn }),
  };
}

function isPlace(value: unknown): value is number {
  return isCount(value) && value > 0;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
