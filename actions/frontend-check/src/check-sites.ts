import { judge, questionOf, type SurveyPorts, surveySites } from '@actions-aws/site';
import type { FrontendCheck } from './inputs/inputs.ts';
import { report, reportNothing } from './report/report.ts';

/** Looks at everything, and only then says what it is like. It writes nothing. */
export async function checkSites(
  run: FrontendCheck,
  { ports, region }: { readonly ports: SurveyPorts; readonly region: string },
): Promise<void> {
  const { bucket, testDistribution: test, appDistribution: app, pointer: choice } = run.inputs;
  const question = questionOf({ bucket, test, app }, run.inputs, { choice, region });
  // A run that ends before its verdicts has said nothing good.
  reportNothing(run);
  const survey = await surveySites(question, ports, run.signal);
  report({ survey, verdicts: judge(survey, 'check') }, run);
}
