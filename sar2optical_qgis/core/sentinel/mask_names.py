"""What the names of a mask's classes tell: files that name them (category names, attribute tables) have any codes."""

from __future__ import annotations

import re

_UNKNOWN = re.compile(
    r'no.?data|(?<![a-z])fill|(?<![a-z])null|unknown|undefined|missing|outside|not.?observed|keine daten|unbekannt',
    re.IGNORECASE,
)
_NOT_HIDDEN = re.compile(
    r'(?<![a-z])(?:no|not|non|without|free of|sans)[ _-]?(?:cloud|shadow|nuage)\w*|cloud[ _-]?(?:free|less)'
    r'|wolken(?:los|frei)',
    re.IGNORECASE,
)
_CLEAR = re.compile(
    r'(?<![a-z])clear|(?<![a-z])valid|usable|land|water|snow|(?<![a-z])ice(?![a-z])|veget|soil|ground|bare'
    r'|(?<![a-z])sea(?![a-z])|ocean|forest|built|urban|(?<![a-z])klar|wasser|schnee|boden|neige|despejado|agua|nieve',
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r'cloud|shadow|cirrus|haze|smoke|unusable|invalid|saturat|defect|wolke|schatten|nuage|ombre|nube|sombra|nuvem',
    re.IGNORECASE,
)


_OF_SCL = {
    4: 'veg',
    5: 'soil|bare|not.?veg|boden|sol|suelo',
    6: 'wa[st]|eau|agua|água',
    11: 'snow|schnee|neige|niev|neve',
}


def are_of_scl(names: dict[int, str]) -> bool:
    """Whether names are those of a scene classification, whose dark areas and unclassified pixels stay ground."""
    told = [bool(re.search(words, names[code], re.IGNORECASE)) for code, words in _OF_SCL.items() if names.get(code)]
    return bool(told) and all(told)


def classes_of(names: dict[int, str], codes: set[float]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the codes that hide, and those that know nothing, by {code: name}; None where names do not tell all.

    ``codes``: those of a sample. "Cloud over water" hides; "no cloud" and "cloud free" are clear.
    """
    meaning = {code: _meaning(name) for code, name in names.items() if name.strip()}
    if 'hidden' not in meaning.values() or 'clear' not in meaning.values():
        return None
    if any(not meaning.get(int(code), '') for code in codes):
        return None
    return tuple(
        tuple(sorted(code for code, kind in meaning.items() if kind == wanted)) for wanted in ('hidden', 'unknown')
    )


def _meaning(name: str) -> str:
    without = _NOT_HIDDEN.sub('clear', name)
    if _UNKNOWN.search(name):
        return 'unknown'
    if _HIDDEN.search(without):
        return 'hidden'
    return 'clear' if _CLEAR.search(without) else ''
