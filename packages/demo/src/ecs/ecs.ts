import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EcsWorld } from '@actions-aws/testing/ecs';
import { run } from '../stage/run.ts';
import { digest } from '../terminal/digest.ts';
import type { Narrator } from '../terminal/narrator.ts';
import type { Means } from '../terminal/turns.ts';
import { deployment, type ServiceChapter, serviceChapters } from './chapters.ts';
import { type EndedChapter, findingsOf, findingsOfStory, type ServiceStory } from './findings.ts';
import { servicePage } from './page.ts';
import { type Askers, askersArrive, makeService } from './service.ts';
import { nowSentence } from './telling.ts';

/** How many times faster than the machine's the cloud's clock runs. */
const scale = 30;

/**
 * Tells how a service of ECS gets new tasks, on a local cloud of its own, and leaves a page of who met which release.
 *
 * @returns whether all went as told.
 * @throws the signal's reason when it aborts; by then everything that was started has ended.
 */
export async function ecs({
  narrator,
  signal,
  bundles,
  pageFile,
}: Means & { readonly pageFile: string }): Promise<boolean> {
  narrator.title('From a tenth of the users to all: a service of ECS, on a cloud that runs on this machine');
  narrator.paragraph('Users come by one listener of its load balancer, and checks by another.');
  narrator.gap();
  await rm(pageFile, { force: true });
  narrator.now('building the bundles …');
  await bundles();
  narrator.now('making the service …');
  const workspace = await mkdtemp(path.join(tmpdir(), 'service-'));
  const world = await makeService(scale);
  narrator.now('');
  const { cloud, urls } = world;
  const chapters: EndedChapter[] = [];
  let askers: Askers | undefined;
  try {
    narrator.fact('cloud', `${cloud.endpoint}, its clock ${scale} times as fast as yours`);
    narrator.fact('service', `${urls?.production}, and for tests ${urls?.test}`);
    const began = cloud.clock.now();
    const arrived = askersArrive(world, () => narrator.now(nowSentence(arrived.answers)));
    askers = arrived;
    const { answers } = arrived;
    const stage: Omit<Stage, 'before'> = { world, narrator, workspace, told: new Set(), signal };
    for (const [index, chapter] of serviceChapters.entries()) {
      const one = await runChapter(chapter, index + 1, { ...stage, before: chapters });
      chapters.push(one);
      const findings = findingsOf(one, { answers });
      for (const { held, expected, found } of findings)
        narrator.verdict(held, held ? expected : `${expected}; it was ${found}`);
      if (findings.some(({ held }) => !held)) break;
      narrator.paragraph(chapter.moral);
    }
    askers.leave();
    narrator.now('');
    const story: ServiceStory = { chapters, answers, began, ended: cloud.clock.now(), scale };
    await writeFile(pageFile, servicePage(story));
    return conclude(story, path.basename(pageFile), narrator);
  } finally {
    narrator.now('');
    askers?.leave();
    await world.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** What chapters are run with. */
interface Stage {
  readonly world: EcsWorld;
  readonly narrator: Narrator;
  readonly workspace: string;
  /** What the narrator has told of the actions' logs. */
  readonly told: Set<string>;
  readonly signal: AbortSignal;
  readonly before: readonly EndedChapter[];
}

async function runChapter(chapter: ServiceChapter, number: number, stage: Stage): Promise<EndedChapter> {
  const { world, narrator, workspace, told, signal, before } = stage;
  narrator.chapter(number, chapter.title);
  narrator.paragraph(chapter.about);
  narrator.gap();
  const isTold = digest(told);
  const ran = await run({
    action: chapter.action,
    inputs: inputsOf(chapter, world, before),
    number,
    workspace,
    cloud: world.cloud,
    onAws: true,
    onLog(line) {
      if (isTold(line)) narrator.log(line);
    },
    signal,
  });
  const { versions } = await world.live();
  narrator.gap();
  return { chapter, number, run: ran, live: versions };
}

function inputsOf(
  { image, live }: ServiceChapter,
  { cluster, service, images, urls }: EcsWorld,
  before: readonly EndedChapter[],
): Record<string, string> {
  if (image === undefined) {
    // What the first deployment said was live before it: the person has looked it up in its summary.
    const to = before.find(({ chapter }) => chapter.image !== live)?.run.outputs['previous-revision'] ?? '';
    return { cluster, service, 'only-if': 'any', to };
  }
  return {
    cluster,
    service,
    images: `app: ${images[image].uri}`,
    ...deployment,
    ...(urls && { 'test-url': urls.test, url: urls.production }),
  };
}

function conclude(story: ServiceStory, page: string, narrator: Narrator): boolean {
  const wrong = findingsOfStory(story).filter(({ held }) => !held);
  const { length } = story.answers.production;
  narrator.title(
    wrong.length === 0 ? 'One user in ten met the broken build, and then none.' : 'It did not go as told.',
  );
  for (const { expected, found } of wrong) narrator.verdict(false, `${expected}; it was ${found}`);
  narrator.paragraph(`${length} answers to users. Who met which release, and when: ${page}`);
  return wrong.length === 0;
}
