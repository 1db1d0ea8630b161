import { placesOf } from '@actions-aws/action';
import { aggregate } from './aggregate.ts';
import type { SarifAggregate } from './inputs/inputs.ts';
import { settingsFrom } from './inputs/settings.ts';
import { inFolder } from './report/files/folder.ts';
import { write } from './report/files/write.ts';
import { report } from './report/report.ts';
import { foundIn } from './report/told/told.ts';

/**
 * Reads, judges, writes and tells.
 *
 * @param program what other threads start with.
 */
export async function main(run: SarifAggregate, program?: string): Promise<void> {
  const { inputs, env, clock, signal } = run;
  // However the run ends: what is not known to be whole is not.
  run.outputs.set('verdict', 'incomplete');
  const places = await placesOf(env);
  const { scans, baseline, workingDirectory: checkout, outputFolder, enforce } = inputs;
  const settings = settingsFrom(inputs, clock.now());
  const asked = { scans, settings, checkout, places, ...(baseline !== undefined && { baseline }) };
  const context = { signal, ...(program !== undefined && { program }) };
  const found = await aggregate(asked, context);
  try {
    const told = foundIn(found, settings);
    const written = await inFolder(outputFolder, places.temp, (folder) => write(folder, found, told, context));
    report(told, written, enforce, run);
  } finally {
    found.close();
  }
}
