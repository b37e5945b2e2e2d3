// The list of files: a picture, a name, and which input of the task each one is.
import { element } from './form.js';
import { t } from './words.js';

const CROSS = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>';

export function listFiles(list, files, described, { onSlot, onRemove }) {
  const inputs = Object.entries(described.inputs).filter(([, part]) => part['x-kind'].startsWith('raster'));
  list.replaceChildren(...files.map((file) => {
    const name = element('span', { className: 'name', textContent: file.name, title: file.name });
    const remove = element('button', { type: 'button', onclick: () => onRemove(file) });
    remove.insertAdjacentHTML('beforeend', CROSS);
    remove.setAttribute('aria-label', t('Remove {name}', { name: file.name }));
    const select = element('select', { onchange: () => { file.slot = select.value; onSlot(file); } },
      ...inputs.map(([id, part]) => element('option', { value: id, textContent: part.title, selected: id === file.slot })),
      element('option', { value: '', textContent: t('not used'), selected: !file.slot }));
    select.setAttribute('aria-label', t('What {name} is', { name: file.name }));
    return element('li', {}, element('img', { src: file.picture, alt: '' }), name, remove, select);
  }));
}
