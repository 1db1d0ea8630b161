import { outputSheet } from '../src/index.ts';

test('an output that an input names stands beside those that action.yml declares, and replaces none of them', () => {
  const sheet = outputSheet(['any', 'count']);
  sheet.setNamed('api', true);
  sheet.set('any', true);
  expect([...sheet.values]).toEqual([
    ['any', 'true'],
    ['count', ''],
    ['api', 'true'],
  ]);
  expect(() => sheet.setNamed('count', 7)).toThrow('output `count` is declared');
  expect(() => sheet.set('api' as 'any', true)).toThrow('is not declared');
});

test('several outputs are set together, those that are declared', () => {
  const sheet = outputSheet(['any', 'count']);
  sheet.setAll({ any: false, count: undefined });
  expect([...sheet.values]).toEqual([
    ['any', 'false'],
    ['count', ''],
  ]);
  expect(() => sheet.setAll({ any: true, api: true } as { any: true })).toThrow('output `api` is not declared');
});
