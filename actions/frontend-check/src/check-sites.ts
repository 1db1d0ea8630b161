import { judge, type Question, type SurveyPorts, surveySites } from '@actions-aws/site';
import type { FrontendCheck } from './inputs/inputs.ts';
import { report, reportNothing } from './report/report.ts';

/** Looks at everything, and only then says what it is like. It writes nothing. */
export async function checkSites(
  run: FrontendCheck,
  { ports, region }: { readonly ports: SurveyPorts; readonly region: string },
): Promise<void> {
  const { bucket, testDistribution, appDistribution, pointer, testUrl, appUrl } = run.inputs;
  const question: Question = {
    bucket,
    test: { id: testDistribution, url: testUrl },
    app: { id: appDistribution, url: appUrl },
    pointer,
    region,
  };
  // A run that ends before its verdicts has said nothing good.
  reportNothing(run);
  const survey = await surveySites(question, ports, run.signal);
  report({ survey, verdicts: judge(survey, 'check') }, run);
}
