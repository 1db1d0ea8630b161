// Entry point of every `npm run` command. It starts on any Node that the machine has, so nothing is imported, and no
// syntax younger than Node 12 used, before the version is known to be enough.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 20 || (major === 20 && minor >= 19)) {
  void import('./dispatch.mjs').then(({ dispatch }) => dispatch(process.argv.slice(2)));
} else {
  console.error(`Node ${process.versions.node} is too old for this repository: it needs 20.19 or newer.`);
  console.error(
    'Install a current Node from https://nodejs.org (or by your version manager) and run the command again.',
  );
  process.exitCode = 1;
}
