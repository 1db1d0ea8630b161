import type { SeenAnswer } from '@actions-aws/testing/ecs';
import type { Finding } from '../story/findings.ts';
import { percent } from '../story/quantities.ts';
import type { Run } from '../story/story.ts';
import { releases, type ServiceChapter } from './chapters.ts';
import { type Listener, shareOf } from './shares.ts';

/** A chapter that is over. */
export interface EndedChapter {
  readonly chapter: ServiceChapter;
  readonly number: number;
  readonly run: Run;
  /** The images that users met when it was over. */
  readonly live: readonly string[];
}

/** All that happened. */
export interface ServiceStory {
  readonly chapters: readonly EndedChapter[];
  readonly answers: Readonly<Record<Listener, readonly SeenAnswer[]>>;
  /** Milliseconds since the epoch, on the local cloud's clock. */
  readonly began: number;
  readonly ended: number;
  /** How many times faster than the machine's the local clock ran. */
  readonly scale: number;
}

/** Of the users, the share that may meet a build before it has passed its first gate. */
const CANARY = 0.1;

/** Green for the step of the workflow that goes back, red for one that went back by itself. */
export function isGreen({ action, outcome }: ServiceChapter): boolean {
  return outcome === 'promoted' || (action === 'ecs-rollback' && outcome === 'rolled-back');
}

/** Compares a chapter with the ending that it must have. */
export function findingsOf({ chapter, run, live }: EndedChapter, story: Pick<ServiceStory, 'answers'>): Finding[] {
  const green = isGreen(chapter);
  const said = run.outputs.outcome || 'nothing';
  const met = live.map((version) => releaseOf(version)).join(' and ');
  const isBack = chapter.image !== undefined && chapter.live !== chapter.image;
  return [
    {
      expected: `${chapter.action} ends ${chapter.outcome}, and its step is ${green ? 'green' : 'red'}`,
      found: `${said}, and ${run.exitCode === 0 ? 'green' : 'red'}`,
      held: said === chapter.outcome && (run.exitCode === 0) === green,
    },
    {
      expected: `all users are on ${releaseOf(chapter.live)}`,
      found: met,
      held: met === releaseOf(chapter.live),
    },
    ...(isBack ? [exposure(chapter, run, story)] : []),
  ];
}

/** Five standard deviations above the share are no chance. */
function exposure({ image = 'v2' }: ServiceChapter, run: Run, { answers }: Pick<ServiceStory, 'answers'>): Finding {
  const own = answers.production.filter(({ at }) => at >= run.began && at <= run.ended);
  const first = own.findIndex(({ version }) => version === image);
  const last = own.findLastIndex(({ version }) => version === image);
  const meanwhile = first < 0 ? [] : own.slice(first, last + 1);
  const share = shareOf(meanwhile, image);
  const most = CANARY + 5 * Math.sqrt((CANARY * (1 - CANARY)) / Math.max(1, meanwhile.length));
  return {
    expected: `while it had users, ${releaseOf(image)} had a tenth of them`,
    found: first < 0 ? 'none' : percent(share),
    held: first >= 0 && share <= most,
  };
}

/** Compares all of it with what must hold at any time. */
export function findingsOfStory(story: ServiceStory): Finding[] {
  const { answers, chapters } = story;
  const broken = chapters.flatMap(({ chapter: { image, live } }) => (image && image !== live ? [image] : []));
  const others = answers.production.filter(
    ({ status, version }) => status >= 500 && !broken.some((image) => image === version),
  );
  return [
    ...chapters.flatMap((one) => findingsOf(one, story)),
    {
      expected: 'no user got an error of anything but the build that was taken back',
      found: others.map((answer) => errorOf(answer, story)).join(', '),
      held: others.length === 0,
    },
  ];
}

/** An error for people: what was answered, who answered, and when in the story. */
function errorOf({ status, by, version, at }: SeenAnswer, { began }: ServiceStory): string {
  const who = version === undefined ? `a ${by}` : `a ${by} of ${releaseOf(version)}`;
  return `${status} by ${who} after ${((at - began) / 1000).toFixed(1)} s`;
}

/** An image for people. */
export function releaseOf(version: string): string {
  const number = (releases as Readonly<Record<string, number>>)[version];
  return number === undefined ? version : `release ${number}`;
}
