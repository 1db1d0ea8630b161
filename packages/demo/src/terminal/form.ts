import type { Form } from '../story/form.ts';

/** What the functions are made of, and in which languages. */
export function formSentence(form: Form): string {
  if (form.kind === 'zip') return 'zips in Node: on Windows the local cloud runs no images';
  const { python } = form;
  return python === undefined
    ? 'one image for all, in Node: search-scheduler would be in Python, but this machine has no python3'
    : `one image for all: search-api and search-indexer in Node, search-scheduler in Python (${python} of this machine)`;
}
