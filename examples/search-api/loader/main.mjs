import { load } from './load.mjs';

const { CATALOGUE_URL: catalogue, INDEX_URL: index } = process.env;
if (!catalogue || !index) throw new Error('CATALOGUE_URL and INDEX_URL say where books are read and entries are put.');
console.log(`${await load({ catalogue, index })} books are in the index.`);
