import { short } from '../story/detections.ts';
import type { Detection } from '../story/story.ts';
import { logLines } from '../workflow/log-lines.ts';
import type { Narrator } from './narrator.ts';

/** How many files are named; of more it is told how many there are. */
const most = 5;

/** Tells of a push which commit it brought, which files that changed, and which functions it concerns, as detect-changes says it. */
export function tellDetection(
  { sha, subject, files, run }: Detection,
  by: string | undefined,
  narrator: Narrator,
): void {
  narrator.fact('commit', `${short(sha)} ${subject}${by ? `, by ${by}` : ''}`);
  narrator.fact('changes', files.length > most ? `${files.length} files` : files.join(', '));
  for (const line of logLines(run.log)) if (!isDetail(line.text)) narrator.log(line, by);
}

/** A line that names a file, which has been told, or says what git fetches meanwhile. */
function isDetail(text: string): boolean {
  return /^(?:added|modified|deleted|renamed|type-changed) `|^and \d+ more, |^Fetching /.test(text);
}
