// Overlays of a result (uncertainty, cover, mask, source): a button each, and the legend of the last one that is on.
import { element } from './form.js';
import { t } from './words.js';

const STRENGTH = { UNCERTAINTY: 0.85, COVER: 0.75, SOURCE: 0.75, MASK: 1 };

export class Overlays {
  constructor(place, legend, viewer) {
    Object.assign(this, { place, legend, viewer });
    this.known = new Map(); // output's id -> {title, url, legend}
    this.on = [];
  }

  clear() {
    for (const id of this.on) this.viewer.hide(`overlay-${id}`);
    [this.on, this.known] = [[], new Map()];
    this.place.replaceChildren();
    this.legend.hidden = true;
  }

  add(id, title, url, legend) {
    this.known.set(id, { title, url, legend });
    const input = element('input', { type: 'checkbox', name: `overlay-${id}` });
    input.onchange = () => this.#toggle(id, input.checked);
    this.place.append(element('label', {}, input, element('span', { textContent: title })));
  }

  async #toggle(id, isOn) {
    const layer = this.known.get(id);
    this.on = this.on.filter((each) => each !== id);
    if (isOn) {
      this.on.push(id);
      await this.viewer.show(`overlay-${id}`, layer.url, { alt: layer.title, opacity: STRENGTH[id] ?? 0.8 });
    } else this.viewer.hide(`overlay-${id}`);
    this.#showLegend(this.known.get(this.on.at(-1)));
  }

  #showLegend(layer) {
    this.legend.hidden = !layer?.legend;
    if (!layer?.legend) return;
    this.legend.replaceChildren(element('b', { textContent: layer.title }));
    if (Array.isArray(layer.legend)) {
      this.legend.append(element('ul', {}, ...layer.legend.map(([colour, text]) => element('li', {}, swatch(colour), t(text)))));
      return;
    }
    const { low, high, colours, unit } = layer.legend;
    const ramp = element('canvas', { width: 240, height: 12 });
    const context = ramp.getContext('2d');
    const gradient = context.createLinearGradient(0, 0, ramp.width, 0);
    colours.forEach((colour, number) => gradient.addColorStop(number / (colours.length - 1), colour));
    context.fillStyle = gradient;
    context.fillRect(0, 0, ramp.width, ramp.height);
    const said = (value) => `${value.toPrecision(3)} ${t(unit)}`.trim();
    this.legend.append(ramp, element('div', { className: 'ends' }, element('span', { textContent: said(low) }), element('span', { textContent: said(high) })));
  }
}

function swatch(colour) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const square = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [key, value] of Object.entries({ x: 0.5, y: 0.5, width: 15, height: 15, rx: 3, fill: colour })) square.setAttribute(key, value);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(square);
  return svg;
}
