/** How many colours the style sheet has for releases; further releases take them again. */
const colours = 6;

/** The class that gives a release its colour. What never said which release it is has none. */
export function releaseClass(release: string): string {
  const number = Number(release);
  return number >= 1 ? `release-${((number - 1) % colours) + 1}` : 'release-unknown';
}

/** A release for people. */
export function releaseName(release: string): string {
  return release === '' ? 'no release' : `release ${release}`;
}
