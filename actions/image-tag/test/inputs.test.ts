import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { step, world } from './support/world.ts';

const cases: readonly BadInput[] = [
  { name: 'no image', inputs: { image: '' }, names: '`image`' },
  { name: 'an image with a tag', inputs: { image: 'ghcr.io/octo/app:1' }, names: '`image`', says: 'tag' },
  { name: 'an image in upper case', inputs: { image: 'ghcr.io/Octo/app' }, names: '`image`' },
  { name: 'another key', inputs: { key: 'branch' }, names: '`key`', says: '`tree`' },
  { name: 'paths that the name says nothing of', inputs: { paths: 'api' }, names: '`paths`', says: '`key: tree`' },
  {
    name: 'arguments that the name says nothing of',
    inputs: { 'build-args': 'A=1' },
    names: '`build-args`',
    says: '`key: tree`',
  },
  {
    name: 'a path that leads out',
    inputs: { key: 'tree', paths: 'api\n../other' },
    names: '`paths`',
    says: '../other',
  },
  {
    name: 'a list that only takes out',
    inputs: { key: 'tree', paths: '!docs' },
    names: '`paths`',
    says: 'takes out of nothing',
  },
  { name: 'an empty place in the list', inputs: { key: 'tree', paths: 'api,,web' }, names: '`paths`', says: 'empty' },
  {
    name: 'an argument without a value',
    inputs: { key: 'tree', 'build-args': 'A=1\nHTTP_PROXY' },
    names: 'line 2',
    says: 'HTTP_PROXY',
  },
  { name: 'an argument twice', inputs: { key: 'tree', 'build-args': 'A=1\nA=2' }, names: 'line 2', says: 'twice' },
  { name: 'an argument without a name', inputs: { key: 'tree', 'build-args': '=1' }, names: '`build-args' },
  { name: 'a component with a space', inputs: { component: 'search api' }, names: '`component`' },
  { name: 'a form that is none', inputs: { moving: '{tag}' }, names: '`moving`', says: '{tag}' },
  { name: 'a tag that no registry takes', inputs: { moving: 'a/b' }, names: '`moving`', says: 'a/b' },
  { name: 'a version that moves', inputs: { moving: '1.2.3' }, names: '`moving`', says: '1.2.3' },
  { name: 'a commit’s name that moves', inputs: { moving: 'sha-abc' }, names: '`moving`', says: 'never moves' },
  { name: 'a tag twice', inputs: { moving: 'latest, staging, latest' }, names: '`moving`', says: 'twice' },
  { name: 'none and some', inputs: { moving: 'none, staging' }, names: '`moving`', says: 'alone' },
  {
    name: 'nothing that moves, by an expression that yields nothing',
    inputs: { moving: ' ' },
    names: '`moving`',
    says: 'yields nothing',
  },
  { name: 'a template without a name', inputs: { template: 'v1' }, names: '`template`', says: '{name}' },
  { name: 'a template with two', inputs: { template: '{name}-{name}' }, names: '`template`', says: 'once' },
  { name: 'a template with a slash', inputs: { template: 'x/{name}' }, names: '`template`' },
  {
    name: 'a template that runs component and name together',
    inputs: { template: '{component}.{name}', component: 'api' },
    names: '`template`',
    says: 'between',
  },
  {
    name: 'a template that leaves no room',
    inputs: { template: `${'x'.repeat(100)}{name}` },
    names: '`template`',
    says: '48',
  },
  {
    name: 'a template for a component that is not named',
    inputs: { template: '{component}-{name}' },
    names: '`template`',
    says: '`component`',
  },
  {
    name: 'a template that the component leaves no room in',
    inputs: { template: `{component}${'x'.repeat(40)}{name}`, component: 'c'.repeat(60) },
    names: '`template`',
  },
  { name: 'a folder that is not there', inputs: { 'working-directory': 'nowhere' }, names: '`working-directory`' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'an input, misspelt', env: { INPUT_BUILD_ARG: 'A=1' }, names: '`build_arg`', says: 'Write `build-args`' },
  { name: 'no checkout', env: { GITHUB_WORKSPACE: '/' }, names: 'no git checkout', says: 'actions/checkout' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const one = await world('none');
  try {
    const { failures, tried } = await everyBadInput(one, step(one), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await one.stop();
  }
}, 60_000);
