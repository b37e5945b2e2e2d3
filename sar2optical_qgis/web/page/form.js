// Controls for the parameters of a task, made from its description: a parameter that is new there appears here.
import { t } from './words.js';

const FEW = 4; // words that stand side by side; more go into a list
const PROMINENT = ['STYLE', 'LANDCOVER_CLASS', 'METHOD', 'TARGET_DATE'];
const HIDDEN = ['DEVICE']; // the service has no graphics card

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function buildForm(described, plain, advanced, onChange) {
  plain.replaceChildren();
  advanced.replaceChildren();
  for (const [id, part] of Object.entries(described.inputs)) {
    if (part['x-kind'].startsWith('raster') || part['x-kind'] === 'extent' || HIDDEN.includes(id)) continue;
    (PROMINENT.includes(id) ? plain : advanced).append(control(id, part, onChange));
  }
}

function control(id, part, onChange) {
  const { schema } = part;
  const hint = element('span', { className: 'hint', id: `hint-${id}`, textContent: part.description });
  if (schema.enum) hint.textContent = meaning(part, schema.default);
  const changed = (event) => {
    if (schema.enum) hint.textContent = meaning(part, event.target.value);
    onChange(event);
  };
  if (schema.enum && schema.enum.length <= FEW) {
    const segments = element('div', { className: 'segments' });
    for (const word of schema.enum) {
      const input = element('input', { type: 'radio', name: id, value: word, checked: word === schema.default, onchange: changed });
      segments.append(element('label', {}, input, element('span', { textContent: word })));
    }
    const group = element('fieldset', {}, element('legend', { textContent: part.title }), segments, hint);
    group.setAttribute('aria-describedby', hint.id);
    return group;
  }
  const field = schema.enum
    ? element('select', {}, ...schema.enum.map((word) => element('option', { value: word, textContent: word, selected: word === schema.default })))
    : schema.type === 'integer'
      ? element('input', { type: 'number', min: schema.minimum, max: schema.maximum, step: 1, value: schema.default })
      : element('input', { type: 'text', maxLength: schema.maxLength, value: schema.default ?? '' });
  Object.assign(field, { name: id, id: `field-${id}`, onchange: changed });
  field.setAttribute('aria-describedby', hint.id);
  const label = element('label', { htmlFor: field.id, textContent: part.title });
  return element('div', { className: 'field' }, element('span', {}, label), field, hint);
}

// What a choice is about, and what the chosen word means ("db = decibel. linear = power."), out of its help.
function meaning(part, word) {
  const sentences = part.description.split(/(?<=\.)\s+/);
  const isOne = (sentence) => /^\S+ = /.test(sentence);
  const start = sentences.findIndex((sentence) => sentence.startsWith(`${word} = `));
  if (start < 0) return part.description;
  const rest = sentences.slice(start + 1);
  const end = rest.findIndex(isOne);
  const own = [sentences[start], ...(end < 0 ? [] : rest.slice(0, end))];
  return [...sentences.slice(0, sentences.findIndex(isOne)), ...own].join(' ');
}

// The values that differ from the defaults.
export function formValues(described, ...places) {
  const values = {};
  for (const place of places) {
    for (const field of place.querySelectorAll('[name]')) {
      if (field.type === 'radio' && !field.checked) continue;
      const { schema } = described.inputs[field.name];
      const value = schema.type === 'integer' ? Number(field.value) : field.value.trim();
      if (field.type === 'number' && !field.checkValidity()) throw new Error(t('{name} must be a whole number from {low} to {high}.', { name: described.inputs[field.name].title, low: schema.minimum, high: schema.maximum }));
      if (value !== schema.default) values[field.name] = value;
    }
  }
  return values;
}
