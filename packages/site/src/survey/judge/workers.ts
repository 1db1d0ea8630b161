import type { Manifest } from '../../release/manifest.ts';
import type { Site, Survey } from '../survey.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Names that builders give to service workers and to what these read first; a worker under another name is not seen. */
const WORKER = /(?:^|\/)(?:sw|service-?worker|firebase-messaging-sw|ngsw-worker|ngsw)\.(?:m?js|json)$/i;
/** What the browser fetches anew by itself, or no visitor asks for. */
const OWN = /(?:^|\/)(?:registersw\.js|\.well-known\/.*)$/i;

/** The files of a release that decide what a service worker keeps. */
export function workersIn({ files }: Pick<Manifest, 'files'>): readonly string[] {
  return files.filter(({ path, hashed }) => !hashed && WORKER.test(path)).map(({ path }) => path);
}

/**
 * The un-hashed files of a release that a worker's list names, in the manifest's order. Workbox and Angular write names as strings;
 * these are looked for as such, since each builder has a form of its own. Of the text between any two quotes it is asked whether it is
 * one: which of them open a string only a parser of JavaScript could tell.
 */
export function unhashedIn(text: string, { files }: Pick<Manifest, 'files'>): readonly string[] {
  const named = new Set(
    [...text.matchAll(/(["'`])(?=(?:\.?\/)?([^"'`\\\n]{1,1024})\1)/g)].map(([, , name = '']) => decoded(name)),
  );
  return files
    .filter(({ path, hashed }) => !hashed && !WORKER.test(path) && !OWN.test(path) && named.has(path))
    .map(({ path }) => path);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** How many names a sentence has. */
const SHOWN = 3;

/** What a service worker would keep of two releases at once. */
export function ofWorkers({ test, app }: Survey): readonly Finding[] {
  return [test, app]
    .flatMap(ofSite)
    .filter((one, index, all) => all.findIndex(({ found }) => found === one.found) === index);
}

function ofSite({ role, release }: Site): readonly Finding[] {
  if (!release) return [];
  const { id, manifest, workers } = release;
  if (manifest.is === 'unread') return unreadOf(manifest, role);
  if (manifest.is === 'absent') {
    return [
      {
        verdict: 'release-gone',
        about: role,
        found: `${nameOf(role)} points to the release \`${id}\`, which has no manifest`,
      },
    ];
  }
  return workers.flatMap(({ path, text }) => {
    if (text.is !== 'read') return unreadOf(text, role);
    const names = unhashedIn(text.value, manifest.value);
    if (names.length === 0) return [];
    const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``);
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    const found = `\`${path}\` of the release \`${id}\` keeps ${shown.join(', ')}${more}, with no hash in the name`;
    return [{ verdict: 'precaches-unhashed', about: role, found } as const];
  });
}
