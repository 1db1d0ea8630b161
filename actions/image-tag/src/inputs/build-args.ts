import { accepted, type Input, input, type Refusal } from '@actions-aws/action';

/** What a Dockerfile may call an argument. */
const KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Arguments of a build, `KEY=value` on a line each, as docker/build-push-action takes them. A value goes into a hash and
 * nowhere else: no error shows one.
 */
export function buildArgs(): Input<ReadonlyMap<string, string>> {
  return input('`KEY=value`, one on a line', (given) => {
    const values = new Map<string, string>();
    const refusals: Refusal[] = [];
    for (const [index, line] of given.split(/\r?\n/).entries()) {
      if (line.trim() === '') continue;
      const at = `[line ${index + 1}]`;
      const equals = line.indexOf('=');
      const key = line.slice(0, equals < 0 ? undefined : equals).trim();
      if (!KEY.test(key)) {
        refusals.push({ at, value: undefined, message: 'must begin with the name of an argument and `=`' });
      } else if (equals < 0) {
        const remedy = `Write \`${key}=value\`: one that the build takes from its environment has a value that no name shows.`;
        refusals.push({ at, value: key, message: 'has no value', remedy });
      } else if (values.has(key)) {
        refusals.push({ at, value: key, message: 'is there twice' });
      }
      values.set(key, line.slice(equals + 1));
    }
    return refusals.length > 0 ? { accepted: false, refusals } : accepted(values);
  });
}

/** Arguments that look as if they held a secret, by their names. */
export function secretLike(args: ReadonlyMap<string, string>): readonly string[] {
  return [...args.keys()].filter((key) =>
    /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|API_?KEY|PRIVATE_KEY)(?:_|$)/i.test(key),
  );
}
