import process from 'node:process';
import type { Benchmark } from './benchmark.ts';
import { changes } from './changes/changes.ts';
import { readCommandLine, UsageError } from './command-line.ts';
import { ecs } from './ecs/ecs.ts';
import { figureOf, verdictOn } from './figure.ts';
import { frontend } from './frontend/frontend.ts';
import { images } from './images/images.ts';
import { lambda } from './lambda/lambda.ts';
import { sarif } from './sarif/sarif.ts';
import { table } from './table.ts';

/** Add yours here. */
const benchmarks: Readonly<Record<string, Benchmark>> = { lambda, changes, images, sarif, frontend, ecs };

const interrupted = new AbortController();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
for (const [signal, code] of Object.entries(signals)) {
  process.once(signal, () => {
    process.exitCode = code;
    interrupted.abort();
  });
}

try {
  const { benchmark, json, check, settings, only } = readCommandLine(process.argv.slice(2), benchmarks);
  // What is measured goes to stdout, everything else to stderr: `--json` can be piped on.
  const say = (text: string) => console.error(text);
  const { signal } = interrupted;
  const { notes, comparisons } = await benchmark.run({ settings, only, env: process.env, signal, say });
  const figures = comparisons.map(figureOf);
  // On one line: it is the last one of what npm prints, too.
  const shown = json ? JSON.stringify(figures) : ['', ...notes, '', table(comparisons)].join('\n');
  console.log(shown);
  if (check && figures.some((figure) => verdictOn(figure) === 'missed')) process.exitCode = 1;
} catch (error) {
  if (interrupted.signal.aborted) console.error('Interrupted: everything that was started has ended.');
  else {
    console.error(error instanceof UsageError ? error.message : ((error as Error).stack ?? error));
    process.exitCode = 1;
  }
}
