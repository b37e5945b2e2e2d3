// Texts in the reader's language; English is the source, and what has no translation stays English.
let known = {};

export async function loadWords() {
  const answer = await fetch('words', { headers: { Accept: 'application/json', 'Accept-Language': navigator.languages.join(',') } });
  const { language, words, limits } = await answer.json();
  known = words;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.textContent.trim());
  for (const node of document.querySelectorAll('[data-t-aria-label]')) node.setAttribute('aria-label', t(node.getAttribute('aria-label')));
  return limits;
}

export function t(text, fields = {}) {
  const said = known[text] ?? text;
  return said.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}
