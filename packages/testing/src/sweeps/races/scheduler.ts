import type { JournalEntry, Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../../bundle/bundle.ts';
import { type Running, stageOn, stuck } from '../../simulation/stage.ts';
import { callInWords } from '../crash-points.ts';
import { isWrite } from '../domain.ts';
import type { World } from '../trial.ts';
import type { Finished, Move, Race, Serial, Serially } from './race.ts';
import { WAIT } from './schedule.ts';
import { type Decide, isSame, type Option, type Point } from './strategy.ts';

/** Runs the schedules of a race, one after another. */
export interface Scheduler {
  /**
   * Runs one from the world as it was made; a reduced one is also judged by whether leaving others out was sound. Time may pass while a request
   * waits only where it `mayHold`, and another deployer sleeps.
   */
  run(
    decide: Decide,
    isReduced: boolean,
    mayHold: boolean,
  ): Promise<{ readonly points: readonly Point[]; readonly wrong: readonly string[]; readonly finished: Finished }>;
  close(): Promise<void>;
}

/** Opens one. */
export async function open<W extends World, Seen>(race: Race<W, Seen>): Promise<Scheduler> {
  const world = await race.world();
  const { control } = world.cloud;
  const stage = await stageOn(world.cloud);
  await control.snapshot('before the race');
  const serial = new Map<string, Promise<Serial<Seen>>>();

  async function begin(): Promise<void> {
    await stage.clear();
    await control.restore('before the race');
    await control.clearJournal();
  }

  const serially: Serially<Seen> = (names) => {
    const key = names.join(' ');
    const found = serial.get(key) ?? oneAfterAnother(names);
    serial.set(key, found);
    return found;
  };

  async function oneAfterAnother(names: readonly string[]): Promise<Serial<Seen>> {
    await begin();
    const endings = new Map<string, EndedBundle>();
    for (const name of names) {
      const running = await start(name);
      await stage.finish();
      endings.set(name, await running.ended);
    }
    const finished = { moves: movesIn(await control.journal()), endings };
    return { finished, seen: await race.look(world) };
  }

  async function start(name: string): Promise<Running<EndedBundle>> {
    const starts = race.deployers[name];
    if (!starts) throw new Error(`no deployer of this race is called ${name}`);
    return starts(stage, world, name);
  }

  function movesIn(journal: readonly JournalEntry[]): readonly Move[] {
    return journal.flatMap((entry) => {
      const role = stage.cast.find(({ accessKeyId }) => accessKeyId === entry.accessKeyId);
      return role ? [{ name: role.name, entry }] : [];
    });
  }

  return {
    async run(decide, isReduced, mayHold) {
      // The oracle looks at what there was before, and not at what the last schedule has left; its looks use no quota of this one.
      await begin();
      const oracle = await race.oracle(world, serially);
      await begin();
      const running: Running<EndedBundle>[] = [];
      const absent = Object.keys(race.deployers);
      const points: Point[] = [];
      const moves: Move[] = [];
      let current: string | undefined;

      const proceed = async (name: string, request: Waiting) => {
        await stage.proceed(request);
        const entry = (await control.journal()).findLast(({ seq }) => seq === request.seq);
        if (!entry) throw new Error('the journal has forgotten a request of this schedule: give it more room');
        const move = { name, entry };
        moves.push(move);
        await oracle.saw(move);
      };

      for (;;) {
        const parked = running.flatMap((one) =>
          one.state === 'running' ? one.parked.map((request) => ({ one, request })) : [],
        );
        const constant = parked.find(({ request }) => race.isConstant?.(request) || race.isOwn?.(request));
        if (constant) {
          await proceed(constant.one.name, constant.request);
          continue;
        }
        const isOver = running.every(({ state }) => state === 'ended');
        if (parked.length === 0 && absent.length === 0) {
          if (isOver) break;
          if (!(await stage.pass())) throw new Error(stuck(running));
          continue;
        }
        const isAsleep = running.some((one) => one.state === 'running' && one.parked.length === 0);
        const mayWait = parked.length === 0 ? !isOver : mayHold && isAsleep;
        const options: Option[] = [
          ...parked.map(({ one, request }) => ({
            name: one.name,
            which: one.parked.indexOf(request),
            isWrite: isWrite(race.domain, request),
          })),
          ...absent.map((name) => ({ name, which: 0, isWrite: false })),
          ...(mayWait ? [{ name: WAIT, which: 0, isWrite: false }] : []),
        ];
        const chosen = decide(options, current, points.length);
        points.push({ options, chosen, current });
        if (chosen.name === WAIT) {
          if (!(await stage.pass())) throw new Error(stuck(running));
          continue;
        }
        current = chosen.name;
        const next = parked[options.findIndex((option) => isSame(option, chosen))];
        if (next) await proceed(chosen.name, next.request);
        else {
          absent.splice(absent.indexOf(chosen.name), 1);
          running.push(await start(chosen.name));
          await stage.rest();
        }
      }

      const endings = new Map<string, EndedBundle>();
      for (const one of running) endings.set(one.name, await one.ended);
      const finished = { moves, endings };
      const wrong = [...(isReduced ? unsound(race, moves) : []), ...(await oracle.verdict(finished))];
      return { points, wrong, finished };
    },
    async close() {
      await stage.clear();
      await world.stop();
    },
  };
}

/** Whether what the reduction takes for granted was so. */
function unsound<W extends World>(
  { domain, isConstant = () => false, isOwn = () => false }: Pick<Race<W>, 'domain' | 'isConstant' | 'isOwn'>,
  moves: readonly Move[],
): readonly string[] {
  const asked = ({ entry }: Move) => ({ ...entry, id: '', when: 'before' }) as const;
  const constant = moves.filter((move) => isConstant(asked(move)));
  const own = moves.filter((move) => isOwn(asked(move)));
  return [
    ...own
      .filter(({ name, entry }) =>
        moves.some(
          (other) => other.name !== name && isWrite(domain, other.entry) && other.entry.resource === entry.resource,
        ),
      )
      .map(({ entry }) => `${callInWords(entry)} is taken for one's own, but another writes the same`),
    ...constant
      .filter(({ entry }) => isWrite(domain, entry))
      .map(({ entry }) => `${callInWords(entry)} is taken for constant, but writes`),
    ...moves
      .filter(({ entry }) => entry.status === 429)
      .map(({ entry }) => `${callInWords(entry)} was throttled, so that the order of all requests matters`),
  ];
}
