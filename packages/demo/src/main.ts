import path from 'node:path';
import process from 'node:process';
import { demo } from './demo.ts';
import { root } from './stage/checkout.ts';
import { pythonVersion } from './stage/python.ts';
import { chapters } from './story/chapters.ts';
import type { Form } from './story/form.ts';
import { scenesFor } from './story/scenes.ts';
import { asZips } from './story/zips.ts';
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
  // What runs in processes, such as images, does not run on Windows.
  const form: Form = process.platform === 'win32' ? { kind: 'zip' } : { kind: 'image', python: await pythonVersion() };
  const asTold = await demo({
    form,
    chapters: scenesFor(form.kind === 'zip' ? asZips(chapters) : chapters, process.argv.slice(2)),
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
