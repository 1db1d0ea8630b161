export const books = [
  { title: 'Moby-Dick', cents: 900 },
  { title: 'Emma', cents: 750 },
];
