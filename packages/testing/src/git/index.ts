export { type Entry, type History, newHistory, type Tree } from './history.ts';
