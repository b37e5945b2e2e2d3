// The service, as the page uses it. What it refuses is thrown as a Refusal, whose message is the service's sentence.
import { t } from './words.js';

export class Refusal extends Error {
  constructor(message, status, wait) {
    super(message);
    Object.assign(this, { status, wait });
  }
}

async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  } catch {
    throw new Refusal(t('The server cannot be reached. Check the connection, and that the server runs.'), 0);
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refusal(problem.detail ?? t('The server failed at this. Try again.'), answer.status, Number(answer.headers.get('retry-after')));
}

export const processes = async () => (await call('processes')).processes;
export const describe = (id) => call(`processes/${id}`);
export const sample = (scene) => call(`sample?scene=${scene}`, { method: 'POST' }).then((found) => found.uploads);
export const forget = (id) => call(`uploads/${id}`, { method: 'DELETE' }).catch(() => null);
export const dismiss = (id) => call(`jobs/${id}`, { method: 'DELETE' }).catch(() => null);
export const status = (id) => call(`jobs/${id}`);

export const execute = (process, inputs, outputs) => call(`processes/${process}/execution`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' },
  body: JSON.stringify({
    inputs, response: 'document', pictures: true,
    outputs: Object.fromEntries(outputs.map((name) => [name, { transmissionMode: 'reference' }])),
  }),
});

// XMLHttpRequest, because fetch does not tell how far an upload has come.
export function upload(files, onProgress) {
  const form = new FormData();
  for (const file of files) form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', 'uploads');
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status === 201
      ? resolve(request.response.uploads)
      : reject(new Refusal(request.response?.detail ?? t('The server failed at this. Try again.'), request.status)));
    request.onerror = () => reject(new Refusal(t('The files did not arrive: they are too large, or the connection broke.'), 0));
    request.send(form);
  });
}

// Calls on[event](content) for each thing that happens to a job; returns how to stop listening.
export function follow(job, on) {
  const source = new EventSource(`jobs/${job}/events`);
  for (const name of ['accepted', 'running', 'progress', 'decision', 'picture', 'end']) {
    source.addEventListener(name, (event) => {
      if (name === 'end') source.close();
      on[name]?.(JSON.parse(event.data));
    });
  }
  source.onerror = () => source.readyState === EventSource.CLOSED && on.lost?.();
  return () => source.close();
}
