import { createHash } from 'node:crypto';
import { fingerprintOf, type Hashes } from '../src/plan/fingerprint.ts';
import { dependencyOf, type Given, resultOf } from './support/results.ts';

/** Every line of the checkout has such a hash, but for files that are not in it. */
const hashes: Hashes = {
  line: (path, line) => (path.startsWith('gone') ? undefined : `${path}#${line}:1`),
  text: (text) => createHash('sha256').update(text).digest('hex'),
};
const of = (given: Given) => fingerprintOf(resultOf(given), hashes);

test('of code it is the hash of the line', () => expect(of({})).toBe('src/app.js#3:1'));

test('of code that is not in the checkout it is made of rule, path and line', () => {
  const gone = { path: 'gone.js' };
  expect(of(gone)).toMatch(/^[0-9a-f]{16}:1$/);
  expect(
    new Set([of(gone), of({ ...gone, line: 4 }), of({ ...gone, rule: 'other' }), of({ path: 'gone2.js' })]).size,
  ).toBe(4);
});

test('of a dependency it is of rule, package and target: neither the line nor the version make a difference', () => {
  const lodash = { kind: 'dependency', rule: 'CVE-2026-1', subject: dependencyOf('lodash') } as const;
  expect(of({ ...lodash, line: 99 })).toBe(of(lodash));
  expect(of({ ...lodash, subject: { ...dependencyOf('lodash'), version: '4.17.21' } as typeof lodash.subject })).toBe(
    of(lodash),
  );
  const others = [
    { ...lodash, rule: 'CVE-2026-2' },
    { ...lodash, subject: dependencyOf('minimist') },
    { ...lodash, subject: dependencyOf('lodash', 'web/package-lock.json') },
  ];
  expect(new Set([lodash, ...others].map(of)).size).toBe(4);
});

test('of a configuration it is of the resource that it names, else of the line', () => {
  const bucket = { kind: 'configuration', subject: { kind: 'configuration', resource: 'aws_s3_bucket.logs' } } as const;
  expect(of({ ...bucket, line: 99 })).toBe(of(bucket));
  expect(of({ kind: 'configuration', subject: { kind: 'configuration' } })).toBe('src/app.js#3:1');
});

test('of a secret of the history it is of commit, path and line, since another text may be on that line now', () => {
  const secret = (commit?: string, more: Given = {}) =>
    of({ kind: 'secret', subject: { kind: 'secret', ...(commit !== undefined && { commit }) }, ...more });
  expect(secret()).toBe('src/app.js#3:1');
  const all = [secret('a'), secret('b'), secret('a', { line: 4 }), secret('a', { path: 'src/b.js' })];
  expect(all).toEqual(all.map(() => expect.stringMatching(/^[0-9a-f]{16}:1$/)));
  expect(new Set(all).size).toBe(4);
});

test('of what a manifest only carries it is of what the result says, since all of a rule are in its first line', () => {
  const carried = (text: string) => {
    const { sarif, ...rest } = resultOf({ path: 'go.mod' });
    return fingerprintOf(
      { ...rest, isCarried: true, place: { path: 'go.mod' }, sarif: { ...sarif, message: { text } } },
      hashes,
    );
  };
  expect(carried('One.')).toMatch(/^[0-9a-f]{16}:1$/);
  expect(carried('One.')).toBe(carried('One.'));
  expect(carried('One.')).not.toBe(carried('Two.'));
});

test('parts cannot be shifted into each other', () => {
  const of2 = (name: string, target: string) => of({ rule: 'r', subject: dependencyOf(name, target) });
  expect(of2('a', 'b,c')).not.toBe(of2('a,b', 'c'));
});
