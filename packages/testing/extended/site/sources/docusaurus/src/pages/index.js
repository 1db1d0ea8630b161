import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { useEffect, useState } from 'react';

export default function Home() {
  const [api, setApi] = useState('');
  useEffect(() => setApi(JSON.parse(document.getElementById('config').textContent).api), []);
  return (
    <Layout title="Home">
      <h1>The shelf</h1>
      <p id="api">{api}</p>
      <Link id="books" to="/docs/books">
        Books
      </Link>
    </Layout>
  );
}
