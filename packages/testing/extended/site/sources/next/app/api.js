'use client';

import { useEffect, useState } from 'react';

export function Api() {
  const [api, setApi] = useState('');
  useEffect(() => setApi(JSON.parse(document.getElementById('config').textContent).api), []);
  return <p id="api">{api}</p>;
}
