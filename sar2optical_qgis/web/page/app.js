// The page: files come in, a task is chosen, a job runs, and its pictures are laid over the input.
import * as api from './api.js';
import { listFiles } from './files.js';
import { buildForm, element, formValues } from './form.js';
import { Overlays } from './overlays.js';
import { assign, missing, rasterInputs, suggestTask } from './planner.js';
import { Viewer } from './viewer.js';
import { loadWords, t } from './words.js';

const $ = (id) => document.getElementById(id);
const WAIT = 300; // milliseconds after the last change until a job starts
const state = { files: [], tasks: [], described: null, job: null, run: 0, limits: {}, isChosen: false };
const viewer = new Viewer($('stage'));
const overlays = new Overlays($('overlays'), $('legend'), viewer);
let timer;

async function start() {
  themes();
  state.limits = (await loadWords()) ?? {};
  state.tasks = await api.processes();
  $('task').replaceChildren(...state.tasks.map((task) => element('option', { value: task.id, textContent: task.title })));
  listen();
  document.body.dataset.ready = 'yes';
}

function listen() {
  $('files').onchange = () => { add([...$('files').files]); $('files').value = ''; };
  $('sample-radar').onclick = () => addSample('radar');
  $('sample-clouds').onclick = () => addSample('clouds');
  $('clear').onclick = startOver;
  $('task').onchange = async () => { state.isChosen = true; await choose($('task').value); later(); };
  $('run').onclick = () => run();
  $('cancel').onclick = cancel;
  $('opacity').oninput = () => viewer.setOpacity('result', $('opacity').value / 100);
  $('teaser').onpointermove = (event) => {
    const box = $('teaser').getBoundingClientRect();
    $('teaser').style.setProperty('--at', `${(100 * (event.clientX - box.left)) / box.width}%`);
  };
  let depth = 0;
  const isFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  addEventListener('dragenter', (event) => { if (isFiles(event)) { depth += 1; $('dropping').hidden = false; } });
  addEventListener('dragleave', (event) => { if (isFiles(event) && (depth -= 1) <= 0) { depth = 0; $('dropping').hidden = true; } });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    $('dropping').hidden = true;
    if (event.dataTransfer.files.length) add([...event.dataTransfer.files]);
  });
  addEventListener('paste', (event) => event.clipboardData?.files.length && add([...event.clipboardData.files]));
}

async function add(files) {
  const most = state.limits.upload_bytes ?? Infinity;
  if (files.reduce((sum, file) => sum + file.size, 0) > most) {
    complain(t('The files are too large; {size} MB are taken at once. Cut out a part, or compress it.', { size: Math.floor(most / 2 ** 20) }));
    return;
  }
  await receive((told) => api.upload(files, told));
}

const addSample = (scene) => receive(() => api.sample(scene));

async function receive(getUploads) {
  complain('');
  busy(t('Sending files …'), 0);
  try {
    const came = await getUploads((share) => busy(t('Sending files …'), 100 * share));
    state.files.push(...came);
    document.body.classList.add('working');
    for (const [id, hidden] of [['title', false], ['work', false], ['stage', false], ['welcome', true]]) $(id).hidden = hidden;
    await choose(state.isChosen ? $('task').value : suggestTask(state.files, state.tasks.map((task) => task.id)));
    await run();
  } catch (error) {
    idle();
    complain(error.message);
  }
}

async function choose(id) {
  if (state.described?.id !== id) {
    state.described = await api.describe(id);
    buildForm(state.described, $('form'), $('advanced'), later);
  }
  $('task').value = id;
  $('summary').textContent = state.tasks.find((task) => task.id === id).description;
  assign(state.files, state.described);
  showFiles();
}

function showFiles() {
  listFiles($('file-list'), state.files, state.described, {
    onSlot: later,
    onRemove: (file) => {
      api.forget(file.id);
      state.files = state.files.filter((each) => each !== file);
      if (!state.files.length) startOver(); else { assign(state.files, state.described); showFiles(); later(); }
    },
  });
  const input = state.files.find((file) => file.slot === Object.keys(state.described.inputs)[0]) ?? state.files[0];
  if (input && input !== state.shown) {
    state.shown = input;
    overlays.clear();
    viewer.clear();
    viewer.setLabels(t('Input'), '');
    viewer.show('input', input.picture, { isAbove: false, alt: t('Input: {name}', { name: input.name }) });
  }
}

function later() {
  showFiles();
  clearTimeout(timer);
  timer = setTimeout(run, WAIT);
}

async function run() {
  clearTimeout(timer);
  const number = (state.run += 1);
  stopJob();
  complain('');
  try {
    const lacking = missing(state.files, state.described);
    if (lacking.length) {
      const names = lacking.map((id) => state.described.inputs[id].title).join(', ');
      idle();
      complain(t('This task also needs: {names}. Add the file, or choose another task.', { names }));
      return;
    }
    const inputs = { ...rasterInputs(state.files, state.described), ...formValues(state.described, $('form'), $('advanced')) };
    busy(t('Waiting for the server …'), 0);
    const job = await submit(inputs, number);
    if (!job) return;
    state.job = job.jobID;
    const decisions = [];
    state.stop = api.follow(job.jobID, {
      running: () => busy(t('Working …'), 0),
      progress: ({ share }) => busy(t('Working …'), 100 * share),
      decision: ({ text }) => { decisions.push(text); showDecisions(decisions); },
      picture: (event) => number === state.run && showPicture(job.jobID, event),
      end: (event) => number === state.run && finish(job.jobID, event),
      lost: () => { idle(); complain(t('The connection to the server broke. Run again.')); },
    });
  } catch (error) {
    if (number !== state.run) return;
    idle();
    complain(error.message);
  }
}

