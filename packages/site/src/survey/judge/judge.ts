import type { Survey } from '../survey.ts';
import { ofAssets } from './assets.ts';
import { ofBucket } from './bucket.ts';
import { ofCaching } from './caching.ts';
import { ofDistributions } from './distributions.ts';
import { ofDomains } from './domains.ts';
import { differences } from './likeness.ts';
import { ofReach } from './reach.ts';
import { ofStores } from './stores.ts';
import type { Level, Purpose } from './table.ts';
import { type Verdict, verdictOn } from './verdicts.ts';
import { ofWorkers } from './workers.ts';

const WORST_FIRST: readonly Level[] = ['red', 'unread', 'warning', 'listed'];

/** All verdicts on what was read, the worst first, else in the order of the table of subjects. Pure. */
export function judge(survey: Survey, purpose: Purpose): readonly Verdict[] {
  const findings = [
    ofDistributions,
    ofReach,
    ofStores,
    ofAssets,
    ofBucket,
    ofCaching,
    ofDomains,
    ofWorkers,
    differences,
  ].flatMap((of) => of(survey));
  const verdicts = findings.map((finding) => verdictOn(finding, survey.pointer, purpose));
  return WORST_FIRST.flatMap((level) => verdicts.filter((verdict) => verdict.level === level));
}

/** Whether nothing may be staged or promoted. What could not be read is as bad as what is wrong. */
export function isRed({ level }: Pick<Verdict, 'level'>): boolean {
  return level === 'red' || level === 'unread';
}
