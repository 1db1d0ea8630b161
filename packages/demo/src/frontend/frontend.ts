import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalAws } from '@actions-aws/local-aws';
import type { Narrator } from '../terminal/narrator.ts';
import type { Means } from '../terminal/turns.ts';
import { siteChapters } from './chapters.ts';
import { type EndedChapter, findingsOf, findingsOfStory, releaseNumbers, type SiteStory } from './findings.ts';
import { sitesPage } from './page.ts';
import { runChapter } from './run-chapter.ts';
import { makeSites } from './sites.ts';
import { nowSentence } from './telling.ts';
import { type Visitors, visitorsArrive } from './visitors.ts';

/** How many times faster than the machine's the cloud's clock runs. */
const scale = 20;

/**
 * Tells how a site's releases come to its users, on a local cloud of its own, and leaves a page of what each host served.
 *
 * @returns whether all went as told.
 * @throws the signal's reason when it aborts; by then everything that was started has ended.
 */
export async function frontend({
  narrator,
  signal,
  bundles,
  pageFile,
}: Means & { readonly pageFile: string }): Promise<boolean> {
  narrator.title('From a build to visitors: a site behind CloudFront, on a cloud that runs on this machine');
  narrator.paragraph(
    'TEST serves the candidate, APP what is live. Each has eight hosts at four locations of the edge.',
  );
  narrator.gap();
  await rm(pageFile, { force: true });
  narrator.now('building the bundles …');
  await bundles();
  narrator.now('');
  const workspaces = await mkdtemp(path.join(tmpdir(), 'storefront-'));
  const cloud = await startLocalAws({ clock: { scale } });
  const chapters: EndedChapter[] = [];
  let visitors: Visitors | undefined;
  try {
    const sites = await makeSites(cloud);
    narrator.fact('cloud', `${cloud.endpoint}, its clock ${scale} times as fast as yours`);
    narrator.fact('sites', `TEST ${sites.test.url}, APP ${sites.app.url}`);
    const began = cloud.clock.now();
    const arrived = visitorsArrive(cloud, sites, () => narrator.now(nowSentence(arrived.answers, chapters)));
    visitors = arrived;
    const stage = { cloud, sites, visitors, workspaces, narrator, told: new Set<string>(), signal };
    for (const [index, chapter] of siteChapters.entries()) {
      const one = await runChapter(chapter, index + 1, stage);
      chapters.push(one);
      const findings = findingsOf(one, chapters);
      for (const { held, expected, found } of findings)
        narrator.verdict(held, held ? expected : `${expected}; it was ${found}`);
      if (findings.some(({ held }) => !held)) break;
      narrator.paragraph(chapter.moral);
    }
    await visitors.leave();
    narrator.now('');
    const { answers, visits } = visitors;
    const locations = sites.app.hosts.map(({ location }) => location);
    const story: SiteStory = { chapters, answers, visits, began, ended: cloud.clock.now(), scale, locations };
    await writeFile(pageFile, sitesPage(story));
    return conclude(story, path.basename(pageFile), narrator);
  } finally {
    narrator.now('');
    await visitors?.leave();
    await cloud.stop();
    await rm(workspaces, { recursive: true, force: true });
  }
}

function conclude(story: SiteStory, page: string, narrator: Narrator): boolean {
  const findings = findingsOfStory(story);
  const wrong = findings.filter(({ held }) => !held);
  const { size } = releaseNumbers(story.chapters);
  narrator.title(wrong.length === 0 ? 'No visitor met the broken page.' : 'It did not go as told.');
  for (const { expected, found } of wrong) narrator.verdict(false, `${expected}; it was ${found}`);
  const opened = story.visits.filter(({ site }) => site === 'app').length;
  narrator.paragraph(`${size} releases, ${opened} pages opened on APP, ${story.answers.length} answers of hosts.`);
  narrator.paragraph(`What each host served, and when: ${page}`);
  return wrong.length === 0;
}
