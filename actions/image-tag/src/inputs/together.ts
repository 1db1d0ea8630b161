import { InputError, type Problem } from '@actions-aws/action';
import { namesComponent, roomIn, templateOf } from '../names/template.ts';
import type { Given } from './inputs.ts';
import { SHORTEST } from './names.ts';

/**
 * The rules that span inputs, before anything is asked.
 *
 * @throws InputError naming all that is wrong.
 */
export function checkTogether({ key, component, paths, buildArgs, template }: Given): void {
  const problems: Problem[] = [];
  if (key === 'commit') {
    for (const [input, value] of [
      ['paths', paths],
      ['build-args', buildArgs],
    ] as const) {
      if (value === undefined) continue;
      problems.push({
        input,
        message: 'cannot be given with `key: commit`, whose name says nothing of it',
        remedy: `Say \`key: tree\`, or take \`${input}\` out.`,
      });
    }
  }
  if (namesComponent(template) && component === undefined) {
    problems.push({ input: 'template', value: template, message: 'names a component, and `component` is not given' });
  }
  if (roomIn(templateOf(template, component ?? '')) < SHORTEST) {
    problems.push({
      input: 'template',
      value: template,
      message: `must leave ${SHORTEST} characters for names, with this component`,
    });
  }
  if (problems.length > 0) throw new InputError(problems);
}
