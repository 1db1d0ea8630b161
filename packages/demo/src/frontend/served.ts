import type { SiteName } from './chapters.ts';

/** What a host said which release it serves. */
export interface Answer {
  readonly site: SiteName;
  /** Its number among the hosts of its site. */
  readonly host: number;
  /** Milliseconds since the epoch, on the local cloud's clock. */
  readonly at: number;
  /** The id; empty where it serves none. */
  readonly release: string;
}

/** A page that a visitor opened at one host, with all that it names. */
export interface PageVisit extends Omit<Answer, 'release'> {
  readonly page: string;
  /** What of it did not come, with the status that came instead; nothing where the page was whole. */
  readonly missing: readonly string[];
}

/** A time in which a host served the same. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly release: string;
  readonly answers: number;
}

/** What one host served, from its first answer on. */
export interface HostLane {
  readonly site: SiteName;
  readonly host: number;
  readonly stretches: readonly Stretch[];
}

/** Puts answers into lanes, one for each host, in the order of the sites and their hosts. */
export function lanesOf(answers: readonly Answer[], until: number): HostLane[] {
  const sites: readonly SiteName[] = ['test', 'app'];
  return sites.flatMap((site) => {
    const own = answers.filter((answer) => answer.site === site);
    const hosts = [...new Set(own.map(({ host }) => host))].sort((a, b) => a - b);
    return hosts.map((host) => ({
      site,
      host,
      stretches: stretchesOf(
        own.filter((answer) => answer.host === host),
        until,
      ),
    }));
  });
}

function stretchesOf(answers: readonly Answer[], end: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { at, release } of [...answers].sort((a, b) => a.at - b.at)) {
    const last = stretches.at(-1);
    if (last?.release === release) {
      stretches[stretches.length - 1] = { ...last, answers: last.answers + 1 };
    } else {
      if (last) stretches[stretches.length - 1] = { ...last, until: at };
      stretches.push({ from: at, until: end, release, answers: 1 });
    }
  }
  return stretches;
}

/** The releases that some host of a site has served, each once, in the order of time. */
export function releasesServed(answers: readonly Answer[], site: SiteName): string[] {
  const own = answers.filter((answer) => answer.site === site && answer.release !== '');
  return [...new Set(own.sort((a, b) => a.at - b.at).map(({ release }) => release))];
}
