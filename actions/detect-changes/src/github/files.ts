import type { BytePath } from '@actions-aws/git';
import type { Answered } from '@actions-aws/github';
import type { Change } from '../changes.ts';
import type { Listing } from '../ports.ts';

/**
 * Files as GitHub lists them, in this action's words (https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files):
 *
 * - `renamed` without a changed line is a rename; with one it is a deletion and an addition, as git has it here. Of a binary
 *   file GitHub counts no lines: one that moved and was edited counts as renamed. Both ends match patterns all the same.
 * - `copied` is added: the source is as it was.
 * - `changed` is the only word that is left for another type; GitHub does not explain it. Another mode is `modified`.
 * - A submodule is told by the text of its difference.
 *
 * A name that is not UTF-8 comes as a text with replacement characters, from which the name cannot be had: then the list is
 * not complete. What GitHub lists as another word ends the run by it.
 */
export function listingOf(files: readonly Answered[]): Listing {
  const changes = files.flatMap(changesOf);
  const texts = files.flatMap((file) => [file.at('filename'), file.optional('previous_filename')]);
  const unclear = texts.filter((text) => text && !isSure(text.text())).length;
  return unclear === 0
    ? { files: changes, complete: true }
    : {
        files: changes,
        complete: false,
        reason: `GitHub lists ${unclear} names that are not UTF-8, and does not tell them.`,
      };
}

function changesOf(file: Answered): readonly Change[] {
  const path = bytesOf(file.at('filename').text());
  const status = file.at('status').text();
  const isSubmodule = /^@@[^\n]*@@\n[-+]Subproject commit /.test(file.optional('patch')?.text() ?? '');
  const submodule = isSubmodule && { submodule: true as const };
  if (status === 'unchanged') return [];
  if (status === 'added' || status === 'copied') return [{ status: 'added', path, ...submodule }];
  if (status === 'removed') return [{ status: 'deleted', path, ...submodule }];
  if (status === 'modified') return [{ status: 'modified', path, ...submodule }];
  if (status === 'changed') return [{ status: 'type-changed', path, ...submodule }];
  if (status !== 'renamed') return file.at('status').unknown();
  const from = bytesOf(file.at('previous_filename').text());
  if (file.at('changes').number() === 0) return [{ status: 'renamed', path, from, ...submodule }];
  return [
    { status: 'deleted', path: from, ...submodule },
    { status: 'added', path, ...submodule },
  ];
}

/** The bytes of a name that came as text. */
export function bytesOf(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Whether a text is the name itself: the replacement character may stand for bytes that are not told. */
export function isSure(text: string): boolean {
  return text.isWellFormed() && !text.includes('\ufffd');
}
