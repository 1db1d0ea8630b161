/** The type of the packages in a lockfile or manifest, by its name, for tools that do not say it. */
const TYPES = new Map([
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['yarn.lock', 'npm'],
  ['pnpm-lock.yaml', 'npm'],
  ['bun.lock', 'npm'],
  ['package.json', 'npm'],
  ['requirements.txt', 'pypi'],
  ['poetry.lock', 'pypi'],
  ['Pipfile.lock', 'pypi'],
  ['uv.lock', 'pypi'],
  ['go.mod', 'golang'],
  ['go.sum', 'golang'],
  ['pom.xml', 'maven'],
  ['gradle.lockfile', 'maven'],
  ['Gemfile.lock', 'gem'],
  ['Cargo.lock', 'cargo'],
  ['composer.lock', 'composer'],
  ['packages.lock.json', 'nuget'],
  ['pubspec.lock', 'pub'],
  ['mix.lock', 'hex'],
]);

/** The type of the packages in a file; absent where its name does not tell. */
export function packageTypeIn(path: string): string | undefined {
  return TYPES.get(path.slice(path.lastIndexOf('/') + 1));
}
