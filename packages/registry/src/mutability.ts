/** Which tags of a repository may be moved to another image. Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export interface Mutability {
  /** In ECR's words: `MUTABLE`, `IMMUTABLE`, `MUTABLE_WITH_EXCLUSION` or `IMMUTABLE_WITH_EXCLUSION`; AWS may add others. */
  readonly mode: string;
  /** Patterns of tags that the mode does not hold for, in which `*` stands for any text. */
  readonly exclusions: readonly string[];
  /** Whether there is an exclusion of a kind that is not known here. */
  readonly hasUnknownExclusions: boolean;
}

/** Whether a tag may be moved; `undefined` where a mode or an exclusion is not known. */
export function mayMove({ mode, exclusions, hasUnknownExclusions }: Mutability, tag: string): boolean | undefined {
  if (mode === 'MUTABLE') return true;
  if (mode === 'IMMUTABLE') return false;
  if (mode !== 'MUTABLE_WITH_EXCLUSION' && mode !== 'IMMUTABLE_WITH_EXCLUSION') return undefined;
  const isExcluded = exclusions.some((pattern) => matches(pattern, tag));
  if (!isExcluded && hasUnknownExclusions) return undefined;
  return (mode === 'MUTABLE_WITH_EXCLUSION') !== isExcluded;
}

/** The whole text, from left to right: each piece between two `*` at its first place, the last one at the end. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
