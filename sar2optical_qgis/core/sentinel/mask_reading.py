"""How a mask layer is read: plain codes, bits, shares of any range, several bands; found in the pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..raster.raster import Raster
from .band_names import are_only_counted
from .class_codes import looks_interpolated
from .class_names import class_names
from .mask_bits import HLS, QA60, QA60_VALUES, BitKind, kind_by_name, kind_by_rule
from .mask_names import are_of_scl, classes_of
from .mask_types import hidden_by

CODES_OF_FMASK = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 255.0}
FULL = (1.0, 100.0, 255.0, 10000.0, 65535.0)  # what stands for a probability of 1
PER_CENT = 'CLDPRB'  # Sen2Cor's probability, whatever the highest number is
SHARE = 0.4  # of a probability, from which pixels are hidden by default
CLOUD_BANDS = (
    'cloud', 'clouds', 'cloudy', 'shadow', 'shadows', 'haze', 'cirrus', 'opaque', 'smoke', 'cloudshadow',
)  # fmt: skip  # words in the names of bands of 0 and 1
CLASSI = 'opaque clouds', 'cirrus clouds', 'snow'  # bands of MSK_CLASSI, from baseline 04.00 on
ONE_OF = {
    'scl': ('SCL',),
    'binary': ('CLM', 'CLOUDMASK', 'CLOUD_MASK', 'MASK'),
    'probability': ('CLP', 'CLD', 'CLDPRB', 'PROBABILITY', 'CLOUD_PROBABILITY', 'CLOUD_PROB'),
    'fmask': ('FMASK', 'QA_PIXEL'),
    'omnicloudmask': ('OMNICLOUDMASK',),
}  # names of the band that is meant among several
_IN_NAME = {
    'scl': r'scl(?![a-z])|scene ?class',
    'probability': r'clp(?![a-z])|cld ?prb|cloud ?(?:prob|confidence)',
    'fmask': r'fmask|qa ?pixel',
}  # words that are in the name of that band alone
NAMED = ('scl', 'binary', 'omnicloudmask', 'fmask')  # types whose codes a file may name otherwise
FEW_CODES = ({0.0, 1.0, 2.0, 3.0}, {0.0, 1.0, 255.0})  # values that a mask of yes and no may have, beside any two
HALF, MOSTLY = 128.0, 0.9  # of a mask of 0 and 255; share of its pixels that softening leaves near either
_CLEAR = re.compile(
    r'(?<![a-z])(?:clear|valid|usable|data ?mask|cloud ?free|cloudless|no ?cloud|cs|cs ?cdf|clear ?(?:prob|conf)\w*'
    r'|cloud ?score ?plus)(?![a-z])'
)  # names of layers that tell what is seen, rather than what is hidden
_CLEAR_FILE = re.compile(
    r'(?<![a-z])(?:cloud ?free|cloudless|cs ?cdf|(?:clear|valid) ?mask|clear ?(?:prob|conf)\w*|cloud ?score ?plus)'
    r'(?![a-z])'
)  # of files: surer
_DETECTOR = re.compile(r's(?:en(?:tinel)?)?[-_ ]?2[-_ ]?cloudless', re.IGNORECASE)  # which finds clouds
_NOT = re.compile(r'(?<![a-z])(?:not|un|in|non)(?![a-z])')
CLOUD_SCORE = re.compile(r'(?<![a-z])(?:cs|cloud ?score ?plus)(?![a-z])')  # Cloud Score+ of Earth Engine, 1 = clear
CLEAR_SCORE = 0.6  # of it, as its makers advise


@dataclass(frozen=True)
class MaskReading:
    """Which bands of a mask are read, and what their values mean."""

    bands: tuple[int, ...]
    kind: str  # codes, names, bits, share, clear share, clear band, any band, UDM2
    mask_type: str
    hide: str = ''
    note: str = ''
    bits: BitKind | None = None
    least: float = 0.0  # of a share
    outside_is_clear: bool = False  # clouds rasterised on nothing
    unknown: tuple[int, ...] = ()  # codes that say nothing of a pixel

    def read(self, values: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what is hidden and where the mask knows nothing, (rows, cols), of values (bands, rows, cols)."""
        lost = ~known.all(axis=0)
        nothing = lost.copy()
        if self.kind == 'bits':
            hidden, unknown = self.bits.read(np.nan_to_num(values[0]).astype(np.int64))
            nothing |= unknown
            hidden &= ~nothing
        elif self.kind == 'share':
            hidden = values[0] >= self.least
        elif self.kind == 'clear share':
            hidden = values[0] < self.least
        elif self.kind == 'clear band':
            hidden = (values == 0).all(axis=0)  # of clear and of snow, which is ground
        elif self.kind == 'UDM2':  # clear and snow, then what hides
            hidden = (values[:2] == 0).all(axis=0) | (values[2:] > 0).any(axis=0)
        elif self.kind == 'any band':
            hidden = (values > 0).any(axis=0)
        else:
            nodata = {'scl': 0, 'fmask': 255}.get(self.mask_type)
            if nodata is not None:
                nothing |= values[0] == nodata
            hidden = hidden_by(values[0], np.ones(lost.shape, bool), self.mask_type, self.hide)
            if self.unknown:
                nothing |= np.isin(values[0], self.unknown)
                lost |= nothing
        if self.outside_is_clear:
            return hidden & ~lost, np.zeros_like(lost)
        return hidden | lost, nothing


