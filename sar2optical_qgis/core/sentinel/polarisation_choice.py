"""Which band of a radar stack is VV and which VH, where several are: both of one date, the best of their kind."""

from __future__ import annotations

import re
from itertools import product

from ..errors import InputError
from .band_names import polarisation_of
from .dates import find_date

_CALIBRATED = 'sigma', 'gamma'  # nought, as the network knows it
_MEAN = re.compile(r'mean|median|p50|(?<![a-z])(?:avg|med)(?![a-z])', re.IGNORECASE)
_ITSELF = re.compile(r'[VH]{2}', re.IGNORECASE)


def polarisations_in(descriptions: tuple[str, ...]) -> tuple[dict[str, int], str]:
    """Return {'VV': number, 'VH': number}, either may be missing, and what to say where there was a choice."""
    several: dict[str, list[int]] = {}
    for number, description in enumerate(descriptions, 1):
        several.setdefault(polarisation_of(description), []).append(number)
    several.pop('', None)
    pairs = product(*several.values())
    best = min(pairs, key=lambda pair: _rank_of_pair([descriptions[n - 1] for n in pair])) if several else ()
    found, told = dict(zip(several, best)), ''
    if any(len(numbers) > 1 for numbers in several.values()):
        told = ' Of several of one name the calibrated one, the mean, the plainest or the first is taken.'
    days = {find_date(descriptions[number - 1]) for numbers in several.values() for number in numbers} - {None}
    if len(days) > 1:
        taken = sorted({str(find_date(descriptions[number - 1])) for number in best})
        those = ' and that of '.join(taken)
        told += f' Of {len(days)} dates that of {those} is taken: for another one give its bands alone.'
    return found, told


def require_no_dates(descriptions: tuple[str, ...], role: str) -> None:
    """Raise InputError where bands without a polarisation are called by different dates: no VV and VH of one."""
    days = [find_date(name) for name in descriptions]
    if None not in days and len(set(days)) > 1:
        raise InputError(
            f'{role} holds {len(days)} dates ({", ".join(map(str, days[:3]))}{" ..." if len(days) > 3 else ""}), '
            'one a band. Give the band of one date alone, or say with BANDS which it is, such as VV=1.'
        )


def _are_of_one_date(name: str, other: str) -> bool:
    """Whether bands of two polarisations go together: of one date, or else called alike but for the polarisation."""
    days = find_date(name), find_date(other)
    return days[0] == days[1] if None not in days else _ITSELF.sub('', name) == _ITSELF.sub('', other)


def _rank_of_pair(names: list[str]) -> tuple:
    """Return what sorts one band of each polarisation: those of one date first, then what _rank() says of each."""
    return not _are_of_one_date(names[0], names[-1]), *map(_rank, names)


def _rank(description: str) -> tuple[int, bool, bool, int]:
    """Return what sorts bands of one polarisation: calibrated ones first, and of minimum, mean and maximum the mean.

    SNAP keeps amplitude, intensity and beta nought beside sigma nought, and this in dB beside power. Names of what was
    made of a band are longer than its own: VV_min beside VV.
    """
    is_level = bool(re.search(r'(?:^|_)db$', description, re.IGNORECASE))
    kind = next((k for k, word in enumerate(_CALIBRATED) if word in description.lower()), len(_CALIBRATED))
    return kind, not _MEAN.search(description), not is_level, len(description)
