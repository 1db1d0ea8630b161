// What stands in the workflow of the story: the inputs of its steps.

/** The functions of the story, in the order of their names. Each is its own module of one package. */
export const functionNames = ['search-api', 'search-indexer', 'search-scheduler'] as const;

/** The alarm that infrastructure code has set on the errors of a function. */
export function alarmOf(functionName: string): string {
  return `${functionName}-errors`;
}

/** The step that comes first: what the push concerns. */
export const detect = {
  filters: `# What is no function's own belongs to all of them.
shared:
  - src/**
  - '!src/{index,search,books,indexer,scheduler}.mjs'
search-api:
  paths: src/{index,search,books}.mjs
  needs: shared
search-indexer:
  paths: src/indexer.mjs
  needs: shared
search-scheduler:
  paths: src/scheduler.mjs
  needs: shared
`,
};

/** The step that follows where the push concerns anything. The functions are one package, so all of them move. */
export const promote = {
  functions: `- search-api
- name: search-indexer
  smoke:
    - name: a book gets its entry
      payload: { book: { title: Emma, author: Jane Austen, about: A matchmaker errs } }
      expect: { json: { $.entry.title: Emma } }
- name: search-scheduler
  smoke:
    - name: an old entry is due
      payload: { entries: [{ title: Emma, format: 0 }] }
      expect: { json: { '$.due[0]': Emma } }
`,
  zip: 'src',
  smoke: `- GET /api/v1/health
- request: GET /api/v1/search?q=whale
  expect: { json: { '$.hits[0].title': Moby-Dick } }
`,
};

/** The same, with a share of the users for a time before all others. */
export const promoteByCanary = {
  ...promote,
  canary: '10%/5m, 50%/10m',
  alarms: functionNames.map(alarmOf).join(', '),
};

/** The step that takes a release back. */
export const rollBack = {
  functions: functionNames.map((name) => `- ${name}\n`).join(''),
  'only-if': `\${{ needs.promote.outputs.promoted-versions }}`,
};
