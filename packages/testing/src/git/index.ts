export { hashOfFolder } from './folder-hash.ts';
export { type Entry, type History, newHistory, type Start, type Tree } from './history.ts';