def reading_of(mask: Raster, mask_type: str, hide: str = '') -> MaskReading:
    """Decide how a mask is read, from a sample of it; InputError where it cannot be what it should be."""
    count, names = mask.count, [d.strip() for d in mask.descriptions[: mask.count]]
    band, several = 1, _several(mask, names, mask_type) if count > 1 else None
    if isinstance(several, MaskReading):
        return several
    band = several or 1
    values, good = mask.sample((band,))
    seen = values[good].astype(np.float64)
    few = np.unique(seen) if seen.size else np.zeros(0)
    called = f' ({names[band - 1]})' if names[band - 1] else ''
    note = f'{mask.role}: band {band}{called} is the mask.' if count > 1 else ''
    if mask_type in ('scl', 'omnicloudmask', 'fmask') and few.size and (few != np.rint(few)).any():
        raise InputError(
            f'{mask.role} holds {few[few != np.rint(few)][0]:g} and other values between the codes, as interpolation '
            'makes them. Resample it again by nearest neighbour.'
        )
    if mask_type == 'scl' and looks_interpolated(mask, band):
        raise InputError(
            f'{mask.role} has narrow rims of codes that lie between those of their neighbours, as interpolation makes '
            'them. Resample it again by nearest neighbour.'
        )
    named = _named(mask, band, few, mask_type) if mask_type in NAMED and not hide else None
    if named is not None:
        return named
    if mask_type == 'scl' and few.size and set(few) <= {0.0, 1.0} and 1.0 in few:
        raise InputError(
            f'{mask.role} holds nothing but 0 and 1, which is no scene classification. Choose MASK_TYPE binary.'
        )
    bits = _bits(mask, names[band - 1], seen, few, mask_type, hide)
    if bits is not None:
        note = f'{mask.role} is read as {bits.title} hide.'
        return MaskReading((band,), 'bits', mask_type, note=note, bits=bits)
    if mask_type in ('binary', 'probability') and not hide and _is_clear(names[band - 1], mask.name):
        return _clear(mask, band, names[band - 1], few, mask_type)
    if mask_type == 'fmask' and not hide and few.size:
        return _fmask(mask, band, few, note)
    if mask_type == 'probability' and seen.size:
        return _share(mask, band, few, hide, note)
    if mask_type == 'binary' and not hide and few.size and (few != np.rint(few)).any():
        raise InputError(
            f'{mask.role} holds {few[few != np.rint(few)][0]:g}, but MASK_TYPE binary means 0 and 1. Choose '
            'MASK_TYPE probability, or say from where on to hide with HIDE, such as >=0.5.'
        )
    if mask_type == 'binary' and not hide and mask.is_byte and _is_softened(seen):
        note = f'{mask.role} is a mask of 0 and 255 that was softened, as JPEG does: from {HALF:g} on it hides.'
        return MaskReading((band,), 'share', mask_type, note=note, least=HALF)
    is_alone = mask_type == 'binary' and not hide and few.size == 1 and few[0] >= 1
    if is_alone and not good.all():
        note = f'{mask.role} holds nothing but {few[0]:g}; where it has no data is taken as clear.'
        return MaskReading((band,), 'codes', mask_type, hide, note, outside_is_clear=True)
    if mask_type == 'binary' and not hide and few.size > 2 and not any(set(few) <= codes for codes in FEW_CODES):
        raise InputError(
            f'{mask.role} holds {few.size} different values, but MASK_TYPE binary means 0 and 1. Choose the MASK_TYPE '
            'that it is of, or say what to hide with HIDE.'
        )
    return MaskReading((band,), 'codes', mask_type, hide, note)


