import path from 'node:path';
import process from 'node:process';
import { demo } from './demo.ts';
import { ecsScene } from './ecs/chapters.ts';
import { ecs } from './ecs/ecs.ts';
import { frontendScene } from './frontend/chapters.ts';
import { frontend } from './frontend/frontend.ts';
import { securityScene } from './security/pushes.ts';
import { security } from './security/security.ts';
import { buildBundles } from './stage/bundles.ts';
import { root } from './stage/checkout.ts';
import { pythonVersion } from './stage/python.ts';
import { chapters } from './story/chapters.ts';
import type { Form } from './story/form.ts';
import { scenesFor } from './story/scenes.ts';
import { asZips } from './story/zips.ts';
import { narrator, type Stage } from './terminal/narrator.ts';
import { inTurns, type Means, type Tale } from './terminal/turns.ts';

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
  const wanted = process.argv.slice(2);
  let built: Promise<readonly string[]> | undefined;
  // Stories that happen together share them.
  const bundles = () => {
    built ??= buildBundles(interrupted.signal);
    return built;
  };
  const on = (stage: Stage, signal: AbortSignal): Means => ({
    narrator: narrator(stage, process.env),
    signal,
    bundles,
  });
  const beside = new Map<string, Tale>([
    [frontendScene, (stage, signal) => frontend({ ...on(stage, signal), pageFile: path.join(root, 'sites.html') })],
    [ecsScene, (stage, signal) => ecs({ ...on(stage, signal), pageFile: path.join(root, 'service.html') })],
    [securityScene, (stage, signal) => security({ ...on(stage, signal), pageFile: path.join(root, 'findings.html') })],
  ]);
  const alone = wanted.length === 1 ? beside.get(wanted[0] ?? '') : undefined;
  const chaptersTold = alone ? [] : scenesFor(form.kind === 'zip' ? asZips(chapters) : chapters, wanted);
  // The scenes of one story, which can be played alone after what they follow from.
  const main: Tale = (stage, signal) =>
    demo({ ...on(stage, signal), form, chapters: chaptersTold, reportFile: path.join(root, 'report.html') });
  const tales = alone ? [alone] : wanted.length > 0 ? [main] : [main, ...beside.values()];
  if (!(await inTurns(process.stdout, tales, interrupted.signal))) process.exitCode = 1;
} catch (error) {
  if (interrupted.signal.aborted) console.error('\nInterrupted: everything that was started has ended.');
  else {
    console.error(`\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}
