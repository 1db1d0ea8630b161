import { invalidArgument, refused } from '../errors.ts';
import type { Invalidation } from '../state.ts';
import { isCompleted } from './progress.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/InvalidationLimits.html
const MOST_FILES = 3000;
const MOST_WILDCARDS = 15;

/**
 * Throws unless paths are such as https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
 * has them: with a slash before them, a wildcard only as the last character, of 4,000 characters at most.
 */
export function assertPaths(paths: readonly string[]): void {
  const isWrong = (path: string) => !/^\/[^*\s]*\*?$/.test(path) || path.length > 4000;
  // The message is CloudFront's own: rust-lang/promote-release#94.
  if (paths.length === 0 || paths.some(isWrong))
    throw invalidArgument('Your request contains one or more invalid invalidation paths.');
  if (paths.length > MOST_FILES) throw refused('BatchTooLarge', 'Invalidation batch specified is too large.', 413);
}

/** Throws where too much would be in progress at one time. */
export function assertLimits(paths: readonly string[], others: readonly Invalidation[], now: number): void {
  const running = others.filter((each) => !isCompleted(each, now)).flatMap((each) => each.paths);
  const all = [...running, ...paths];
  const wildcards = all.filter((path) => path.endsWith('*')).length;
  if (wildcards > MOST_WILDCARDS && paths.some((path) => path.endsWith('*'))) throw tooMany('in-progress wildcard');
  if (all.length - wildcards > MOST_FILES) throw tooMany('in-progress');
}

/** The message is CloudFront's own: laurilehmijoki/s3_website#26; that of wildcards differs by one word here. */
function tooMany(which: string): Error {
  const message = `Processing your request will cause you to exceed the maximum number of ${which} invalidations.`;
  return refused('TooManyInvalidationsInProgress', message);
}

/** Whether an invalidation names the path that a viewer asked for. */
export function names(paths: readonly string[], path: string): boolean {
  return paths.some((each) => (each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : path === each));
}
