// Entry of an action's post phase, put beside its bundle. The runner passes nothing that tells the two phases apart, and a
// note from `main` would be missing when `main` is cancelled before it can write one: then `post` would run `main`.
process.env.STATE_isPost = 'true';
await import(new URL('index.js', import.meta.url).href);
