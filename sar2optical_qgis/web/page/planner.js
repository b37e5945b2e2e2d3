// From what the files are to what is done with them: a task, and the input that each file is.
const SLOTS = { // task -> role -> inputs, the first files first
  sartooptical: { radar: ['INPUT', 'REFERENCE_SAR'], optical: ['REFERENCE'], landcover: ['LANDCOVER'] },
  removeclouds: { optical: ['INPUT', 'REFERENCE'], mask: ['SCL'], radar: ['SAR'] },
  cloudfreecomposite: { optical: ['INPUTS'], mask: ['SCLS'], radar: ['SARS'] },
  cloudmask: { optical: ['INPUT'], mask: ['SCL'] },
  assess: { optical: ['GENERATED', 'REFERENCE'], mask: ['MASK'] },
};

export function suggestTask(files, known) {
  const count = (role) => files.filter((file) => file.role === role).length;
  const has = (id) => known.includes(id);
  const masks = count('mask') + files.filter((file) => file.own_mask).length;
  if (count('optical') > 1 && masks > 1 && has('cloudfreecomposite')) return 'cloudfreecomposite';
  if (count('optical') && (masks || !count('radar')) && has('removeclouds')) return 'removeclouds';
  return 'sartooptical';
}

// Gives each file the id of an input of the described task, or '' where it is of no use there.
export function assign(files, described) {
  const inputs = Object.entries(described.inputs).filter(([, part]) => part['x-kind'].startsWith('raster'));
  const slots = SLOTS[described.id] ?? {};
  const taken = new Set();
  for (const file of files) {
    const wanted = (slots[file.role] ?? []).filter((id) => described.inputs[id]);
    file.slot = wanted.find((id) => described.inputs[id]['x-kind'] === 'rasters' || !taken.has(id)) ?? '';
    if (file.slot) taken.add(file.slot);
  }
  const first = inputs[0]?.[0];
  if (first && !files.some((file) => file.slot === first)) { // whatever it looks like, something must be the input
    const free = files.find((file) => !file.slot);
    if (free) free.slot = first;
  }
}

// The raster inputs of an execution.
export function rasterInputs(files, described) {
  const inputs = {};
  for (const file of files.filter((each) => each.slot)) {
    if (described.inputs[file.slot]['x-kind'] === 'rasters') (inputs[file.slot] ??= []).push(file.id);
    else inputs[file.slot] = file.id;
  }
  return inputs;
}

// What is missing before the task can run, as ids of inputs.
export function missing(files, described) {
  return Object.entries(described.inputs)
    .filter(([id, part]) => part.minOccurs > 0 && part['x-kind'].startsWith('raster') && !files.some((file) => file.slot === id))
    .map(([id]) => id);
}
