import type { Aggregated, Context } from '../../aggregate.ts';
import { decidedBy } from '../../decided.ts';
import { WORTH_A_THREAD } from '../../scans/shares.ts';
import { gathering as filling } from '../../store/gathered.ts';
import { startThread } from '../../threads/start-thread.ts';
import { aggregateSarif } from '../../write/aggregate-sarif.ts';
import { type Aggregate, contentsOf } from '../../write/contents.ts';
import type { Findings } from '../document.ts';
import { type Gathering, gathering, type Highlights } from '../highlights.ts';
import { htmlReport } from '../html/html-report.ts';
import type { Files } from '../report.ts';
import { csvReport } from './csv.ts';
import { jsonReport } from './json.ts';
import type { Listing } from './listing.ts';
import { type Piece, writeWhole } from './whole-files.ts';

type Name = 'aggregate.sarif' | 'findings.html' | 'findings.json' | 'findings.csv';

/** Writes all files of a run, or none, and gathers what else is told of it. Of many results a second thread writes the aggregate. */
export async function write(
  folder: string,
  found: Aggregated,
  told: Findings,
  { signal, program }: Context,
): Promise<{ readonly files: Files; readonly highlights: Highlights }> {
  const { spill, memory } = found.store;
  const gathered = gathering();
  const names = ['aggregate.sarif', 'findings.html', 'findings.json', 'findings.csv'] as const;
  const sarif = contentsOf(aggregateIn(found));
  const reports = reportsOf(told, gathered);
  const files =
    program === undefined || spill.bytes < WORTH_A_THREAD
      ? await writeWhole<Name>(folder, names, both(aggregateSarif(sarif, spill, memory), reports), signal)
      : await writeWhole<Name>(folder, names, reports, signal, {
          'aggregate.sarif': (descriptor) => {
            const task = { does: 'write', contents: sarif, spill: spill.lend(), descriptor } as const;
            return startThread(program, task, signal);
          },
        });
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

function* both(sarif: Iterable<Uint8Array>, reports: Iterable<Piece<Name>>): Generator<Piece<Name>> {
  for (const piece of sarif) yield ['aggregate.sarif', piece];
  yield* reports;
}

function* reportsOf(told: Findings, gathered: Gathering): Generator<Piece<Name>> {
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

function aggregateIn(found: Aggregated): Aggregate {
  const { store, judgement, today, before } = found;
  const { verdict, aliases } = judgement;
  // Of a scan that the workflow names no more only what is carried on is there.
  const scansBefore = (before?.scans ?? []).map((scan) => ({ ...scan, complete: true, left: true, failures: [] }));
  return { store, decided: decidedBy(found), verdict, aliases, scans: today.scans, scansBefore };
}
