import { accepted, type Input, input, refused } from '@actions-aws/action';

/**
 * The input for the SHA-256 that something has to have, in hex or base64, as it was given. `any` asks for none, which has to
 * be said: a step's output that is not set would otherwise ask for none, too.
 */
export function sha256OrAny(): Input<string | undefined> {
  return input('SHA-256, or `any`', (given) => {
    if (given === 'any') return accepted(undefined);
    if (/^([0-9a-f]{64}|[0-9A-F]{64}|[A-Za-z0-9+/]{43}=)$/.test(given)) return accepted(given);
    return refused('must be a SHA-256 in hex (64 digits) or base64 (44 characters), or `any`');
  });
}
