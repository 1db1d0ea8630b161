import type { Aggregated } from '../../aggregate.ts';
import { decidedBy } from '../../decided.ts';
import { gathering as filling } from '../../store/gathered.ts';
import { aggregateSarif } from '../../write/aggregate-sarif.ts';
import type { Findings } from '../document.ts';
import { type Gathering, gathering, type Highlights } from '../highlights.ts';
import { htmlReport } from '../html/html-report.ts';
import type { Files } from '../report.ts';
import { csvReport } from './csv.ts';
import { jsonReport } from './json.ts';
import type { Listing } from './listing.ts';
import { type Piece, writeWhole } from './whole-files.ts';

type Name = 'aggregate.sarif' | 'findings.html' | 'findings.json' | 'findings.csv';

/** Writes all files of a run, or none, and gathers what else is told of it. */
export async function write(
  folder: string,
  found: Aggregated,
  told: Findings,
  signal: AbortSignal,
): Promise<{ readonly files: Files; readonly highlights: Highlights }> {
  const gathered = gathering();
  const names = ['aggregate.sarif', 'findings.html', 'findings.json', 'findings.csv'] as const;
  const files = await writeWhole<Name>(folder, names, piecesOf(found, told, gathered), signal);
  return {
    files: {
      sarif: files['aggregate.sarif'],
      html: files['findings.html'],
      json: files['findings.json'],
      csv: files['findings.csv'],
    },
    highlights: gathered.highlights,
  };
}

function* piecesOf(found: Aggregated, told: Findings, gathered: Gathering): Generator<Piece<Name>> {
  for (const piece of sarifOf(found)) yield ['aggregate.sarif', piece];
  const reports: readonly (readonly [Name, Listing])[] = [
    ['findings.html', htmlReport(told)],
    ['findings.json', jsonReport(told)],
    ['findings.csv', csvReport(told)],
  ];
  const writing = reports.map(([name, report]) => ({ name, report, out: filling() }));
  for (const { name, report } of writing) yield [name, report.begin()];
  for (const finding of told.findings()) {
    gathered.add(finding);
    for (const { name, report, out } of writing) {
      report.add(finding, out);
      if (out.isFull) yield [name, out.take()];
    }
  }
  for (const { name, report, out } of writing) {
    yield [name, out.take()];
    for (const piece of report.end()) yield [name, piece];
  }
}

function sarifOf(found: Aggregated): Iterable<Uint8Array> {
  const { store, judgement, today, before } = found;
  const { verdict, aliases } = judgement;
  // Of a scan that the workflow names no more only what is carried on is there.
  const scansBefore = (before?.scans ?? []).map((scan) => ({ ...scan, complete: true, left: true, failures: [] }));
  return aggregateSarif({ store, decided: decidedBy(found), verdict, aliases, scans: today.scans, scansBefore });
}
