import { accepted, entriesOf, type Input, input, type Refusal, refused, text } from '@actions-aws/action';
import { hasMeaning, TAG } from '../names/tag.ts';
import { NAME, roomIn, runsTogether, templateOf } from '../names/template.ts';

/** A tag that moves, as the workflow asks for it: a form that this run fills in, `latest`, or a name of the workflow's own. */
export type Asked = '{branch}' | '{major}.{minor}' | '{major}' | 'latest' | (string & {});

const FORMS: readonly Asked[] = ['{branch}', '{major}.{minor}', '{major}'];

/** What says that nothing moves. */
const NONE = 'none';

/** The name of one of several components that a repository builds. */
export function component(): Input<string> {
  return text({
    pattern: /@?[A-Za-z0-9_][A-Za-z0-9._/-]{0,62}/,
    hint: 'must be of letters, digits, `.`, `_`, `-` and `/`, at most 64 characters',
    type: 'name',
  });
}

/** The tags that move. */
export function moving(): Input<readonly Asked[]> {
  const forms = FORMS.map((form) => `\`${form}\``).join(', ');
  return input(`list of ${forms}, \`latest\` and names of your own, or \`${NONE}\``, (given) => {
    if (given === NONE) return accepted([]);
    const read = entriesOf(given);
    if (!read.accepted) return read;
    const refusals = read.value.flatMap((asked, index) => refusalsOf(asked, index, read.value));
    return refusals.length > 0 ? { accepted: false, refusals } : read;
  });
}

function refusalsOf(asked: string, index: number, all: readonly string[]): readonly Refusal[] {
  if (all.indexOf(asked) < index) return [{ value: asked, message: 'must not be there twice' }];
  if (FORMS.includes(asked) || asked === 'latest') return [];
  if (/[{}]/.test(asked)) {
    return [
      {
        value: asked,
        message: `is no form of a name`,
        remedy: `There are ${FORMS.map((form) => `\`${form}\``).join(', ')}.`,
      },
    ];
  }
  if (asked === NONE) return [{ value: asked, message: 'must stand alone' }];
  if (!TAG.test(asked)) {
    return [
      {
        value: asked,
        message: 'must be a tag: letters, digits, `_`, `.` and `-`, at most 128, and no `.` or `-` first',
      },
    ];
  }
  if (hasMeaning(asked)) {
    const remedy = 'Versions are written `{major}.{minor}` and `{major}`; what names one image for ever never moves.';
    return [{ value: asked, message: 'has a meaning of its own', remedy }];
  }
  return [];
}

/** The form of every tag. */
export function template(): Input<string> {
  return input(`text with \`${NAME}\``, (given) => {
    if (given.split(NAME).length !== 2) return refused(`must have \`${NAME}\` in it, once`);
    if (runsTogether(given)) return refused('must have `-` or `_` between `{component}` and `{name}`');
    const form = templateOf(given, 'component');
    if (!TAG.test(`${form.before}x${form.after}`)) {
      return refused(
        'must be of letters, digits, `_`, `.` and `-` beside `{name}` and `{component}`, and no `.` or `-` first',
      );
    }
    return roomIn(form) < SHORTEST ? refused(`must leave ${SHORTEST} characters for names`) : accepted(given);
  });
}

/** How many characters a form must leave: more than the name of a commit has. */
export const SHORTEST = 48;

/** Paths in the repository, in git's form: `!` before one takes out what it matches. */
export function paths(): Input<readonly string[]> {
  return input('list of paths, separated by commas or lines', (given) => {
    const read = entriesOf(given);
    if (!read.accepted) return read;
    const refusals: Refusal[] = [];
    for (const entry of read.value) {
      const own = entry.replace(/^!/, '');
      if (own === '' || own.split(/[\\/]/).includes('..')) {
        refusals.push({ value: entry, message: 'must stay inside the repository' });
      }
    }
    if (read.value[0]?.startsWith('!')) {
      refusals.push({
        value: read.value[0],
        message: 'takes out of nothing',
        remedy: 'Name first what it is taken out of, such as `.`.',
      });
    }
    return refusals.length > 0 ? { accepted: false, refusals } : read;
  });
}
