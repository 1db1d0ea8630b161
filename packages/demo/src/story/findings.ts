import { causesOf, filesOf, short } from './detections.ts';
import { imagesOf, shortDigest } from './images.ts';
import type { Stretch } from './lanes.ts';
import { type Detection, type Image, lanesIn, type Played, type Push, type Story } from './story.ts';
import { identified } from './visits.ts';

/** What was expected, and what was found. */
export interface Finding {
  readonly expected: string;
  readonly found: string;
  readonly held: boolean;
}

/**
 * Compares a played chapter with the ending that it must have.
 *
 * @param built all images that were built so far, its own included.
 */
export function findingsOf(played: Played, built: readonly Image[] = imagesOf([played])): Finding[] {
  const { chapter, detections, images, runs, tagged, live } = played;
  return [
    ...chapter.steps.flatMap(({ push }, index) => (push ? detectionHeld(push, detections[index]) : [])),
    ...chapter.steps.flatMap(({ push }, index) => (push ? imageHeld(push, detections[index], images[index]) : [])),
    ...chapter.steps.flatMap(({ action, by, outcome, green }, index) => {
      const run = runs[index];
      const who = by ? `${action} of ${by}` : action;
      if (outcome === 'skipped') return [compared(`${who} is skipped`, 'skipped', run ? 'run' : 'skipped')];
      return [
        compared(`${who} ends ${outcome}`, outcome, run?.outputs.outcome || 'nothing'),
        compared(`the step of ${who} is ${colour(green)}`, colour(green), colour(run?.exitCode === 0)),
      ];
    }),
    ...chapter.steps.flatMap(({ tag, by, green }, index) => {
      if (!tag || !green || runs.length === 0) return [];
      const wanted = `image-promote${by ? ` of ${by}` : ''} ends promoted`;
      return [compared(wanted, 'promoted', tagged[index]?.outputs.outcome || 'nothing')];
    }),
    ...liveImageHeld(played, built),
    ...live.map(({ functionName, release, split }) =>
      compared(
        `${functionName} is on release ${chapter.live}`,
        chapter.live,
        `${release || 'none'}${split ? ', and shares its users' : ''}`,
      ),
    ),
  ];
}

/** Compares what detect-changes says of a push with what plain git says, and with what the story does. */
function detectionHeld({ concerns }: Push, detection: Detection | undefined): Finding[] {
  if (!detection) return [compared('detect-changes looks at the push', 'run', 'not run')];
  const { sha, files, run } = detection;
  const causes = (of: Push['concerns']) =>
    Object.entries(of)
      .map(([name, cause]) => `${name} because of ${cause}`)
      .join(', ') || 'nothing';
  const listed = files.length === 1 ? 'the one file' : `the ${files.length} files`;
  return [
    compared(`the step of detect-changes at ${short(sha)} is green`, 'green', colour(run.exitCode === 0)),
    compared(
      `detect-changes finds ${listed} that git names at ${short(sha)}`,
      sorted(files),
      sorted(filesOf(run) ?? ['not known']),
    ),
    compared(`${short(sha)} concerns ${causes(concerns)}`, causes(concerns), causes(causesOf(run))),
  ];
}

/** Compares how the image of a push is named with the push: what concerns anything has an image of its own. */
function imageHeld({ image, concerns }: Push, detection: Detection | undefined, found: Image | undefined): Finding[] {
  if (!image || !detection) return [];
  const wanted = Object.keys(concerns).length > 0 ? 'a new one' : 'none';
  const { exitCode, outputs } = found?.run ?? {};
  const named = exitCode === 0 && outputs?.exists === 'false' ? 'a new one' : 'one that is there, or a failure';
  return [compared(`the image of ${short(detection.sha)} is ${wanted}`, wanted, found ? named : 'none')];
}

/** Compares the images behind the aliases, and that of the tag, with the one that was built of the release. */
function liveImageHeld({ chapter, live, liveTag }: Played, built: readonly Image[]): Finding[] {
  if (built.length === 0) return [];
  const { digest = '' } = built.find(({ release }) => release === chapter.live) ?? {};
  const found = new Set([...live.map((one) => one.digest), liveTag].map(shortDigest));
  const expected = `all aliases and the tag “live” lead to the image of release ${chapter.live}, ${shortDigest(digest)}`;
  return [compared(expected, shortDigest(digest), [...found].join(', '))];
}

function sorted(files: readonly string[]): string {
  return [...files].sort().join(', ');
}

/** Compares all that happened with the chapters: what users met, how far the story came, and how each chapter ended. */
export function findingsOfStory(story: Story): Finding[] {
  const { chapters, played } = story;
  const expected = expectedPath(story);
  const canaries = chapters.flatMap(({ canary }) => canary ?? []);
  const failed = identified(story.visits).filter(({ problem, release }) => problem && !canaries.includes(release));
  const lanes = lanesIn(story);
  const but = canaries.length > 0 ? `, but by the canary of release ${canaries.join(' and ')}` : '';
  return [
    compared(`no request of a user failed${but}`, '0', String(failed.length)),
    ...lanes.map(({ functionName, stretches }) =>
      compared(
        `users of ${functionName} met release ${expected}, and no other`,
        expected,
        stretches.map(inWords).join(', then ') || 'none',
      ),
    ),
    ...lanes.flatMap(({ functionName, stretches }) =>
      stretches.filter(({ aside }) => aside > 0).map((stretch) => shareHeld(functionName, stretch)),
    ),
    compared('every chapter was played', String(chapters.length), String(played.length)),
    ...played.flatMap((one) => findingsOf(one, imagesOf(played))),
  ];
}

/** Such as `1, then 2, then 2 beside 4, then 2`. */
function expectedPath({ chapters }: Story): string {
  const path = chapters.flatMap(({ live, canary }) => (canary ? [`${live} beside ${canary}`, live] : [live]));
  return path.filter((step, index) => step !== path[index - 1]).join(', then ');
}

function inWords({ shares }: Stretch): string {
  return shares.map(({ release }) => release).join(' beside ') || 'none';
}

/** How far chance may carry a share from what the alias declares: four standard deviations; one run in 30,000 goes beyond. */
const deviations = 4;

function shareHeld(functionName: string, { shares, aside }: Stretch): Finding {
  const visits = shares.reduce((sum, each) => sum + each.visits, 0);
  const found = visits - (shares[0]?.visits ?? 0);
  const most = visits * aside + deviations * Math.sqrt(visits * aside * (1 - aside));
  return {
    expected: `about ${Math.round(aside * 100)} % of the users of ${functionName} met the canary`,
    found: `${found} of ${visits}`,
    held: found <= most,
  };
}

function compared(expected: string, wanted: string, found: string): Finding {
  return { expected, found, held: wanted === found };
}

function colour(green: boolean): string {
  return green ? 'green' : 'red';
}
