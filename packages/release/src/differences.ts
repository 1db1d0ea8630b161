import type { Files } from './tree/refusals.ts';

/** Exactly what differs between a tag and a build of its sources, a sentence for each file; empty when they are equal. */
export function differences(tag: string, tagged: Files, built: Files): string[] {
  const names = [...new Set([...tagged.keys(), ...built.keys()])].sort();
  return names.flatMap((name) => {
    const [left, right] = [tagged.get(name), built.get(name)];
    if (!left) return [`${name} is missing in ${tag}.`];
    if (!right) return [`${name} is in ${tag} only.`];
    const at = firstDifference(left, right);
    return at === undefined
      ? []
      : [
          `${name} differs from byte ${at} on (line ${lineAt(left, at)}): ${tag} has ${left.length} bytes, the build ${right.length}.`,
        ];
  });
}

/** Counted from 0; where one ends, the other goes on. */
function firstDifference(left: Uint8Array, right: Uint8Array): number | undefined {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) if (left[at] !== right[at]) return at;
  return left.length === right.length ? undefined : shorter;
}

function lineAt(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 1);
}
