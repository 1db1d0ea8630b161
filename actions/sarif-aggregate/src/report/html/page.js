// Runs in a browser: its text is put into the page. It is plain JavaScript, since types of browsers would reach all other files of
// the package, and it uses nothing from outside the function.

/** Lists the findings by what is searched, and opens one. Text goes into the page as text only, never as HTML. */
export function page(document) {
  const legend = JSON.parse(document.getElementById('legend').textContent);
  const entries = JSON.parse(document.getElementById('entries').textContent);
  const [SEVERITY, KIND, STATE, FATE, BLOCKS, RULE, MESSAGE, PATH, LINE, DEPENDENCY, REASON, HELP, IDENTITY, RESULTS] =
    Array(14).keys();
  const ROW = 40;
  const EXTRA = 10;

  const list = document.getElementById('list');
  const body = list.querySelector('tbody');
  const table = list.querySelector('table');
  const shown = document.getElementById('shown');
  const controls = document.getElementById('controls');
  const search = document.getElementById('search');
  const detail = document.getElementById('detail');

  /** What is searched of each entry, made when it is first needed. */
  const texts = Array(entries.length);
  /** The numbers of the entries that are listed. */
  let found = [];
  let current = 0;
  let drawn = '';

  function textOf(number) {
    const entry = entries[number];
    const results = entry[RESULTS].map((result) =>
      [legend.scans[result[0]], result[1], result[2], result[7]].join(' '),
    );
    const dependency = entry[DEPENDENCY] ? entry[DEPENDENCY].join(' ') : '';
    return [entry[RULE], entry[MESSAGE], entry[PATH], dependency, entry[IDENTITY], ...results].join('\n').toLowerCase();
  }

  function placeOf(entry) {
    const dependency = entry[DEPENDENCY];
    if (dependency) return `${dependency[0]}${dependency[1] && ` ${dependency[1]}`} in ${dependency[4]}`;
    return entry[LINE] ? `${entry[PATH]}:${entry[LINE]}` : entry[PATH];
  }

  /** An element with children; a text becomes a text node. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function choose() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (name) => (controls.elements[name].value === '' ? -1 : Number(controls.elements[name].value));
    const [severity, kind, state, fate, scan] = ['severity', 'kind', 'state', 'fate', 'scan'].map(wanted);
    const onlyBlocking = controls.elements.blocks.checked;
    found = [];
    for (let number = 0; number < entries.length; number += 1) {
      const entry = entries[number];
      if (severity >= 0 && entry[SEVERITY] !== severity) continue;
      if (kind >= 0 && entry[KIND] !== kind) continue;
      if (state >= 0 && entry[STATE] !== state) continue;
      if (fate >= 0 && entry[FATE] !== fate) continue;
      if (onlyBlocking && entry[BLOCKS] === '') continue;
      if (scan >= 0 && !entry[RESULTS].some((result) => result[0] === scan)) continue;
      if (words.length > 0) {
        texts[number] ??= textOf(number);
        if (!words.every((word) => texts[number].includes(word))) continue;
      }
      found.push(number);
    }
    current = 0;
    list.scrollTop = 0;
    const all = entries.length === legend.most ? `the ${legend.most} worst findings` : `${entries.length} findings`;
    shown.textContent = found.length === entries.length ? `All ${all}` : `${found.length} of ${all}`;
    table.setAttribute('aria-rowcount', String(found.length + 1));
    draw(true);
  }

  function cells(entry) {
    const severity = legend.severities[entry[SEVERITY]];
    const state = entry[FATE] === 0 ? legend.states[entry[STATE]] : legend.fates[entry[FATE]];
    const swatch = element('span', { class: `swatch ${severity}` });
    return [
      element('td', {}, swatch, severity),
      element('td', {}, state),
      element('td', {}, element('code', {}, entry[RULE])),
      element('td', {}, element('code', {}, placeOf(entry))),
      element('td', {}, entry[MESSAGE]),
    ];
  }

  /** Puts the rows into the table that can be seen, and room for the others before and behind. */
  function draw(anew) {
    const height = list.clientHeight || 600;
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - EXTRA);
    const last = Math.min(found.length, Math.ceil((list.scrollTop + height) / ROW) + EXTRA);
    const window = `${first} ${last} ${current}`;
    if (!anew && window === drawn) return;
    drawn = window;
    const hadFocus = body.contains(document.activeElement);
    const rows = [room(first)];
    for (let index = first; index < last; index += 1) {
      const attributes = { 'aria-rowindex': String(index + 2), 'data-index': String(index), tabindex: '-1' };
      if (index === current) attributes.tabindex = '0';
      rows.push(element('tr', attributes, ...cells(entries[found[index]])));
    }
    body.replaceChildren(...rows, room(found.length - last));
    if (hadFocus) focus();
  }

  function room(count) {
    const empty = element('tr', { 'aria-hidden': 'true', class: 'room' }, element('td', { colspan: '5' }));
    empty.firstChild.style.height = `${count * ROW}px`;
    return empty;
  }

  function focus() {
    const row = body.querySelector('tr[tabindex="0"]');
    if (row) row.focus({ preventScroll: true });
  }

  function move(to) {
    current = Math.max(0, Math.min(found.length - 1, to));
    const top = current * ROW;
    const visible = list.clientHeight - 2 * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top > list.scrollTop + visible) list.scrollTop = top - visible;
    draw(true);
    focus();
  }

  function line(name, text) {
    return text === '' ? [] : [element('dt', {}, name), element('dd', {}, text)];
  }

  function open(index) {
    const entry = entries[found[index]];
    if (!entry) return;
    const dependency = entry[DEPENDENCY] || ['', '', '', '', ''];
    const facts = [
      ...line('Severity', legend.severities[entry[SEVERITY]]),
      ...line('Kind', legend.kinds[entry[KIND]]),
      ...line('State', legend.states[entry[STATE]]),
      ...line('Fate', entry[REASON] ? `${legend.fates[entry[FATE]]}: ${entry[REASON]}` : legend.fates[entry[FATE]]),
      ...line('Blocks', entry[BLOCKS]),
      ...line('Place', placeOf(entry)),
      ...line('Advisories', dependency[3]),
      ...line('Repaired in', dependency[2]),
      ...line('Identity', entry[IDENTITY]),
    ];
    const results = entry[RESULTS].map((result) => {
      const [scan, tool, rule, severity, said, fate, reason, path, at, message] = result;
      const severityText = said === '' ? legend.severities[severity] : `${legend.severities[severity]} (${said})`;
      const place = at ? `${path}:${at}` : path;
      const parts = [legend.scans[scan], tool, rule, severityText, place, legend.fates[fate], reason, message];
      return element('li', {}, parts.filter(Boolean).join(' · '));
    });
    const close = element('button', { type: 'button' }, 'Close');
    close.addEventListener('click', () => detail.close());
    detail.replaceChildren(
      element('h3', { id: 'detail-heading' }, entry[RULE]),
      element('p', { class: 'message' }, entry[MESSAGE]),
      ...(entry[HELP] ? [element('p', { class: 'message soft' }, entry[HELP])] : []),
      element('dl', {}, ...facts),
      element('h4', {}, entry[RESULTS].length === 1 ? 'Reported once' : `Reported ${entry[RESULTS].length} times`),
      element('ul', {}, ...results),
      close,
    );
    detail.showModal();
  }

  const page = () => Math.max(1, Math.floor(list.clientHeight / ROW) - 2);
  const moves = {
    ArrowDown: () => move(current + 1),
    ArrowUp: () => move(current - 1),
    PageDown: () => move(current + page()),
    PageUp: () => move(current - page()),
    Home: () => move(0),
    End: () => move(found.length - 1),
    Enter: () => open(current),
  };

  list.addEventListener('scroll', () => draw(false), { passive: true });
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  });
  body.addEventListener('click', (event) => {
    const row = event.target.closest('tr[data-index]');
    if (!row) return;
    current = Number(row.getAttribute('data-index'));
    draw(true);
    focus();
    open(current);
  });
  // The focus is back where it was, once the dialog has closed.
  detail.addEventListener('close', focus);
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(0);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || detail.open || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    search.focus();
  });
  controls.addEventListener('input', choose);
  controls.addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('button[data-kind]')) {
    button.addEventListener('click', () => {
      controls.elements.kind.value = String(legend.kinds.indexOf(button.getAttribute('data-kind')));
      controls.elements.fate.value = '0';
      choose();
      document.getElementById('findings-heading').focus();
    });
  }
  controls.hidden = false;
  list.classList.add('searched');
  choose();
}
