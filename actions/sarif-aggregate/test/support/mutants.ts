import { refusedBySchema } from '@actions-aws/testing/sarif';
import { textOf } from '../readers/samples/sample.ts';
import { samples } from '../readers/samples/samples.ts';
import { newWorkspace } from './run.ts';

type Random = (below: number) => number;

/** How many mutants a round has: one of each sample. */
export const MUTANTS = samples.length;

/** A report with a few bytes changed, taken out or doubled, or with something else in their place. */
function mutant(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random(4); times > 0 && changed.length > 0; times -= 1) {
    const at = random(changed.length);
    const length = 1 + random(20);
    const [before, after] = [changed.subarray(0, at), changed.subarray(at + length)];
    const taken = changed.subarray(at, at + length);
    const instead = [
      Buffer.from([random(256)]),
      Buffer.alloc(0),
      Buffer.concat([taken, taken]),
      Buffer.from(WORDS[random(WORDS.length)] ?? ''),
    ][random(4)];
    changed = Buffer.concat([before, instead ?? Buffer.alloc(0), after]);
  }
  return changed;
}

const WORDS = ['null', '[]', '{}', '-1', '1e999', '"\\u0000"', '"<b>::error::x"'];

/**
 * Has a mutant of each sample aggregated, round by round.
 *
 * @returns what went wrong, as sentences: a run without a verdict or without whole files, output that is no SARIF, text that is not
 *   escaped where people or the runner read it.
 */
export async function tryMutants(rounds: number, random: Random): Promise<readonly string[]> {
  const workspace = newWorkspace();
  const wrong: string[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const scans = samples.map((sample, index) => {
        workspace.write(`mutants/${index}`, mutant(Buffer.from(textOf(sample)), random));
        return `${sample.tool}/${index}: mutants/${index}`;
      });
      const ended = await workspace.run({ scans: scans.join('\n') });
      const note = (what: string, isWrong: boolean) => isWrong && wrong.push(`round ${round}: ${what}`);
      const { verdict = '', sarif = '' } = ended.outputs;
      note(`ends as ${verdict}: ${ended.failures.join()}`, !['block', 'incomplete', 'pass'].includes(verdict));
      if (sarif === '') {
        note(`has no files: ${ended.failures.join()}`, true);
        continue;
      }
      const log = JSON.parse(ended.file('sarif'));
      for (const refused of refusedBySchema(log)) note(refused, true);
      note('a scan is missing in the aggregate', log.runs.length !== samples.length);
      note('a scan is missing in the JSON', JSON.parse(ended.file('json')).scans.length !== samples.length);
      note('the summary has HTML', ended.summary.replace(/(`+)(?:(?!\1)[\s\S])*?\1/g, '').includes('<b>'));
      note('the page has HTML', ended.file('html').includes('<b>::error'));
      note(
        'the summary has a command',
        ended.summary.split('\n').some((line) => line.startsWith('::')),
      );
    }
    return wrong;
  } finally {
    workspace.remove();
  }
}
