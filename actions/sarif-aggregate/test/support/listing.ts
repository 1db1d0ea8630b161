import type { Finding } from '../../src/report/document.ts';
import type { Listing } from '../../src/report/files/listing.ts';

/** All pieces of a report that is told of these findings. */
export function piecesOf(report: Listing, findings: Iterable<Finding>): readonly string[] {
  const pieces = [report.begin()];
  for (const finding of findings) pieces.push(report.add(finding));
  return [...pieces, ...report.end()];
}
