import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedOut } from './checkout.ts';
import { eventOf } from './inputs/event.ts';
import type { SarifUpload } from './inputs/inputs.ts';
import { targetFrom } from './inputs/target.ts';
import { openReports } from './reading/open.ts';
import { report } from './report/report.ts';
import { hashesIn } from './steps/hashes.ts';
import { prepare } from './steps/prepare.ts';
import { upload } from './upload.ts';

/** Reads the reports, sends what has to be sent, and tells how it went. */
export async function main(run: SarifUpload): Promise<void> {
  const { inputs, env, clock, signal, log } = run;
  const { workingDirectory: checkout } = inputs;
  const deadline = clock.now() + inputs.timeout;
  const event = await eventOf(env);
  const target = targetFrom(inputs, event, await checkedOut(checkout, env));
  const reports = openReports(inputs, checkout);
  try {
    const temp = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), 'sarif-upload-'));
    const preparation = await prepare(reports, { temp, hashes: hashesIn(checkout), signal });
    run.outputs.set('prepared', preparation.folder);
    // A file of its own in the bundle: a dry run asks nothing.
    const connect = async (within: AbortSignal) =>
      (await import('./github/connect.ts')).connect(run, { deadline, signal: within });
    const wanted = { ...inputs, target, isForeign: event.isForeign };
    report(await upload(preparation, wanted, { clock, signal, log, deadline, connect }), run);
  } finally {
    reports.close();
  }
}
