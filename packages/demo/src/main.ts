import path from 'node:path';
import process from 'node:process';
import { demo } from './demo.ts';
import { frontendScene } from './frontend/chapters.ts';
import { frontend } from './frontend/frontend.ts';
import { securityScene } from './security/pushes.ts';
import { security } from './security/security.ts';
import { root } from './stage/checkout.ts';
import { pythonVersion } from './stage/python.ts';
import { chapters } from './story/chapters.ts';
import type { Form } from './story/form.ts';
import { scenesBeside, scenesFor } from './story/scenes.ts';
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
  const wanted = process.argv.slice(2);
  const told = { narrator: narrator(process.stdout, process.env), signal: interrupted.signal };
  const stories = [
    {
      // The scenes of one story, which can be played alone after what they follow from.
      isAsked: wanted.length === 0 || !scenesBeside.includes(wanted[0] ?? '') || wanted.length > 1,
      play: () =>
        demo({
          ...told,
          form,
          chapters: scenesFor(form.kind === 'zip' ? asZips(chapters) : chapters, wanted),
          reportFile: path.join(root, 'report.html'),
        }),
    },
    {
      isAsked: wanted.length === 0 || wanted[0] === frontendScene,
      play: () => frontend({ ...told, pageFile: path.join(root, 'sites.html') }),
    },
    {
      isAsked: wanted.length === 0 || wanted[0] === securityScene,
      play: () => security({ ...told, pageFile: path.join(root, 'findings.html') }),
    },
  ];
  let asTold = true;
  for (const { isAsked, play } of stories) asTold &&= !isAsked || (await play());
  if (!asTold) process.exitCode = 1;
} catch (error) {
  if (interrupted.signal.aborted) console.error('\nInterrupted: everything that was started has ended.');
  else {
    console.error(`\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}
