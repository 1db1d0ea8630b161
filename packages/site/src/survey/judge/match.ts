/**
 * Whether a pattern fits, of IAM or of a behaviour: `*` is any characters, `?` one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function isMatch(pattern: string, text: string): boolean {
  // Left to right, going back to the last `*` only: a pattern of many does not take long.
  let [at, star, from] = [0, -1, 0];
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === '*') [star, from, at] = [at, index, at + 1];
    else if (pattern[at] === '?' || pattern[at] === text[index]) [at, index] = [at + 1, index + 1];
    else if (star < 0) return false;
    else [at, from, index] = [star + 1, from + 1, from + 1];
  }
  return /^\**$/.test(pattern.slice(at));
}
