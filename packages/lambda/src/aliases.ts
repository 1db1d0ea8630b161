import { isDeepStrictEqual } from 'node:util';
import { type Clock, UserError } from '@actions-aws/action';
import {
  clientInDoubt,
  type Doing,
  errorName,
  explain,
  explained,
  isTransient,
  lookAfter,
  type Patience,
  patient,
  unless,
} from '@actions-aws/aws';
import { type Mark, ROLLBACK_RESERVE_MS, readMark, writeMark } from '@actions-aws/promotion';
import {
  type AliasConfiguration,
  CreateAliasCommand,
  GetAliasCommand,
  type LambdaClient,
  ListAliasesCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { isClaimed, LONGEST_DESCRIPTION } from './claim.ts';
import { busy, isBusy, turn } from './conflict.ts';
import { looksAgain, type Outdated } from './outdated.ts';

/** An alias: the pointer that users follow. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  /** A second version, and its share of the traffic from 0 to 1; empty where the alias has one version only. */
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
  /** What one of our actions wrote with this version; `undefined` where somebody else moved the alias, or none of them did. */
  readonly mark: Mark | undefined;
  readonly revisionId: string;
}

/** What is to be written to an alias. Weights that are not given are cleared by the same write. */
export interface AliasContent {
  readonly version: string;
  readonly description: string;
  readonly weights?: Readonly<Record<string, number>>;
}

/** The end of a compare-and-swap: written by us, or the alias as somebody else left it. */
export type Swap =
  | { readonly won: true; readonly alias: Alias }
  | { readonly won: false; readonly alias: Alias | undefined };

/** Thrown where a write failed and the alias could not be read after it: nobody can tell what it holds. */
export class UncertainAliasError extends UserError {
  override readonly name: string = 'UncertainAliasError';
  override readonly code: string = 'pointer-unreadable';
}

/** Aliases of functions. A write names what the alias must still hold, and never touches one that holds something else. */
export interface Aliases {
  /** Reads one alias; `undefined` where there is none. */
  read(functionName: string, alias: string): Promise<Alias | undefined>;
  /** Reads all aliases of a function. */
  list(functionName: string): Promise<readonly Alias[]>;
  /** Makes an alias that must not be there yet. Waits for a while where AWS is busy with another operation. */
  create(functionName: string, alias: string, content: AliasContent, options?: WriteOptions): Promise<Swap>;
  /**
   * Moves an alias that must still be as `current` was read. Where its provisioned concurrency is on the move, weights may
   * differ: AWS sets some of its own (https://github.com/hashicorp/terraform-provider-aws/issues/48116). Waits for a while
   * where AWS is busy with another operation.
   */
  move(functionName: string, current: Alias, content: AliasContent, options?: MoveOptions): Promise<Swap>;
}

/** When a write is not made, or not tried any more. */
export interface WriteOptions {
  /**
   * Once it aborts, what has not gone out is not sent, and its reason is thrown; what is on its way is never torn. Ends the
   * wait for another operation, too; without one that ends by itself.
   */
  readonly signal?: AbortSignal;
}

/** How strictly a move takes the alias to be as it was read. */
export interface MoveOptions extends WriteOptions {
  readonly provisioned?: boolean;
}

/** How often a write is made again at once after AWS has changed the revision under an alias that holds what it held. */
const BUMPS_AT_ONCE = 5;

/** How an adapter is as patient as what it is used for, and what it shares with others of the same run. */
export interface AliasesOptions {
  /** Unless given, each call is made as the client makes it. */
  readonly patience?: Patience;
  /** What this run has left behind. */
  readonly outdated?: Outdated;
}

/**
 * {@link Aliases} over the SDK. Needs `lambda:GetAlias`, `ListAliases`, `CreateAlias` and `UpdateAlias` as it is used. What a
 * write has come to whose answer was lost is looked at for as long as a rollback may take: on that it depends what users meet.
 */
