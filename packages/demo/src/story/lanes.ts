import { errorsIn, identified, type Share, sharesOf, type Visit } from './visits.ts';

/** A write of the alias that users follow, as the cloud's journal has it. */
export interface Move {
  readonly functionName: string;
  /** When it reached AWS: milliseconds since the epoch, on the local cloud's clock. */
  readonly at: number;
  /** The share of users that it sends to a second version, from 0 to 1; 0 where all meet the same. */
  readonly aside: number;
}

/** What the users of one function met, over time. */
export interface Lane {
  readonly functionName: string;
  readonly visits: readonly Visit[];
  readonly stretches: readonly Stretch[];
}

/** A stretch of time in which users met the same: one release, or two in declared shares. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  /** Who answered, the busiest first. */
  readonly shares: readonly Share[];
  /** Lambda's versions, in the same order. */
  readonly versions: readonly string[];
  /** What the alias declared for its second version. */
  readonly aside: number;
  readonly visits: number;
  readonly errors: number;
}

/** What divides lanes. */
export interface Cuts {
  readonly moves: readonly Move[];
  /** Where the last stretch ends. */
  readonly until: number;
  /**
   * For how long after a write has reached AWS a request may still meet what was there before: it was on its way, or the
   * write had yet to take effect.
   */
  readonly settlingMs: number;
}

/** Puts visits into lanes, one for each function, divided where its alias was written and users could tell. */
export function lanesOf(
  functionNames: readonly string[],
  all: readonly Visit[],
  { moves, until, settlingMs }: Cuts,
): Lane[] {
  const known = identified(all);
  return functionNames.map((functionName) => {
    const visits = known.filter((visit) => visit.functionName === functionName).sort((a, b) => a.at - b.at);
    const cuts = moves.filter((move) => move.functionName === functionName).sort((a, b) => a.at - b.at);
    return { functionName, visits, stretches: stretchesOf(visits, { moves: cuts, until, settlingMs }) };
  });
}

interface Piece {
  readonly from: number;
  readonly aside: number;
  readonly visits: Visit[];
}

function stretchesOf(visits: readonly Visit[], { moves: cuts, until: end, settlingMs }: Cuts): Stretch[] {
  const [first] = visits;
  if (!first) return [];
  const before = cuts.filter(({ at }) => at <= first.at);
  const pieces: Piece[] = [
    { from: first.at, aside: before.at(-1)?.aside ?? 0, visits: [] },
    ...cuts.slice(before.length).map(({ at, aside }) => ({ from: at, aside, visits: [] })),
  ];
  const unsettled: { visit: Visit; index: number }[] = [];
  for (const visit of visits) {
    const index = pieces.findLastIndex(({ from }) => from <= visit.at);
    const next = pieces[index + 1];
    const overtaken = next !== undefined && visit.at + visit.tookMs >= next.from;
    const early = index > 0 && visit.at < pieces[index]!.from + settlingMs;
    if (overtaken || early) unsettled.push({ visit, index });
    else pieces[index]!.visits.push(visit);
  }
  // Around a write nobody can tell which of the two a request met, but for who else met the release that answered.
  const settled = pieces.map(({ visits: all }) => new Set(all.map(({ release }) => release)));
  for (const { visit, index } of unsettled) {
    const met = (one: number) => settled[one]?.has(visit.release) ?? false;
    const stays = met(index) || settled[index]!.size === 0;
    const fits = stays ? index : ([index + 1, index - 1].find(met) ?? index);
    pieces[fits]!.visits.push(visit);
  }
  const joined = joinAlike(pieces.filter((piece) => piece.visits.length > 0));
  return joined.map((piece, index) => stretchOf(piece, joined[index + 1]?.from ?? end));
}

/** Writes that change nothing for users, such as of the alias's description, divide nothing. */
function joinAlike(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && last.aside === piece.aside && releasesIn(last) === releasesIn(piece)) last.visits.push(...piece.visits);
    else joined.push({ ...piece, visits: [...piece.visits] });
  }
  return joined;
}

function releasesIn({ visits }: Piece): string {
  return [...new Set(visits.flatMap(({ release }) => release || []))].sort().join();
}

function stretchOf({ from, aside, visits }: Piece, until: number): Stretch {
  const shares = sharesOf(visits);
  return {
    from,
    until,
    shares,
    versions: shares.map(({ release }) => visits.find((visit) => visit.release === release)?.version ?? ''),
    aside,
    visits: visits.length,
    errors: errorsIn(visits),
  };
}
