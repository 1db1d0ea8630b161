// Takes the README's pictures of the last `npm start`, light and dark, with Chromium (CHROMIUM names another one):
//
//     npm start && npm exec -- node packages/demo/src/picture.ts

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { root } from './stage/checkout.ts';

/** As wide as the page needs for its large drawing, and as high as drawing and key reach. */
const size = { width: 1100, height: 682 };

/** Leaves the drawing and its key. Chromium takes pictures of a page's beginning only. */
const onlyDrawing = 'body > header, h2, .legend { display: none } main { padding-top: 20px }';

const folder = mkdtempSync(path.join(tmpdir(), 'picture-'));
try {
  const page = path.join(folder, 'picture.html');
  writeFileSync(
    page,
    readFileSync(path.join(root, 'report.html'), 'utf8').replace('</style>', () => `${onlyDrawing}</style>`),
  );
  // Blink's own numbers of the two schemes.
  for (const [scheme, number] of Object.entries({ dark: 0, light: 1 })) {
    take(page, path.join(root, '.github', `report-${scheme}.png`), number);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function take(page: string, file: string, scheme: number): void {
  const { status, stderr, error } = spawnSync(
    process.env.CHROMIUM || 'chromium',
    [
      '--headless',
      '--hide-scrollbars',
      // Chromium refuses its sandbox to root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--blink-settings=preferredColorScheme=${scheme}`,
      `--window-size=${size.width},${size.height}`,
      `--screenshot=${file}`,
      pathToFileURL(page).href,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Chromium took no picture: ${error?.message ?? stderr}`);
  console.log(file);
}
