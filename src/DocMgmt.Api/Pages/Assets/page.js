// What pages do beyond what works without a script: times in the reader's zone, an address to copy, and many files sent with progress.
'use strict';

// The reader's own habits, where they are of the page's language: British dates are not American ones.
const language = navigator.languages.find((l) => l.split('-')[0] === document.documentElement.lang) ?? document.documentElement.lang;
const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
for (const time of document.querySelectorAll('time')) {
  const at = new Date(time.dateTime);
  time.textContent = ('day' in time.dataset ? day : moment).format(at);
  time.title = moment.format(at);
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue; // only pages reached by https have one
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

const drop = document.querySelector('form.drop');
if (drop) makeDrop(drop);

function makeDrop(form) {
  const AT_ONCE = 3; // each is written and hashed while it comes; the server takes eight by a link
  const words = JSON.parse(form.dataset.words);
  const most = Number(form.dataset.max || Infinity);
  const input = form.querySelector('input');
  const list = document.querySelector('.files');
  const summary = document.querySelector('.summary');
  const files = []; // {file, state: waiting|sending|done|failed|cancelled, request, parts of its row}

  form.classList.add('scripted');
  form.querySelector('button').hidden = true;
  for (const hidden of form.querySelectorAll('[data-scripted]')) hidden.hidden = false;
  const choose = form.querySelector('[data-many]');
  choose.textContent = choose.dataset.many;
  input.multiple = true;
  input.required = false;

  const say = (text, ...values) => values.reduce((all, value, i) => all.replace(`{${i}}`, () => value), text);
  const bytes = (count) => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const step = Math.min(units.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
    return new Intl.NumberFormat(language, { style: 'unit', unit: units[step], maximumFractionDigits: step ? 1 : 0 }).format(count / 1000 ** step);
  };

  function row(file) {
    const item = document.createElement('li');
    const name = document.createElement('bdi');
    name.textContent = file.name;
    const progress = document.createElement('progress');
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute('aria-label', say(words.progress, file.name));
    const state = document.createElement('span');
    state.className = 'state';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    item.append(name, progress, state, button);
    list.append(item);
    list.hidden = false;
    return { item, progress, state, button };
  }

  function show(entry, state, text) {
    entry.state = state;
    entry.row.item.className = state;
    entry.row.state.textContent = text;
    const undone = state === 'waiting' || state === 'sending';
    entry.row.progress.hidden = !undone;
    entry.row.button.hidden = state === 'done' || entry.never;
    entry.row.button.textContent = undone ? words.cancel : words.retry;
    entry.row.button.setAttribute('aria-label', `${entry.row.button.textContent}: ${entry.file.name}`);
  }

  function add(file, refusal) {
    const entry = { file, row: row(file), never: Boolean(refusal) };
    files.push(entry);
    entry.row.button.addEventListener('click', () => {
      if (entry.state === 'sending') entry.request.abort();
      else show(entry, entry.state === 'waiting' ? 'cancelled' : 'waiting', entry.state === 'waiting' ? words.cancelled : words.waiting);
      next();
    });
    if (refusal) show(entry, 'failed', refusal);
    else if (file.size > most) { entry.never = true; show(entry, 'failed', words.content_too_large); }
    else show(entry, 'waiting', words.waiting);
  }

  function next() {
    const count = (state) => files.filter((f) => f.state === state).length;
    while (count('sending') < AT_ONCE) {
      const entry = files.find((f) => f.state === 'waiting');
      if (!entry) break;
      send(entry);
    }
    if (count('sending') > 0) { summary.textContent = ''; return; }
    const [done, lost] = [count('done'), files.length - count('done')];
    if (files.length) summary.textContent = lost ? say(words.some, done, lost) : say(words.all, done);
  }

  function send(entry) {
    const request = entry.request = new XMLHttpRequest();
    const end = (state, text) => { show(entry, state, text); next(); };
    show(entry, 'sending', say(words.sending, bytes(0), bytes(entry.file.size)));
    request.open('PUT', `${form.dataset.drop}${form.dataset.drop.includes('?') ? '&' : '?'}item_name=${encodeURIComponent(entry.file.name)}`);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (e) => {
      entry.row.progress.value = e.total ? e.loaded / e.total : 1;
      entry.row.state.textContent = e.loaded < e.total ? say(words.sending, bytes(e.loaded), bytes(e.total)) : words.storing;
    };
    request.onload = () => {
      if (request.status === 201) { end('done', words.done); return; }
      let problem = {};
      try { problem = JSON.parse(request.responseText); } catch { /* a proxy's own page */ }
      entry.never = request.status === 413 || request.status === 415; // the same file will not be taken another time
      end('failed', words[problem.code] ?? say(words.other, Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? request.status));
    };
    request.onerror = () => end('failed', words.network);
    request.onabort = () => end('cancelled', words.cancelled);
    request.send(entry.file);
  }

  function take(entries) {
    for (const [file, refusal] of entries) add(file, refusal);
    next();
  }

  input.addEventListener('change', () => {
    take([...input.files].map((file) => [file]));
    input.value = '';
  });
  form.addEventListener('submit', (e) => e.preventDefault());
  for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    document.addEventListener(name, (e) => {
      if (![...e.dataTransfer.types].includes('Files')) return;
      e.preventDefault(); // beside the zone a dropped file would replace the page, and what is being sent
      form.classList.toggle('over', name === 'dragenter' || name === 'dragover');
      if (name === 'drop') take([...e.dataTransfer.items].filter((i) => i.kind === 'file').map((i) => [i.getAsFile(), i.webkitGetAsEntry?.()?.isDirectory ? words.folder : undefined]));
    });
  }
  addEventListener('beforeunload', (e) => {
    if (files.some((f) => f.state === 'sending' || f.state === 'waiting')) e.preventDefault();
  });
}
