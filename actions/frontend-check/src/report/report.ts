import { code, prose, type Text } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { asError } from '@actions-aws/promotion';
import {
  failureOfSurvey,
  isRed,
  type Survey,
  summarizeSurvey,
  tellSurvey,
  type Verdict,
  verdictsAsData,
} from '@actions-aws/site';
import type { FrontendCheck } from '../inputs/inputs.ts';

type Tells = Pick<FrontendCheck, 'outputs' | 'summary' | 'log' | 'fail'>;

/** What was looked at, and what it means. */
export interface Checked {
  readonly survey: Survey;
  readonly verdicts: readonly Verdict[];
}

/** What holds until something is known: that nothing is. */
export function reportNothing({ outputs }: Pick<Tells, 'outputs'>): void {
  outputs.setAll({
    outcome: 'failed',
    verdicts: [],
  });
}

/** How a check ended: something is wrong; or nothing is known to be, and something is not known; or all is well. */
export function outcomeOf(verdicts: readonly Verdict[]): 'ok' | 'rejected' | 'failed' {
  if (verdicts.some(({ level }) => level === 'red')) return 'rejected';
  return verdicts.some(isRed) ? 'failed' : 'ok';
}

/** Tells a workflow, and the people who look at it, what the sites are like. */
export function report({ survey, verdicts }: Checked, { outputs, summary, log, fail }: Tells): void {
  const outcome = outcomeOf(verdicts);
  const red = verdicts.filter(isRed).length;
  const warnings = verdicts.filter(({ level }) => level === 'warning').length;
  outputs.setAll({
    outcome,
    red,
    warnings,
    verdicts: withoutAccounts(verdictsAsData(verdicts)),
    'test-release': survey.test.release?.id ?? '',
    'app-release': survey.app.release?.id ?? '',
  });
  tellSurvey(verdicts, log);

  summary.heading(`${outcome === 'ok' ? '✅' : '❌'} ${HEADINGS[outcome]}`);
  summary.table(
    ['Site', 'Distribution', 'Release', 'Asked at'],
    [siteRow('TEST', survey.test), siteRow('APP', survey.app)],
  );
  summary.paragraph(prose(sentence(red, warnings)));
  summarizeSurvey(verdicts, summary);
  const failure = failureOfSurvey(verdicts);
  if (failure) fail(asError(failure));
}

const HEADINGS = {
  ok: 'What is proved on TEST holds on APP',
  rejected: 'Nothing should be staged or promoted here yet',
  failed: 'Not everything could be looked at',
};

function sentence(red: number, warnings: number): string {
  const parts = [
    ...(red > 0 ? [`${red} ${red === 1 ? 'thing keeps' : 'things keep'} these sites from being used`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.length === 0 ? 'Nothing is wrong, and nothing needs a look.' : `${parts.join(', and ')}.`;
}

function siteRow(name: string, { id, release, domains, distribution }: Survey['test']): readonly Text[] {
  const state = distribution.is === 'read' ? '' : distribution.is === 'absent' ? ' (not there)' : ' (not read)';
  return [
    name,
    [code(id), state],
    release ? code(release.id) : 'none yet',
    domains.length === 0 ? 'not asked' : domains.flatMap(({ url }, index) => [index > 0 ? ', ' : '', code(url)]),
  ];
}
