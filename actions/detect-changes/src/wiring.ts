import { tmpdir } from 'node:os';
import { detect } from './detect.ts';
import { filtersFrom } from './inputs/filters.ts';
import type { DetectChanges } from './inputs/inputs.ts';
import { report } from './report/report.ts';
import { sourcesOf } from './sources.ts';

/** How long GitHub is asked again that says to wait, or fails, in milliseconds. */
const PATIENCE = 10 * 60_000;

/** Compares, and tells which components are concerned. */
export async function main(run: DetectChanges): Promise<void> {
  const { inputs, env, clock, signal, log } = run;
  const temp = env.RUNNER_TEMP || tmpdir();
  const filters = filtersFrom(inputs);
  const connect = async (token: string) => {
    // A file of its own in the bundle: most runs ask git only.
    const { gitHubOver } = await import('./github/github.ts');
    const until = clock.now() + PATIENCE;
    const repository = env.GITHUB_REPOSITORY ?? '';
    const instead = 'check the code out, so that git answers instead';
    return gitHubOver({ repository, token, env, clock, signal, until, instead, tell: (line) => log.info(line) });
  };
  const sources = sourcesOf(run, { temp, connect });
  try {
    report(await detect(filters, sources, { temp, signal }), inputs.onUnknown, run);
  } finally {
    sources.close();
  }
}
