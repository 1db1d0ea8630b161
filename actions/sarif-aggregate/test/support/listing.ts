import type { Finding, Told } from '../../src/report/document.ts';
import type { Listing } from '../../src/report/files/listing.ts';
import { gathering } from '../../src/store/gathered.ts';

/** All pieces of a report that is told of these findings. */
export function piecesOf(report: Listing, findings: Iterable<Told>): readonly string[] {
  const pieces = [report.begin()];
  const out = gathering();
  for (const told of findings) {
    report.add(told, out);
    pieces.push(out.take().toString());
  }
  for (const piece of report.end()) pieces.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString());
  return pieces;
}

/** Findings as they are told one by one, none of them plain. */
export function whole(...findings: readonly Finding[]): readonly Told[] {
  return findings.map((finding) => ({ plain: undefined, finding: () => finding }));
}
