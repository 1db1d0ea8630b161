import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { serviceChapters } from '../src/ecs/chapters.ts';
import { frontendScene, siteChapters } from '../src/frontend/chapters.ts';
import { madeUpToken, pushes, securityScene } from '../src/security/pushes.ts';
import { root } from '../src/stage/checkout.ts';
import { chapters } from '../src/story/chapters.ts';

const report = path.join(root, 'report.html');

/** Bundling on a busy machine included. */
const limit = 200_000;

describe('npm start', () => {
  test(
    'tells the whole story within three minutes, and leaves a report',
    async () => {
      for (const name of ['report.html', 'sites.html', 'service.html'])
        await rm(path.join(root, name), { force: true });
      const started = Date.now();
      const { code, printed } = await start();
      expect({ code, printed }).toMatchObject({ code: 0 });
      expect(Date.now() - started).toBeLessThan(180_000);
      expect(printed).not.toContain('\u001b');
      const outcomes = [...printed.matchAll(/[✓✗] (?:[a-z -]+: )?([a-z-]+) after/g)].map(([, outcome]) => outcome);
      const told = chapters.flatMap(({ steps }) => steps.map(({ outcome }) => outcome));
      expect(outcomes).toEqual(told.filter((outcome) => outcome !== 'skipped'));
      expect(printed).toContain('search-indexer: true. `src/indexer.mjs` (modified) matches `src/indexer.mjs`.');
      expect(printed).toContain('search-scheduler in Python');
      expect(printed.match(/built and pushed as sha256:[0-9a-f]{12}…/g)).toHaveLength(6);
      expect(printed).toContain('✓ nothing is concerned: the step that promotes is skipped');
      expect(printed).toMatch(/Users sent \d{3,} requests/);
      const title = 'One bad release met nobody. The other met few, and briefly.';
      expect(printed).toContain(title);
      const page = await pageOf('report.html');
      expect(page.replace(/<[^>]*>/g, '')).toContain(title);
      expect(page.match(/<article/g)).toHaveLength(chapters.length);
      expect(page).toContain('the aliases of all 3 functions, the tag “live”');
      expect(printed).toContain('No scanner’s failure was taken for a clean report.');

      const ends = [...printed.matchAll(/✓ ([a-z0-9-]+) ends ([a-z-]+), and its step is/g)];
      const endsOf = (actions: RegExp) =>
        ends.filter(([, action = '']) => actions.test(action)).map(([, , outcome]) => outcome);

      // How releases of a site come to its users, and a page of what each host served.
      expect(endsOf(/^(frontend-|e2e$)/)).toEqual(siteChapters.flatMap(({ steps }) => Object.values(steps)));
      expect(printed).toContain('/assets/offers-Vq3xTb7L.js');
      expect(printed).toContain('No visitor met the broken page.');
      const sites = await pageOf('sites.html');
      expect(sites.match(/<article/g)).toHaveLength(siteChapters.length);
      expect(sites.match(/<th scope="rowgroup"/g)).toHaveLength(16);

      // How a service of ECS gets new tasks, and a page of who met which release.
      expect(endsOf(/^ecs-/)).toEqual(serviceChapters.map(({ outcome }) => outcome));
      expect(printed).toContain('the alarm api-errors fired');
      expect(printed).toContain('One user in ten met the broken build, and then none.');
      expect((await pageOf('service.html')).match(/<article/g)).toHaveLength(serviceChapters.length);
    },
    limit,
  );

  test(
    'refuses a scene that it does not have, and names those that it has',
    async () => {
      const { code, printed } = await start({ scene: 'cannary' });
      expect(code).toBe(1);
      expect(printed).toContain(
        'There is no scene "cannary". There are first-release, docs-only, next-release, broken-build',
      );
    },
    limit,
  );

  test(
    'plays one scene alone, after what it follows from',
    async () => {
      const { code, printed } = await start({ scene: 'broken-build' });
      expect({ code, printed }).toMatchObject({ code: 0 });
      const outcomes = [...printed.matchAll(/[✓✗] (?:[a-z -]+: )?([a-z-]+) after/g)].map(([, outcome]) => outcome);
      expect(outcomes).toEqual(['promoted', 'promoted', 'rejected']);
      expect(printed).toContain('No user met the broken build.');
    },
    limit,
  );

  test(
    'plays how releases of a site come to its users, alone and without a browser, and leaves the page of what each host served',
    async () => {
      for (const name of ['report.html', 'sites.html']) await rm(path.join(root, name), { force: true });
      const { code, printed } = await start({ scene: frontendScene });
      expect({ code, printed }).toMatchObject({ code: 0 });
      const ends = [...printed.matchAll(/✓ ([a-z0-9-]+) ends ([a-z-]+), and its step is/g)];
      expect(ends.map(([, action, outcome]) => [action, outcome])).toEqual(
        siteChapters.flatMap(({ steps }) => Object.entries(steps)),
      );
      expect(ends.map(([, , outcome]) => outcome)).toEqual(
        expect.arrayContaining(['promoted', 'rejected', 'rolled-back']),
      );
      expect(printed).toContain('No visitor met the broken page.');
      const sites = await pageOf('sites.html');
      expect(sites.match(/<article/g)).toHaveLength(siteChapters.length);
      expect(sites.match(/<th scope="rowgroup"/g)).toHaveLength(16);
      // Of the other stories none was played.
      expect(existsSync(report)).toBe(false);
    },
    limit,
  );

  test(
    'plays what becomes of four scanners’ reports, and leaves the page of them',
    async () => {
      const page = path.join(root, 'findings.html');
      await rm(page, { force: true });
      const { code, printed } = await start({ scene: securityScene });
      expect({ code, printed }).toMatchObject({ code: 0 });
      const verdicts = [...printed.matchAll(/gate +([a-z]+): /g)].map(([, verdict]) => verdict);
      expect(verdicts).toEqual(pushes.map(({ expected }) => expected.verdict));
      expect(printed).toContain('open on main: B311, GHSA-j8xg-fqg3-53r7\n');
      expect(printed).not.toContain(madeUpToken);
      expect(await readFile(page, 'utf8')).toContain('GHSA-j8xg-fqg3-53r7');
    },
    limit,
  );

  test(
    'ends at once when it is interrupted while two actions run, and leaves nothing behind',
    async () => {
      await rm(report, { force: true });
      const { code, printed, leftProcesses } = await start({
        interruptAt: /Two deploy at once.*done: move the alias/s,
      });
      expect({ code, printed, leftProcesses }).toMatchObject({ code: 130, leftProcesses: false });
      expect(printed).toContain('Interrupted: everything that was started has ended.');
      expect(existsSync(report)).toBe(false);
    },
    limit,
  );
});

function pageOf(name: string): Promise<string> {
  return readFile(path.join(root, name), 'utf8');
}

/** Resolves when every process that holds its output has ended, not only the first. */
function start({
  interruptAt,
  scene,
}: {
  readonly interruptAt?: RegExp;
  readonly scene?: string;
} = {}): Promise<{ code: number | null; printed: string; leftProcesses: boolean }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [path.join(root, 'packages/workspace/src/run.mjs'), 'start', ...(scene ? [scene] : [])],
    {
      cwd: root,
      env,
      // A group of its own, so that whoever is left in it can be found.
      detached: true,
    },
  );
  let printed = '';
  let interrupted = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (interrupted || !interruptAt?.test(printed)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, printed, leftProcesses: endGroup(child.pid) }));
  });
}

/** Ends whatever is left of a process group; tells whether there was anything. */
function endGroup(leader: number | undefined): boolean {
  try {
    return leader !== undefined && process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