// A full queue says when to come again: the page does so by itself.
async function submit(inputs, number) {
  while (number === state.run) {
    try {
      const job = await api.execute(state.described.id, inputs, Object.keys(state.described.outputs));
      if (number === state.run) return job;
      api.dismiss(job.jobID);
      return null;
    } catch (error) {
      if (error.status !== 429) throw error;
      busy(t('The server is busy; trying again in {seconds} s …', { seconds: error.wait || 5 }), 0);
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.wait || 5)));
    }
  }
  return null;
}

async function showPicture(job, { name, legend }) {
  const url = `jobs/${job}/pictures/${name}`;
  if (name !== 'coarse' && name !== 'OUTPUT') {
    overlays.add(name, state.described.outputs[name].title, url, legend);
    return;
  }
  const isFirst = !viewer.images.has('result');
  overlays.clear();
  const coarse = name === 'coarse';
  await viewer.show('result', url, { alt: t('Result (generated)'), coarse, opacity: $('opacity').value / 100 });
  viewer.setLabels(t('Input'), coarse ? t('Generated, coarse …') : t('Generated'));
  document.body.dataset.picture = name;
  if (isFirst) viewer.sweep();
  $('result-card').hidden = false;
}

async function finish(job, { state: ended, message }) {
  idle();
  if (ended === 'failed') { complain(message); return; }
  if (ended !== 'successful') return;
  const { report } = await api.status(job);
  $('result-card').hidden = false;
  const outputs = Object.entries(state.described.outputs).filter(([id]) => report.outputs.includes(id));
  $('downloads').replaceChildren(...outputs.flatMap(([id, output]) => downloads(job, id, output, (report.pictures ?? []).includes(id))));
  $('made').textContent = report.model ? t('Model {model} on {device}.', { model: report.model, device: report.device }) : '';
  $('scores').replaceChildren(...(report.scores ? [scores(report.scores)] : []));
  document.body.dataset.done = job;
}

function downloads(job, id, output, hasPicture) {
  const link = (href, text, isWide) => element('a', { className: isWide ? 'button wide' : 'button', href, download: '', textContent: text });
  if (output['x-kind'] !== 'raster') return [link(`jobs/${job}/results/${id}`, output.title, true)];
  if (id !== 'OUTPUT') return [link(`jobs/${job}/results/${id}`, output.title, false)];
  return [link(`jobs/${job}/results/${id}`, 'GeoTIFF', !hasPicture), ...(hasPicture ? [link(`jobs/${job}/results/${id}?f=png`, 'PNG', false)] : [])];
}

function scores(values) {
  const rows = Object.entries(values).filter(([, value]) => value !== null);
  return element('table', {}, ...rows.map(([name, value]) => element('tr', {},
    element('th', { scope: 'row', textContent: name }), element('td', { textContent: Number.isInteger(value) ? value : value.toPrecision(4) }))));
}

function showDecisions(sentences) {
  $('decisions-card').hidden = !sentences.length;
  $('decisions').replaceChildren(...sentences.map((text) => element('li', { textContent: text })));
}

function busy(text, percent) {
  $('progress-card').hidden = false;
  $('progress').value = percent;
  if ($('status').textContent !== text) $('status').textContent = text;
  $('cancel').hidden = !state.job;
  document.body.classList.toggle('busy', true);
}

function idle() {
  $('progress-card').hidden = true;
  document.body.classList.remove('busy');
  state.job = null;
}

function stopJob() {
  state.stop?.();
  if (state.job) api.dismiss(state.job);
  [state.stop, state.job] = [null, null];
  delete document.body.dataset.done;
  showDecisions([]);
}

function cancel() {
  state.run += 1;
  stopJob();
  idle();
  complain('');
}

function startOver() {
  cancel();
  for (const file of state.files) api.forget(file.id);
  Object.assign(state, { files: [], described: null, shown: null, isChosen: false });
  overlays.clear();
  viewer.clear();
  document.body.classList.remove('working');
  for (const [id, hidden] of [['title', true], ['work', true], ['stage', true], ['welcome', false], ['result-card', true]]) $(id).hidden = hidden;
  document.querySelector('.drop').scrollIntoView({ block: 'nearest' });
}

function complain(sentence) {
  $('error').textContent = sentence;
  $('error').hidden = !sentence;
}

function themes() {
  const remember = (value) => { try { value ? localStorage.setItem('theme', value) : localStorage.removeItem('theme'); } catch { /* private mode */ } };
  const set = (value) => { if (value) document.documentElement.dataset.theme = value; };
  try { set(localStorage.getItem('theme')); } catch { /* private mode */ }
  $('theme').onclick = () => {
    const isDark = getComputedStyle(document.documentElement).getPropertyValue('--page').trim() === '#14181a';
    const value = isDark ? 'light' : 'dark';
    set(value);
    remember(value);
  };
}

start().catch((error) => complain(error.message));
