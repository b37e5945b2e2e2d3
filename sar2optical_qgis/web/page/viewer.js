// Pictures laid over each other: the input below, results above it right of a line that is dragged. Pan, zoom, pinch, keys.
const STEP = 1.25;
const MOST = 32;

export class Viewer {
  constructor(stage, { onLine } = {}) {
    this.stage = stage;
    this.layers = stage.querySelector('#layers');
    this.line = stage.querySelector('#line');
    this.left = stage.querySelector('#label-before');
    this.right = stage.querySelector('#label-after');
    this.onLine = onLine;
    this.images = new Map(); // name -> {image, isAbove, size}
    this.world = [1, 1];
    [this.x, this.y, this.scale, this.share] = [0, 0, 1, 0.5];
    this.isFitted = true;
    this.pointers = new Map();
    this.#listen();
    new ResizeObserver(() => (this.isFitted ? this.fit() : this.draw())).observe(stage);
  }

  // Shows a picture as the layer `name`; resolves when it is there. The first layer below gives the size of the world.
  async show(name, url, { isAbove = true, alt = '', coarse = false, opacity = 1 } = {}) {
    const image = new Image();
    image.src = url;
    image.alt = alt;
    image.draggable = false;
    await image.decode();
    const old = this.images.get(name)?.image;
    if (!isAbove && name === 'input') {
      this.world = [image.naturalWidth, image.naturalHeight];
      this.isFitted = true;
    }
    image.classList.toggle('coarse', coarse);
    image.style.opacity = opacity;
    this.images.set(name, { image, isAbove });
    if (old) old.replaceWith(image); else this.layers.append(image);
    this.isFitted ? this.fit() : this.draw();
  }

  hide(name) {
    this.images.get(name)?.image.remove();
    this.images.delete(name);
    this.draw();
  }

  clear(keep = []) {
    for (const name of [...this.images.keys()]) if (!keep.includes(name)) this.hide(name);
  }

  setOpacity(name, value) {
    const layer = this.images.get(name);
    if (layer) layer.image.style.opacity = value;
  }

  setLabels(before, after) {
    this.left.textContent = before;
    this.right.textContent = after;
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height) return;
    this.scale = Math.min(width / this.world[0], height / this.world[1]);
    this.x = (width - this.world[0] * this.scale) / 2;
    this.y = (height - this.world[1] * this.scale) / 2;
    this.isFitted = true;
    this.draw();
  }

  zoom(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    const least = 0.5 * Math.min(this.stage.clientWidth / this.world[0], this.stage.clientHeight / this.world[1]);
    const scale = Math.min(Math.max(this.scale * factor, Math.min(least, 1)), MOST);
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.isFitted = false;
    this.draw();
  }

  pan(dx, dy) {
    const [width, height] = [this.stage.clientWidth, this.stage.clientHeight];
    this.x = Math.min(Math.max(this.x + dx, 60 - this.world[0] * this.scale), width - 60);
    this.y = Math.min(Math.max(this.y + dy, 60 - this.world[1] * this.scale), height - 60);
    this.isFitted = false;
    this.draw();
  }

  setLine(share) {
    this.share = Math.min(Math.max(share, 0), 1);
    this.draw();
    this.onLine?.(this.share);
  }

  // Draws the line in from the right, so that the first result is seen to come over the input.
  sweep(from = 1, to = 0.5) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.setLine(to);
    const start = performance.now();
    this.isSweeping = true;
    const frame = (now) => {
      if (!this.isSweeping) return; // the user has taken the line
      const done = Math.min((now - start) / 650, 1);
      this.setLine(from + (to - from) * (1 - (1 - done) ** 3));
      this.isSweeping = done < 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  draw() {
    const at = this.share * this.stage.clientWidth;
    const cut = Math.max((at - this.x) / this.scale, 0);
    const hasAbove = [...this.images.values()].some((layer) => layer.isAbove);
    for (const { image, isAbove } of this.images.values()) {
      image.style.width = `${this.world[0]}px`;
      image.style.height = `${this.world[1]}px`;
      image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      image.style.clipPath = isAbove ? `inset(0 0 0 ${cut}px)` : '';
      image.classList.toggle('crisp', this.scale * (this.world[0] / image.naturalWidth) > 2.5 && !image.classList.contains('coarse'));
    }
    this.line.hidden = !hasAbove;
    this.line.style.left = `${100 * this.share}%`;
    const percent = Math.round(100 * this.share);
    this.line.setAttribute('aria-valuenow', percent);
    this.line.setAttribute('aria-valuetext', `${percent} %`);
    this.left.classList.toggle('gone', hasAbove && at < this.left.offsetWidth + 24);
    this.right.classList.toggle('gone', !hasAbove || this.stage.clientWidth - at < this.right.offsetWidth + 24);
  }

  #listen() {
    const at = (event) => {
      const box = this.stage.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.line.addEventListener('pointerdown', (event) => {
      this.isHeld = true;
      this.isSweeping = false;
      this.line.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.line.focus({ preventScroll: true, focusVisible: false });
    });
    this.line.addEventListener('pointermove', (event) => this.isHeld && this.setLine(at(event)[0] / this.stage.clientWidth));
    for (const name of ['pointerup', 'pointercancel']) this.line.addEventListener(name, () => { this.isHeld = false; });
    this.line.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? 0.1 : 0.02;
      const to = { ArrowLeft: this.share - step, ArrowDown: this.share - step, ArrowRight: this.share + step, ArrowUp: this.share + step,
        PageDown: this.share - 0.1, PageUp: this.share + 0.1, Home: 0, End: 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.isSweeping = false;
      this.setLine(to);
    });

    this.layers.addEventListener('pointerdown', (event) => {
      this.layers.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, at(event));
    });
    this.layers.addEventListener('pointermove', (event) => {
      const before = this.pointers.get(event.pointerId);
      if (!before) return;
      const now = at(event);
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const apart = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
        this.zoom(apart(now) / Math.max(apart(before), 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
        this.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      } else this.pan(now[0] - before[0], now[1] - before[1]);
      this.pointers.set(event.pointerId, now);
    });
    for (const name of ['pointerup', 'pointercancel']) this.layers.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    this.stage.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), ...at(event));
    }, { passive: false });
    this.layers.addEventListener('dblclick', (event) => this.zoom(2, ...at(event)));
    this.layers.addEventListener('keydown', (event) => {
      const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (move) this.pan(...move);
      else if (event.key === '+' || event.key === '=') this.zoom(STEP);
      else if (event.key === '-') this.zoom(1 / STEP);
      else if (event.key === '0') this.fit();
      else return;
      event.preventDefault();
    });
    this.stage.querySelector('#zoom-in').addEventListener('click', () => this.zoom(STEP));
    this.stage.querySelector('#zoom-out').addEventListener('click', () => this.zoom(1 / STEP));
    this.stage.querySelector('#zoom-fit').addEventListener('click', () => this.fit());
  }
}
