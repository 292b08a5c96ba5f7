/**
 * The script of the page: text, because it runs in a browser and nowhere else. It makes elements and sets their text; nothing
 * of the record is ever read as HTML. `html.browser.test.ts` runs it in Chromium.
 */
export const script = String.raw`'use strict';
(() => {
const data = JSON.parse(document.getElementById('record').textContent);
const step = 100;
const $ = (id) => document.getElementById(id);
const named = { '\r': '\\r' };
// Controls and marks of direction would not be seen, or would reorder a line.
const visible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu, (c) =>
  c === '\n' || c === '\t' ? c : named[c] || '\\u{' + c.codePointAt(0).toString(16) + '}');
const el = (name, members, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(members || {})) node.setAttribute(key, value);
  for (const child of children) node.append(typeof child === 'string' ? visible(child) : child);
  return node;
};
const short = (text) => (text.length > 300 ? text.slice(0, 300) + '…' : text);

const rank = { broken: 0, fail: 1, blocked: 2, known: 3, observed: 4, skipped: 5, pass: 6 };
const weight = { MUST: 0, SHOULD: 1, OBSERVE: 2 };
const textOfVerdict = data.verdicts.map((v) => {
  const [id, title] = data.checks[v.c] || ['', ''];
  return [id, title, v.r || '', ...(v.f || []).flat()].join(' ').toLowerCase();
});
const textOfCase = data.cases.map(([contract, name]) => ((data.contracts[contract] || [''])[0] + '/' + name).toLowerCase());
const order = data.verdicts.map((v) => rank[data.outcomes[v.o]] * 10 + weight[v.l]);
const rows = [];
data.cases.forEach((one, c) => one[5].forEach((v) => rows.push([c, v])));
rows.sort((a, b) => order[a[1]] - order[b[1]] || data.verdicts[a[1]].c - data.verdicts[b[1]].c || a[0] - b[0]);

let found = [];
let shown = 0;

const wanted = () => ({
  outcomes: new Set([...document.querySelectorAll('input[name=outcome]:checked')].map((box) => data.outcomes.indexOf(box.value))),
  level: $('level').value,
  check: $('check').value === '' ? -1 : Number($('check').value),
  agent: $('agent').value,
  generation: $('generation').value,
  words: $('text').value.toLowerCase().split(/\s+/).filter(Boolean),
});

const filter = () => {
  const want = wanted();
  found = rows.filter(([c, v]) => {
    const verdict = data.verdicts[v];
    const contract = data.contracts[data.cases[c][0]] || ['', '', '', ''];
    return want.outcomes.has(verdict.o) && (want.level === '' || verdict.l === want.level) &&
      (want.check === -1 || verdict.c === want.check) && (want.agent === '' || contract[1] === want.agent) &&
      (want.generation === '' || contract[2] === want.generation) &&
      want.words.every((word) => textOfCase[c].includes(word) || textOfVerdict[v].includes(word));
  });
  shown = 0;
  $('list').replaceChildren();
  more();
};

const more = () => {
  const next = found.slice(shown, shown + step);
  $('list').append(...next.map(rowOf));
  shown += next.length;
  const count = (n) => n.toLocaleString('en');
  $('status').textContent = found.length === 0 ? 'No verdict is like that.'
    : 'Showing ' + count(shown) + ' of ' + count(found.length) + (found.length === 1 ? ' verdict.' : ' verdicts.');
  $('more').hidden = shown >= found.length;
};

const rowOf = ([c, v]) => {
  const [contract, name] = data.cases[c];
  const verdict = data.verdicts[v];
  const outcome = data.outcomes[verdict.o];
  const [id] = data.checks[verdict.c] || ['?'];
  const first = (verdict.f || [])[0];
  const more = (verdict.f || []).length - 1;
  const what = first ? first[0] + ': expected ' + short(first[1]) + ', received ' + short(first[2]) + (more > 0 ? ' and ' + more + ' more' : '')
    : verdict.r || (verdict.e && outcome === 'pass' ? 'saw nothing to judge' : '');
  const details = el('details', {},
    el('summary', {}, el('span', { class: 'o ' + outcome }, outcome), ' ' + verdict.l + ' ', el('code', {}, id), ' ',
      el('code', {}, (data.contracts[contract] || [''])[0] + '/' + name), ...(what ? [el('span', { class: 'w mono' }, what)] : [])));
  details.addEventListener('toggle', () => fill(details, c, verdict));
  return el('li', {}, details);
};

const facts = (pairs) => {
  const list = el('dl', { class: 'facts' });
  for (const [name, value] of pairs) if (value) list.append(el('dt', {}, name), el('dd', { class: 'mono' }, value));
  return list;
};

const fill = (details, c, verdict) => {
  if (!details.open || details.children.length > 1) return;
  const [contract, , origin, ms, exchange] = data.cases[c];
  const [, title, , source] = data.checks[verdict.c] || ['', '', '', ''];
  const page = (data.contracts[contract] || ['', '', '', ''])[3];
  const box = el('div', { class: 'detail' }, el('p', {}, title));
  box.append(facts([['stated in', source], ['reason', verdict.r], ['blame', verdict.b], ['case', origin + ', ' + ms + ' ms']]));
  for (const [at, expected, received, level, place, repair] of verdict.f || []) {
    box.append(facts([['at', at + (level === verdict.l ? '' : ' (' + level + ')')], ['expected', expected], ['received', received],
      ['repair', repair], ['source', place || page]]));
  }
  if (!verdict.f) box.append(facts([['contract', page]]));
  const e = data.exchanges[exchange];
  if (e) box.append(...exchangeOf(e, new Set((verdict.f || []).map(([at]) => at))));
  else box.append(el('p', {}, data.left > 0 ? 'This page had no room for the exchange; the JSON record may have it.' : 'The record keeps no exchange of this case.'));
  details.append(box);
  const place = box.querySelector('mark');
  if (place) place.parentElement.scrollTop = place.offsetTop - place.parentElement.offsetTop - 40;
};

const exchangeOf = (e) => {
  const parts = [el('h3', {}, 'Request'), el('pre', { tabindex: '0' }, e.method + ' ' + e.url + '\n' + e.headers + (e.body ? '\n\n' + e.body : ''))];
  if (e.curl) {
    const line = el('pre', { tabindex: '0' }, e.curl);
    const copy = el('button', { type: 'button' }, 'Copy as curl');
    copy.addEventListener('click', () => copied(e.curl, line));
    parts.push(el('h3', {}, 'Send it again'), copy, line);
  }
  if (e.replay) parts.push(el('p', {}, 'See it again: ', el('code', { tabindex: '0' }, e.replay)));
  const answer = el('pre', { tabindex: '0' }, e.status + '\n' + e.answerHeaders + (e.answer ? '\n\n' : ''));
  let at = 0;
  for (const [from, to] of e.marks) {
    if (from < at) continue;
    answer.append(visible(e.answer.slice(at, from)), el('mark', {}, e.answer.slice(from, to)));
    at = to;
  }
  answer.append(visible(e.answer.slice(at)));
  parts.push(el('h3', {}, 'Answer'), answer);
  if (e.surplus) parts.push(el('h3', {}, 'Bytes after the end of the answer'), el('pre', { tabindex: '0' }, e.surplus));
  return parts;
};

const copied = async (text, line) => {
  try {
    await navigator.clipboard.writeText(text);
    $('said').textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(line);
    $('said').textContent = 'Selected: copy it with the keyboard.';
  }
};

const options = (select, values) => select.append(...values.map(([value, text]) => el('option', { value }, text)));
const distinct = (values) => [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const counts = data.outcomes.map(() => 0);
for (const [, v] of rows) counts[data.verdicts[v].o] += 1;
const bad = ['broken', 'fail', 'blocked'];
const isBad = bad.some((outcome) => counts[data.outcomes.indexOf(outcome)] > 0);
data.outcomes.forEach((outcome, index) => {
  const box = el('input', { type: 'checkbox', name: 'outcome', value: outcome });
  box.defaultChecked = !isBad || bad.includes(outcome);
  $('outcomes').append(el('label', {}, box, ' ' + outcome + ' ' + counts[index].toLocaleString('en')));
});
options($('check'), data.checks.map(([id], index) => [String(index), id]).sort((a, b) => (a[1] < b[1] ? -1 : 1)));
options($('agent'), distinct(data.contracts.map((one) => one[1])).map((one) => [one, one]));
options($('generation'), distinct(data.contracts.map((one) => one[2])).map((one) => [one, one]));

let waiting;
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('filters').addEventListener('change', filter);
$('filters').addEventListener('reset', () => setTimeout(filter));
$('text').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
$('more').addEventListener('click', () => {
  const last = $('list').lastElementChild;
  more();
  last && last.nextElementSibling && last.nextElementSibling.querySelector('summary').focus();
});
document.querySelectorAll('button[data-agent]').forEach((button) => button.addEventListener('click', () => {
  $('agent').value = button.dataset.agent;
  $('generation').value = button.dataset.generation;
  // A cell that has nothing red is there for what else it has.
  if (!bad.includes(button.className)) document.querySelectorAll('input[name=outcome]').forEach((box) => { box.checked = true; });
  filter();
  $('results').focus();
}));
addEventListener('beforeprint', () => document.querySelectorAll('#list details').forEach((one) => { one.open = true; one.dispatchEvent(new Event('toggle')); }));
$('filters').hidden = false;
filter();
})();
`;
