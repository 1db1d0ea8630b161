// The careless promotion as a process of its own.
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { attemptsOf, promote } from './promote.ts';

const {
  INPUT_FUNCTIONS: functions,
  INPUT_ZIP: zip,
  INPUT_FLAW: flaw,
  GITHUB_WORKSPACE,
  GITHUB_OUTPUT,
  GITHUB_STEP_SUMMARY,
} = process.env;
const lambda = new LambdaClient({
  maxAttempts: attemptsOf(flaw),
  // The first bounds the wait for an answer, the second that for the rest of it.
  requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true, socketTimeout: 20_000 },
});
const { outcome, error } = await promote({ functions, zip, flaw, workspace: GITHUB_WORKSPACE }, { lambda, sleep });
appendFileSync(GITHUB_OUTPUT, `outcome=${outcome}\n`);
if (error) {
  if (flaw !== 'has no summary') appendFileSync(GITHUB_STEP_SUMMARY, `## failed\n\n${error}\n`);
  process.stdout.write(`::error::${error}\n`);
  process.exitCode = 1;
}
