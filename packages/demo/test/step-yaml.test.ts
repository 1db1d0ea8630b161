import { parse } from 'yaml';
import { chapters } from '../src/story/chapters.ts';
import { stepYaml } from '../src/workflow/step-yaml.ts';
import { workflowSteps } from '../src/workflow/steps.ts';

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
    const beside = { id: 'promote', if: "steps.changes.outputs.any == 'true'" };
    expect(parse(stepYaml({ action: 'lambda-promote', beside, inputs }))).toEqual([
      { uses: 'org/actions/lambda-promote@v1', ...beside, with: inputs },
    ]);
  });

  test('is that for every chapter of the story', () => {
    for (const step of chapters.flatMap(({ steps }) => steps).flatMap(workflowSteps)) {
      const { action, beside, inputs } = step;
      const uses = /^docker\//.test(action) ? action : `org/actions/${action}@v1`;
      expect(parse(stepYaml(step))).toEqual([{ uses, ...beside, with: inputs }]);
    }
  });
});
