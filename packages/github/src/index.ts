export { type Answered, answered } from './answer.ts';
export { type Client, type Connection, clientOver, type Parameters, type Reply, type Sending } from './client.ts';
export { commit, compare, type RemoteCommit, type Standing } from './commits.ts';
export type { Doing } from './failures.ts';
export { PAGE, type Paged, pagesOf, wholeList } from './pages.ts';
export type { Patience } from './patience.ts';
