// Of each page that the router shows: https://docs.astro.build/en/guides/view-transitions/
document.addEventListener('astro:page-load', async () => {
  const config = JSON.parse(document.getElementById('config').textContent);
  document.getElementById('api').textContent = config.api;
  const list = document.querySelector('main');
  if (list) list.textContent = (await import('./books.js')).books();
});
