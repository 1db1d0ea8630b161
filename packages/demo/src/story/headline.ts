import { duration, percent } from './quantities.ts';
import { lanesIn, type Story } from './story.ts';
import { errorsIn, identified, sharesOf, type Visit } from './visits.ts';

/** What it all came to, in the sentences of a heading and a paragraph; for a story that went as told. */
export function headline(story: Story): { readonly title: readonly string[]; readonly lead: string } {
  const { chapters, functionNames } = story;
  const canaries = chapters.flatMap(({ canary }) => canary ?? []);
  const stopped = chapters.filter(({ steps }) => steps.some(({ outcome }) => outcome === 'rejected')).length;
  const service =
    functionNames.length === 1
      ? 'one function, while users kept calling it'
      : `${inWords(functionNames.length)} functions that move as one, while users kept calling each of them`;
  const told = `${capital(inWords(chapters.length))} ${chapters.length === 1 ? 'chapter' : 'chapters'} in the life of ${service}.`;
  const builds = stopped === 1 ? 'A broken build was' : `${stopped} broken builds were`;
  const kept = stopped > 0 ? ` ${builds} stopped before any user met it.` : '';
  if (canaries.length === 0) {
    const title = stopped > 0 ? 'No user met the broken build.' : 'Every user got an answer.';
    return { title: [title], lead: `${told}${kept}` };
  }
  const split = lanesIn(story).flatMap(({ stretches }) => stretches.filter(({ aside }) => aside > 0));
  const asked = split.reduce((sum, { visits }) => sum + visits, 0);
  const met = split.flatMap(({ shares }) => shares).filter(({ release }) => canaries.includes(release));
  const share = percent(met.reduce((sum, { visits }) => sum + visits, 0) / Math.max(1, asked));
  const lasted = Math.max(0, ...split.map(({ from, until }) => until - from));
  const one = stopped > 0 ? 'Another' : 'A bad release';
  return {
    title:
      stopped > 0
        ? ['One bad release met nobody.', 'The other met few, and briefly.']
        : ['The bad release met few, and briefly.'],
    lead: `${told}${kept} ${one} passed its tests and failed under real traffic: as a canary it answered ${share} of all requests for ${duration(lasted)}, until an alarm took it back.`,
  };
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

function inWords(count: number): string {
  return numbers[count] ?? String(count);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Figures that a reader takes away. */
export function figuresOf({ visits, played, functionNames }: Story): readonly (readonly [string, string])[] {
  const runs = played.flatMap((one) =>
    [...one.detections, ...one.images, ...one.runs, ...one.tagged].filter(Boolean),
  ).length;
  return [
    [String(visits.length), `requests of users to ${functionNames.length} functions`],
    [String(errorsIn(visits)), errorsIn(visits) === 0 ? 'of them failed' : `of them failed, by ${failedBy(visits)}`],
    [String(sharesOf(visits).length), 'releases that users met'],
    [String(runs), 'runs of actions'],
  ];
}

function failedBy(visits: readonly Visit[]): string {
  const failed = identified(visits).filter(({ problem }) => problem);
  const releases = [...new Set(failed.map(({ release }) => (release ? `release ${release}` : 'nobody knows whom')))];
  return releases.join(' and ');
}