def _is_softened(seen: np.ndarray) -> bool:
    """Whether numbers (n,) lie around 0 and around 255, several near either, and hardly any between: no codes do."""
    low, high = seen < 0.5 * HALF, seen >= 1.5 * HALF
    return (low | high).mean() >= MOSTLY and min(len(np.unique(seen[low])), len(np.unique(seen[high]))) >= 3


def _named(mask: Raster, band: int, few: np.ndarray, mask_type: str) -> MaskReading | None:
    """Return how a band is read whose classes have names that mean something else than its type does."""
    names = class_names(mask.dataset.GetRasterBand(band))
    named = None if mask_type == 'scl' and are_of_scl(names) else classes_of(names, set(few))
    if named is None or (np.isin(few, named[0]) == hidden_by(few, np.ones(few.shape, bool), mask_type)).all():
        return None
    hidden = ', '.join(map(str, named[0]))
    note = f'{mask.role} is read by the names of its classes: {hidden} hide.'
    return MaskReading((band,), 'names', mask_type, hidden, note, unknown=named[1])


def _bits(mask: Raster, name: str, seen: np.ndarray, few: np.ndarray, mask_type: str, hide: str) -> BitKind | None:
    """Return of which kind the bits of a band are, None where it holds codes; InputError where no kind is known."""
    if not few.size:
        return None
    named = kind_by_name(f'{name} {mask.name}') if mask_type in ('binary', 'fmask') and not hide else None
    if named not in (None, HLS) and (named.is_sure or few.max() > max(CODES_OF_FMASK - {255.0})):
        return named
    if mask_type != 'omnicloudmask' and few.max() > 255 and set(few) <= set(QA60_VALUES):
        return QA60
    if mask_type != 'fmask' or hide:
        return None
    if named is HLS:
        return named
    found = kind_by_rule(seen)
    if found is None and few.max() > 255:
        raise InputError(
            f'{mask.role} holds codes up to {few.max():g}, which are of no bits that are known here (QA_PIXEL, '
            'pixel_qa, BQA, state of MODIS by its name). Make a mask of 0 and 1 of it, and choose MASK_TYPE binary.'
        )
    return found if found or set(few) <= CODES_OF_FMASK else HLS


def _fmask(mask: Raster, band: int, few: np.ndarray, note: str) -> MaskReading:
    """Return how codes of Fmask are read, of which there are two: its own, and those of its version in Python."""
    codes = set(few)
    is_of_python = 5.0 in codes or (2.0 in codes and 4.0 not in codes) or {1.0, 2.0, 3.0, 4.0} <= codes - {0.0} == codes
    if is_of_python:  # no shadow without a cloud, no snow without ground
        note = f'{mask.role} is read by the codes of Fmask in Python: 2 (cloud) and 3 (shadow) hide.'
        return MaskReading((band,), 'codes', 'fmask', '2,3', note)
    if 0.0 not in codes and 4.0 in codes:
        note = (
            f'{mask.role}: 2 (shadow) and 4 (cloud) hide. It has no 0, which is clear ground; '
            'if it is of Fmask in Python, set HIDE to 2,3.'
        )
    return MaskReading((band,), 'codes', 'fmask', '', note)


def _is_clear(name: str, file: str) -> bool:
    """Whether a band, or without a name its file, is called by what is seen rather than by what is hidden."""
    words = re.sub(r'[^a-z]+', ' ', _DETECTOR.sub(' ', name or file.rsplit('.', 1)[0]).lower())
    return bool((_CLEAR if name else _CLEAR_FILE).search(words)) and not _NOT.search(words)


def _clear(mask: Raster, band: int, name: str, few: np.ndarray, mask_type: str) -> MaskReading:
    """Return how a band is read in which more means clearer."""
    called = f'{mask.role} is called {name or mask.name}'
    are_two = (few.size <= 2 or set(few) <= FEW_CODES[1]) and (few == np.rint(few)).all()
    if mask_type == 'binary' and are_two:
        note = f'{called}: 0 is hidden.'
        return MaskReading((band,), 'clear band', mask_type, note=note)
    high = float(few.max()) if few.size else 1.0
    full = next(full for full in FULL if high <= full or full == FULL[-1])
    is_score = CLOUD_SCORE.search(re.sub(r'[^a-z]+', ' ', (name or mask.name).lower()))
    least = (CLEAR_SCORE if is_score else 1.0 - SHARE) * full
    return MaskReading((band,), 'clear share', mask_type, note=f'{called}: less than {least:g} is hidden.', least=least)


