import { parse } from 'yaml';
import { chapters } from '../src/story/chapters.ts';
import { stepYaml } from '../src/workflow/step-yaml.ts';

describe('a step as a workflow would write it', () => {
  test('is YAML that says exactly what the action was given', () => {
    const inputs = {
      functions: 'search-api',
      'only-if': '2',
      flag: 'true',
      path: './code',
      colon: 'a: b',
      hash: 'a #b',
      empty: '',
      quote: '"',
      smoke: '- GET /a\n- request: GET /b\n\n  expect: { status: 200 }\n',
    };
    expect(parse(stepYaml('lambda-promote', inputs))).toEqual([
      { uses: 'org/actions/lambda-promote@v1', with: inputs },
    ]);
  });

  test('is that for every chapter of the story', () => {
    for (const { action, inputs } of chapters.flatMap(({ steps }) => steps)) {
      expect(parse(stepYaml(action, inputs))).toEqual([{ uses: `org/actions/${action}@v1`, with: inputs }]);
    }
  });
});
