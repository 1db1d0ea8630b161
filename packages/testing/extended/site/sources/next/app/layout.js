import Link from 'next/link';
import { Api } from './api.js';
import './shelf.css';

export const metadata = { title: 'The shelf' };

const config = JSON.stringify({ api: 'http://localhost:3000' });

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <script type="application/json" id="config" suppressHydrationWarning>
          {config}
        </script>
        <Api />
        <Link id="books" href="/books">
          Books
        </Link>
        {children}
      </body>
    </html>
  );
}
