/** How many folders stand at the root of a repository; each has a filter of its own. */
export const AREAS = 10;

const areas = Array.from({ length: AREAS }, (_, index) => `area${index}`);

/** Twelve filters, as YAML that we and both peers read alike: ten folders, one that matches nothing, one kind of file anywhere. */
export const FILTERS = [
  ...areas.map((name) => `${name}:\n  - '${name}/**'`),
  "nothing:\n  - 'elsewhere/**'",
  "typescript:\n  - '**/*.ts'",
].join('\n');

/** What each filter must answer, as in every repository that is measured: each folder has changes, of all kinds of files. */
export const ANSWERS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(areas.map((name) => [name, true])),
  nothing: false,
  typescript: true,
};
