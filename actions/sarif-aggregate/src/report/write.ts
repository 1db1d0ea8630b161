import type { Aggregated } from '../aggregate.ts';
import { decidedBy } from '../decided.ts';
import { aggregateSarif } from '../write/aggregate-sarif.ts';
import { csvReport } from './csv.ts';
import type { Findings } from './document.ts';
import { htmlReport } from './html/html-report.ts';
import { jsonReport } from './json.ts';
import type { Files } from './report.ts';
import { writeWhole } from './whole-files.ts';

/** Writes all files of a run, or none. */
export async function write(folder: string, found: Aggregated, told: Findings, signal: AbortSignal): Promise<Files> {
  const { store, judgement, today, before } = found;
  const { verdict, aliases } = judgement;
  const decided = decidedBy(found);
  // Of a scan that the workflow names no more only what is carried on is there.
  const scansBefore = (before?.scans ?? []).map((scan) => ({ ...scan, complete: true, left: true, failures: [] }));
  const files = await writeWhole(
    folder,
    {
      'aggregate.sarif': aggregateSarif({ store, decided, verdict, aliases, scans: today.scans, scansBefore }),
      'findings.html': htmlReport(told),
      'findings.json': jsonReport(told),
      'findings.csv': csvReport(told),
    },
    signal,
  );
  return {
    sarif: files['aggregate.sarif'],
    html: files['findings.html'],
    json: files['findings.json'],
    csv: files['findings.csv'],
  };
}
