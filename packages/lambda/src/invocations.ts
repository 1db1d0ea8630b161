import { type Clock, wasGivenUp } from '@actions-aws/action';
import { errorName, explain, isThrottled, type Patience, patient, UnsentError } from '@actions-aws/aws';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { lastingRemedy, passesByItself } from './invoke-errors.ts';
import { LATEST } from './versions.ts';

/** What one invocation gave. */
export interface Invocation {
  /** What the function returned, or the error it ended with, as text. */
  readonly payload: string;
  /** `Unhandled` or `Handled` when the function failed: AWS answers 200 all the same. */
  readonly functionError: string | undefined;
  /** The version that ran; behind an alias the only way to know. */
  readonly executedVersion: string;
  /** The last 4 KB of the function's log. */
  readonly logTail: string;
  /** Milliseconds from request to answer. */
  readonly durationMs: number;
}

/** Why AWS would not run the function at all. */
export interface NotInvoked {
  /** `unable` lasts until what the function needs is put right. */
  readonly refused: 'throttled' | 'not-ready' | 'unable';
  readonly reason: string;
  /** Where to look, as a sentence; empty where only time helps. */
  readonly remedy: string;
}

/** There is no such function, alias or version; or an alias that has just moved still leads to a version that is gone. */
export interface NotFound {
  readonly refused: 'missing';
  /** For whoever does not ask again. */
  readonly error: Error;
}

/** Runs functions. One call is one execution: it is never tried again behind the caller's back, except where Lambda was too busy to run it. */
export interface Invocations {
  invoke(
    functionName: string,
    qualifier: string,
    payload: string,
    limits: InvocationLimits,
  ): Promise<Invocation | NotInvoked | NotFound>;
}

/** When to stop waiting for an answer. */
export interface InvocationLimits {
  readonly signal: AbortSignal;
  /** Milliseconds that the function itself may take; a cold start comes on top. */
  readonly timeoutMs: number;
}

/** An instance may take 10 s to start: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const COLD_START_MS = 15_000;

/**
 * {@link Invocations} over the SDK. Needs `lambda:InvokeFunction`. What Lambda was too busy to run is asked of it again, as long
 * as the patience lasts; nothing else is, so the client must make each request once.
 */
export function awsInvocations(client: LambdaClient, clock: Clock, patience?: Patience): Invocations {
  const once = patience ? patient(client, patience, clock, 1) : client;
  // Where the function's own limit leaves it none, as when all of that is provisioned, no waiting helps `$LATEST`.
  const onLatest = patience ? patient(client, { ...patience, except: isOwnLimit }, clock, 1) : client;
  return {
    async invoke(functionName, qualifier, payload, { signal, timeoutMs }) {
      let started = clock.now();
      const command = new InvokeCommand({
        FunctionName: functionName,
        Qualifier: qualifier,
        LogType: 'Tail',
        Payload: Buffer.from(payload),
      });
      command.middlewareStack.add(
        (next) => (request) => {
          // What was waited for before is not the function's.
          started = clock.now();
          return next(request);
        },
        { step: 'finalizeRequest', priority: 'low', name: 'started' },
      );
      try {
        const answer = await (qualifier === LATEST ? onLatest : once).send(command, {
          abortSignal: signal,
          requestTimeout: timeoutMs + COLD_START_MS,
        });
        return {
          payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
          functionError: answer.FunctionError,
          executedVersion: answer.ExecutedVersion ?? '',
          logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
          durationMs: clock.now() - started,
        };
      } catch (error) {
        // What the client throws then says nothing of why.
        if (error instanceof UnsentError) throw error.reason;
        if (wasGivenUp(error, signal)) throw signal.reason;
        const name = errorName(error);
        const reason = `${name}: ${(error as Error).message}`;
        if (passesByItself(name)) return { refused: 'not-ready', reason, remedy: '' };
        if (isThrottled(error)) {
          return { refused: 'throttled', reason: reasonIn(error) ?? (error as Error).message, remedy: '' };
        }
        const remedy = lastingRemedy(name);
        if (remedy !== undefined) return { refused: 'unable', reason, remedy };
        const explained = explain(error, {
          doing: `invoke ${functionName}:${qualifier}`,
          action: 'lambda:InvokeFunction',
        });
        if (name === 'ResourceNotFoundException') return { refused: 'missing', error: explained };
        throw explained;
      }
    },
  };
}

/** Such as `ReservedFunctionConcurrentInvocationLimitExceeded`: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function reasonIn(error: unknown): string | undefined {
  return (error as { readonly Reason?: string }).Reason;
}

function isOwnLimit(error: unknown): boolean {
  return reasonIn(error)?.startsWith('Reserved') ?? false;
}
