export { BEGIN, type Connection, type GitHubWorld, type Given, githubWorld } from './world.ts';
