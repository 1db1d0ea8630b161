'use client';

import { lazy, Suspense } from 'react';

const Books = lazy(() => import('./books.js'));

export default function Page() {
  return (
    <>
      <h1>Books</h1>
      <Suspense>
        <Books />
      </Suspense>
    </>
  );
}
