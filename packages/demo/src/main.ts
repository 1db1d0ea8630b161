import path from 'node:path';
import process from 'node:process';
import { demo } from './demo.ts';
import { root } from './stage/checkout.ts';
import { chapters } from './story/chapters.ts';
import { scenesFor } from './story/scenes.ts';
import { narrator } from './terminal/narrator.ts';

const interrupted = new AbortController();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
for (const [signal, code] of Object.entries(signals)) {
  process.once(signal, () => {
    process.exitCode = code;
    interrupted.abort();
  });
}

try {
  const asTold = await demo({
    chapters: scenesFor(chapters, process.argv.slice(2)),
    narrator: narrator(process.stdout, process.env),
    reportFile: path.join(root, 'report.html'),
    signal: interrupted.signal,
  });
  if (!asTold) process.exitCode = 1;
} catch (error) {
  if (interrupted.signal.aborted) console.error('\nInterrupted: everything that was started has ended.');
  else {
    console.error(`\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}
