/** Lambda turns two features off before Node.js 24, unless NODE_OPTIONS turns them on (developer guide, lambda-nodejs). */
export function turnedOff(runtimeMajor: number, nodeOptions = ''): string[] {
  const features = runtimeMajor < 24 ? ['experimental-require-module', 'experimental-detect-module'] : [];
  return features.filter((feature) => !nodeOptions.includes(`--${feature}`)).map((feature) => `--no-${feature}`);
}
