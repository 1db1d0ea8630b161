// What stands in the workflow of the story: the inputs of its steps.

/** The functions of the story, in the order of their names. All are in one image, each with a handler of its own. */
export const functionNames = ['search-api', 'search-indexer', 'search-scheduler'] as const;

/** The alarm that infrastructure code has set on the errors of a function. */
export function alarmOf(functionName: string): string {
  return `${functionName}-errors`;
}

/** The repository of the service's images, in ECR, and its name there. */
export const repositoryName = 'search';
const repository = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${repositoryName}`;

/** The tag that names what users have, and the only one that moves. */
export const liveTag = 'live';

/** The step that comes first: what the push concerns. */
export const detect = {
  filters: `# What is no function's own belongs to all of them.
shared:
  - src/**
  - python/**
  - '!src/{index,search,books,indexer,scheduler}.mjs'
  - '!python/scheduler.py'
search-api:
  paths: src/{index,search,books}.mjs
  needs: shared
search-indexer:
  paths: src/indexer.mjs
  needs: shared
search-scheduler:
  paths: [src/scheduler.mjs, python/scheduler.py]
  needs: shared
`,
};

/** The step that names the image of a push which concerns anything. */
export const nameImage = { image: repository, moving: 'none' };

/** The step that builds what is not there yet. Lambda takes one platform, and no index. */
export const buildImage = {
  push: 'true',
  tags: `\${{ steps.name.outputs.tags }}`,
  labels: `\${{ steps.name.outputs.labels }}`,
  provenance: 'false',
  sbom: 'false',
};

/** The step that brings it to users. The functions are one image, so all of them move. */
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
  'image-uri': `${repository}@\${{ steps.name.outputs.digest || steps.build.outputs.digest }}`,
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

/** The step that comes last: the tag of the environment names what users have now. */
export const tagLive = {
  from: repository,
  digest: `\${{ steps.promote.outputs.image-digest }}`,
  moving: liveTag,
};

/** The same after a rollback: back to the image that the tag named before. */
export const tagLiveAgain = {
  from: repository,
  digest: `\${{ needs.promote.outputs.previous-digest }}`,
  moving: liveTag,
  'allow-older': 'true',
};

/** The step that takes a release back. */
export const rollBack = {
  functions: functionNames.map((name) => `- ${name}\n`).join(''),
  'only-if': `\${{ needs.promote.outputs.promoted-versions }}`,
};
