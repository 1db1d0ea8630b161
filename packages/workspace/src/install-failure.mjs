import { Problem } from './problem.mjs';

/**
 * What a person needs to know of a failed install, from what npm and pnpm wrote about it.
 *
 * @param {string} output of both, as they printed it
 * @param {{ root: string, packageManager: string }} where
 * @returns {Problem}
 */
export function explainFailedInstall(output, { root, packageManager }) {
  // pnpm breaks its lines for the terminal, in the middle of what we look for.
  const unbroken = output.replace(/\s+/g, ' ');
  const known = causes.find(({ sign }) => sign.test(unbroken));
  if (known) return new Problem(known.message(root), known.remedy(packageManager));
  const lastWords = output.trim().split('\n').slice(-12).join('\n  ');
  return new Problem(`The toolchain could not be installed. ${packageManager} said:\n  ${lastWords}`);
}

/** @type {{ sign: RegExp, message: (root: string) => string, remedy: (packageManager: string) => string }[]} */
const causes = [
  {
    sign: /ENOSPC|no space left|EDQUOT|disk quota/i,
    message: (root) => `The disk is full: the toolchain could not be installed in ${root}.`,
    remedy: () => 'Free about 1 GB there and in your home folder, then run the command again.',
  },
  {
    sign: /EROFS|EACCES|EPERM|read-only file system|permission denied/i,
    message: (root) => `The toolchain could not be written to ${root} or to the package store in your home folder.`,
    remedy: () =>
      'Make both writable for you (an earlier run as another user may own them), then run the command again.',
  },
  {
    sign: /FROZEN_LOCKFILE|OUTDATED_LOCKFILE/,
    message: () => 'pnpm-lock.yaml does not agree with a package.json.',
    remedy: (packageManager) =>
      `After changing dependencies run \`npx ${packageManager} install\` and commit pnpm-lock.yaml.`,
  },
  {
    sign: /self[- _]signed|UNABLE_TO_(GET|VERIFY)|certificate|UnknownIssuer/i,
    message: () => 'The npm registry showed a TLS certificate that this machine does not trust.',
    remedy: () =>
      'Behind a company proxy, point NODE_EXTRA_CA_CERTS and `npm config set cafile` at its root certificate.',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|dns error|error sending request/i,
    message: () => 'The npm registry cannot be reached, and the toolchain is not installed yet.',
    remedy: () =>
      'Connect to the network (behind a proxy: set HTTPS_PROXY) and run the command again. Once installed, it works offline.',
  },
];