export function awsAliases(
  given: LambdaClient,
  clock: Clock,
  { patience, outdated = looksAgain(clock) }: AliasesOptions = {},
): Aliases {
  const client = patience ? patient(given, patience, clock) : given;
  const readOnce = async (functionName: string, name: string, through: LambdaClient) => {
    try {
      return aliasOf(await through.send(new GetAliasCommand({ FunctionName: functionName, Name: name })));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw explain(error, { doing: `read the alias ${name} of ${functionName}`, action: 'lambda:GetAlias' });
    }
  };

  const readThrough = (functionName: string, name: string, through: LambdaClient, signal?: AbortSignal) =>
    outdated.look(
      () => readOnce(functionName, name, through),
      (found) => found?.revisionId ?? absence(functionName, name),
      signal,
    );

  const read: Aliases['read'] = (functionName, name) => readThrough(functionName, name, client, patience?.signal);

  const readAfter = (failure: unknown, functionName: string, name: string, doing: Doing) =>
    lookAfter(failure, {
      look: () =>
        readThrough(functionName, name, clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS)),
      told: (error) => explain(error, doing),
      Uncertain: UncertainAliasError,
    });

  return {
    read,

    async list(functionName) {
      const found: Alias[] = [];
      let marker: string | undefined;
      do {
        const page = await explained(
          client.send(new ListAliasesCommand({ FunctionName: functionName, Marker: marker })),
          {
            doing: `list the aliases of ${functionName}`,
            action: 'lambda:ListAliases',
          },
        );
        found.push(...(page.Aliases ?? []).map(aliasOf));
        marker = page.NextMarker || undefined;
      } while (marker);
      return found;
    },

    async create(functionName, name, content, { signal } = {}) {
      const doing = { doing: `create the alias ${name} of ${functionName}`, action: 'lambda:CreateAlias' };
      const { comes, waited } = turn(clock, patience, signal);
      for (;;) {
        try {
          const answer = await client.send(
            unless(
              new CreateAliasCommand({
                FunctionName: functionName,
                Name: name,
                FunctionVersion: content.version,
                Description: content.description,
              }),
              signal,
            ),
          );
          outdated.add(absence(functionName, name));
          return { won: true, alias: aliasOf(answer) };
        } catch (error) {
          const found = await readAfter(error, functionName, name, doing);
          if (found && isOf(found, content)) return { won: true, alias: found };
          // A version that is not Active yet is refused by the same name, and then there is no alias.
          if (found && errorName(error) === 'ResourceConflictException') return { won: false, alias: found };
          if (!isBusy(error) || !(await comes())) throw refusal(error, doing, content, waited());
        }
      }
    },

    async move(functionName, current, content, { provisioned = false, signal } = {}) {
      const { name } = current;
      const doing = {
        doing: `${wanted(content)} the alias ${name} of ${functionName}${content.weights ? '' : ` to version ${content.version}`}`,
        action: 'lambda:UpdateAlias',
      };
      const { comes, waited } = turn(clock, patience, signal);
      // Where only the weights change, what is written looks as what was there.
      const tells = !holds(current, content);
      const isOurs = (found: Alias) =>
        isOf(found, content) && (tells || isDeepStrictEqual(found.weights, content.weights ?? {}));
      let expected = current;
      let bumps = 0;
      for (;;) {
        try {
          const answer = await client.send(
            unless(
              new UpdateAliasCommand({
                FunctionName: functionName,
                Name: name,
                FunctionVersion: content.version,
                Description: content.description,
                // Always sent: whether leaving it out would clear the weights is nowhere documented.
                RoutingConfig: { AdditionalVersionWeights: { ...content.weights } },
                RevisionId: expected.revisionId,
              }),
              signal,
            ),
          );
          outdated.add(expected.revisionId);
          return { won: true, alias: aliasOf(answer) };
        } catch (error) {
          // Either the revision is another by now, or AWS would have taken the write.
          if (errorName(error) === 'PreconditionFailedException') outdated.add(expected.revisionId);
          const found = await readAfter(error, functionName, name, doing);
          if (found && isOurs(found)) return { won: true, alias: found };
          if (!found && isNotFound(error)) return { won: false, alias: undefined };
          const wasBusy = isBusy(error);
          if (!wasBusy && errorName(error) !== 'PreconditionFailedException') {
            throw signal?.aborted && isTransient(error) ? signal.reason : refusal(error, doing, content, waited());
          }
          const sameWeights = provisioned || isDeepStrictEqual(found?.weights, current.weights);
          if (!found || !holds(found, current) || !sameWeights) return { won: false, alias: found };
          if (wasBusy && !(await comes())) throw refusal(error, doing, content, waited());
          if (!wasBusy) {
            bumps += 1;
            if (bumps > BUMPS_AT_ONCE && !(await comes())) return { won: false, alias: found };
          }
          expected = found;
        }
      }
    },
  };
}

/** What stands for the revision of an alias that is not there. */
function absence(functionName: string, name: string): string {
  return `no ${functionName}:${name}`;
}

function isNotFound(error: unknown): boolean {
  return errorName(error) === 'ResourceNotFoundException';
}

/** Why a write did not go well. What AWS does not find is the version: the alias was there before, or need not be. */
function refusal(error: unknown, doing: Doing, { version }: AliasContent, waited: number): Error {
  if (isBusy(error)) return busy(error, doing, waited);
  if (/alias configuration for provisioned/i.test((error as Error).message)) {
    return new UserError((explain(error, doing) as Error).message, {
      hint: 'AWS keeps the users on the version before by weights of its own until the one that the alias is on has its provisioned concurrency, or for good where that failed, and takes no other version meanwhile: look with aws lambda get-provisioned-concurrency-config.',
      cause: error,
    });
  }
  if (!isNotFound(error)) return explain(error, doing);
  return new UserError(`Could not ${doing.doing}: there is no version ${version} any more.`, {
    hint: 'Somebody deleted it while this run was under way. Run the job again, or name a version that is there.',
    cause: error,
  });
}

function wanted({ weights }: AliasContent): string {
  return weights ? `give version ${Object.keys(weights).join()} a share of` : 'move';
}

/** Whether an alias holds a content. The description carries the writer's nonce, so ours is there only if we wrote it. */
function holds(alias: Alias, content: AliasContent): boolean {
  return alias.version === content.version && alias.description === content.description;
}

/** Whether an alias holds what a write has brought, though a newer run may have noted its order over it since. */
function isOf(found: Alias, content: AliasContent): boolean {
  return holds(found, content) || isClaimed(found, { version: content.version, mark: readMark(content.description) });
}

/** What a mark says, as the description of an alias. */
export function markedDescription(mark: Mark): string {
  return writeMark(mark).slice(0, LONGEST_DESCRIPTION);
}

function aliasOf(answer: AliasConfiguration): Alias {
  const { FunctionVersion: version = '', Description: description = '' } = answer;
  const mark = readMark(description);
  return {
    name: answer.Name ?? '',
    arn: answer.AliasArn ?? '',
    version,
    weights: answer.RoutingConfig?.AdditionalVersionWeights ?? {},
    description,
    mark: mark?.to === undefined || mark.to === version ? mark : undefined,
    revisionId: answer.RevisionId ?? '',
  };
}