def _several(mask: Raster, names: list[str], mask_type: str) -> MaskReading | int:
    """Return how several bands are read, or which of them is the mask; InputError where that cannot be told."""
    tokens = [re.sub(r'[^a-z]+', ' ', name.lower()).split() for name in names]
    tokens = [words[1:] if words[:1] in (['band'], ['udm']) else words for words in tokens]
    clear = next((k for k, words in enumerate(tokens) if words == ['clear']), None)
    snow = next((k for k, words in enumerate(tokens) if words == ['snow']), None)
    hiding = [k + 1 for k, words in enumerate(tokens) if set(words) & set(CLOUD_BANDS) and 'confidence' not in words]
    if clear is not None and hiding:
        note = f'{mask.role} is read by its band "clear" and those that hide (Planet UDM2).'
        if snow is None:
            return MaskReading((clear + 1,), 'clear band', mask_type, note=note)
        return MaskReading((clear + 1, snow + 1, *hiding), 'UDM2', mask_type, note=note)
    for k, name in enumerate(names):
        if re.sub('^MSK_', '', re.sub(r'[ _]+', '_', name.upper())) in ONE_OF.get(mask_type, ()):
            return k + 1
    word = _IN_NAME.get(mask_type)
    named = [k for k, name in enumerate(names, 1) if word and re.search(f'(?<![a-z])(?:{word})', _in_words(name))]
    if len(named) == 1:
        return named[0]
    values, good = mask.sample(tuple(range(1, mask.count + 1)))
    everywhere = values[:, good.all(axis=0)]
    flags = [k for k in range(mask.count) if everywhere.size and np.isin(everywhere[k], (0, 1)).all()]
    is_nameless = not any(names) or are_only_counted(tuple(names))
    if is_nameless and mask.count == len(CLASSI) and 'MSK_CLASSI' in mask.name.upper():
        names, tokens = list(CLASSI), [name.split() for name in CLASSI]
    if mask.count == 8 and is_nameless and flags[:6] == [0, 1, 2, 3, 4, 5] and everywhere[0].any():
        total = everywhere[:6].sum(axis=0)
        if (total <= 1).mean() > 0.9:
            note = f'{mask.role} is read as Planet UDM2: band 1 is clear.'
            return MaskReading((1, 2, 3, 4, 5, 6), 'UDM2', mask_type, note=note)
    named = [k + 1 for k in flags if set(tokens[k]) & set(CLOUD_BANDS)]
    if named:
        which = ', '.join(names[k - 1] for k in named)
        rest = ', '.join(names[k] for k in flags if k + 1 not in named and names[k])
        note = f'{mask.role}: {which} hide{f", {rest} not" if rest else ""}.'
        return MaskReading(tuple(named), 'any band', mask_type, note=note)
    if everywhere.size and (everywhere == everywhere[:1]).all():
        return 1
    raise InputError(
        f'{mask.role} has {mask.count} bands ({", ".join(filter(None, names)) or "without names"}), and which is '
        'the mask cannot be told. Save that band alone, and give it with its MASK_TYPE.'
    )


def _in_words(name: str) -> str:
    return re.sub(r'[^a-z0-9]+', ' ', re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', name).lower())


def _share(mask: Raster, band: int, few: np.ndarray, hide: str, note: str) -> MaskReading:
    """Return how probabilities are read: 0..1, 0..100, 0..255, 0..10000."""
    if hide:
        return MaskReading((band,), 'codes', 'probability', hide, note)
    rest = few[few != 255]
    high = float(rest.max()) if rest.size else 255.0
    if high <= 100.0 and PER_CENT in f'{mask.descriptions[band - 1]} {mask.name}'.upper():
        return MaskReading((band,), 'codes', 'probability', hide, note)  # of a nearly clear date it holds few numbers
    if few.size and set(few) <= {0.0, 1.0}:
        note = f'{mask.role} holds 0 and 1 alone: 1 is hidden.'
        return MaskReading((band,), 'share', 'probability', note=note, least=1.0)
    full = next(full for full in FULL if high <= full or full == FULL[-1])
    if full == 100.0:  # there 255 says that it is not known
        return MaskReading((band,), 'codes', 'probability', hide, note)
    note = f'{mask.role} holds probabilities up to {full:g}: from {SHARE * full:g} on they hide.'
    return MaskReading((band,), 'share', 'probability', note=note, least=SHARE * full)
