export { hashOfFolder } from './folder-hash.ts';
export { type Entry, type History, newHistory, type Start, type Tree } from './history.ts';
export { type GitRequest, type GitServer, type GitServerOptions, serveGit } from './http-server.ts';
