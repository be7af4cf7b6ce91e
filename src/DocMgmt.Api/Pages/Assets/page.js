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
    try { await navigator.clipboard.writeText(button.dataset.copy); } catch { return; } // not allowed to: the address stands beside it
    button.nextElementSibling.textContent = button.dataset.copied;
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
  const alarm = document.querySelector('[role=alert]');
  const files = []; // {file, state: waiting|sending|done|failed|cancelled, request, parts of its row}
  // These say that no other file will be taken either.
  const CLOSED = ['link_gone', 'link_expired', 'link_used_up', 'link_password_required', 'quota_exceeded', 'storage_full', 'too_many_attempts'];

  form.classList.add('scripted');
  form.querySelector('button').hidden = true;
  for (const hidden of form.querySelectorAll('[data-scripted]')) hidden.hidden = false;
  const choose = form.querySelector('[data-many]');
  choose.textContent = choose.dataset.many;
  input.multiple = true;
  input.required = false;

  const say = (text, ...values) => values.reduce((all, value, i) => all.replace(`{${i}}`, () => value), text);
  const bytes = (count) => {
    const units = [words.bytes, 'KB', 'MB', 'GB', 'TB'];
    let step = 0;
    for (; count >= (step ? 999.5 : 1000) && step < units.length - 1; step++) count /= 1000;
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: step && count < 99.95 ? 1 : 0 }).format(count)} ${units[step]}`;
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
    const had = document.activeElement === entry.row.button;
    entry.row.button.hidden = state === 'done' || Boolean(entry.never);
    if (had && entry.row.button.hidden) input.focus();
    if (state === 'failed') alarm.textContent = `${entry.file.name}: ${text}`;
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
    entry.row.progress.value = 0;
    show(entry, 'sending', say(words.sending, bytes(0), bytes(entry.file.size)));
    request.open('PUT', `${form.dataset.drop}${form.dataset.drop.includes('?') ? '&' : '?'}item_name=${encodeURIComponent(entry.file.name)}`);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (e) => {
      const all = e.loaded >= e.total;
      entry.row.progress.value = e.total ? e.loaded / e.total : 1;
      entry.row.state.textContent = all ? words.storing : say(words.sending, bytes(e.loaded), bytes(e.total));
      entry.row.button.hidden = all; // to cancel what may be stored already would be a lie
    };
    request.onload = () => {
      if (request.status === 201) { end('done', words.done); return; }
      let problem = {};
      try { problem = JSON.parse(request.responseText); } catch { /* a proxy's own page */ }
      entry.never = request.status === 413 || request.status === 415; // the same file will not be taken another time
      const text = words[problem.code] ?? say(words.other, Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? request.status);
      if (CLOSED.includes(problem.code)) for (const other of files) if (other.state === 'waiting') show(other, 'failed', text);
      end('failed', text);
    };
    request.onerror = () => end('failed', words.network);
    request.onabort = () => end('cancelled', words.cancelled);
    request.send(entry.file);
  }

  function take(entries) {
    for (const [file, refusal] of entries) if (file) add(file, refusal);
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
    if (files.some((f) => f.state === 'sending' || f.state === 'waiting')) e.returnValue = true;
  });
}
