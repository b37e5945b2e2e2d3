"""Masks whose bits each say something: which kinds there are, what tells them apart, which of their bits hide."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

FITTING = 0.98  # of the pixels have to obey the rule of a kind
QA60_VALUES = (0.0, 1024.0, 2048.0, 3072.0)


@dataclass(frozen=True)
class BitKind:
    """A kind of bits: its name in a sentence, what hides, where it says nothing, and what tells it."""

    title: str
    hides: tuple[tuple[int, tuple[int, ...]], ...]  # fields of bits, and their values (in place) that hide
    file: str = ''  # pattern of its layers' names
    rule: Callable[[np.ndarray], np.ndarray] | None = None  # what all of its codes obey, and few of others
    fill: tuple[int, ...] = ()  # fields of bits of which any says that nothing is known
    nothing: int | None = None  # the code that says so
    is_sure: bool = False  # the name is enough, whatever the codes are

    def read(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what codes (any shape) hide, and where they know nothing."""
        unknown = codes == self.nothing if self.nothing is not None else np.zeros(codes.shape, bool)
        for bits in self.fill:
            unknown |= (codes & bits) != 0
        hidden = np.zeros(codes.shape, bool)
        for bits, values in self.hides:
            hidden |= np.isin(codes & bits, values)
        return hidden & ~unknown, unknown


def _any(bits: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return that any of some bits hides."""
    return tuple((1 << k, (1 << k,)) for k in range(16) if bits >> k & 1)


def _are_told(codes: np.ndarray, *fields: int) -> np.ndarray:
    """Return where none of the fields of bits is 0: no confidence is."""
    return np.all([(codes & bits) != 0 for bits in fields], axis=0)


def _is_qa_pixel(codes: np.ndarray) -> np.ndarray:
    """Bits 8 to 13 say how sure cloud, shadow and snow are; of the last two it is 1 or 3."""
    return _are_told(codes, 3 << 8, 1 << 10, 1 << 12)


def _is_pixel_qa(codes: np.ndarray) -> np.ndarray:
    """Bits 1 to 5 are clear, water, shadow, snow and cloud, one of them; 6 and 7 say how sure cloud is."""
    ground, hidden, snow = (codes & 0b110) != 0, (codes & 0b101000) != 0, (codes & 0b10000) != 0
    is_low = codes < 2048
    return is_low & (ground != (hidden | snow)) & _are_told(codes, 3 << 6) & ((codes & 3 << 8) != 2 << 8)


def _is_bqa(codes: np.ndarray) -> np.ndarray:
    """Bit 4 says cloud; confidences of cloud, shadow and snow follow."""
    return (codes < 8192) & _are_told(codes, 3 << 5, 3 << 7, 3 << 9)


HLS = BitKind('the bits of HLS Fmask: cloud, beside cloud and shadow', _any(0b1110), 'HLS', nothing=255)
QA_PIXEL = BitKind('QA_PIXEL of Landsat: bits 1 to 4', _any(0b11110), '', _is_qa_pixel, fill=(1,))
QA60 = BitKind('QA60: bits 10 and 11', _any(0b110000000000))
KINDS = (
    BitKind('the bits of CLM of MAJA', _any(0b11111111), '_CLM_R[12]', is_sure=True),
    BitKind('the bits of MG2 of MAJA: cloud and its shadow', _any(0b1010), '_MG2_R[12]', is_sure=True),
    BitKind(
        'state of MODIS: cloudy, mixed, shadow, high cirrus, cloud by the internal test',
        ((3, (1, 2)), *_any(0b10000000100), (3 << 8, (3 << 8,))), r'state_(?:1km|250m|500m)|state_?qa', nothing=65535,
    ),
    BitKind(
        'QAI of FORCE: any cloud, its shadow', _any(0b1110), r'(?<![A-Za-z])QAI(?![A-Za-z])', fill=(1,), is_sure=True,
    ),
    BitKind('flags of IdePix: cloud, its rim, its shadow, cirrus', _any(0b100000111110), 'pixel_classif_flags'),
    HLS,
    QA_PIXEL,
    BitKind(
        'pixel_qa of Landsat Collection 1: shadow, cloud, sure cirrus',
        (*_any(0b101000), (3 << 8, (3 << 8,))), '', _is_pixel_qa, fill=(1,),
    ),
    BitKind(
        'BQA of Landsat Collection 1: cloud, sure shadow, sure cirrus',
        (*_any(0b10000), (3 << 7, (3 << 7,)), (3 << 11, (3 << 11,))), '', _is_bqa, fill=(1,),
    ),
)  # fmt: skip


def kind_by_name(names: str) -> BitKind | None:
    """Return the kind of bits that the names of a band and its file tell; None where they tell none."""
    return next((kind for kind in KINDS if kind.file and re.search(kind.file, names, re.IGNORECASE)), None)


def kind_by_rule(codes: np.ndarray) -> BitKind | None:
    """Return the kind whose rule codes (n,) obey, beside those that say nothing; None where none is obeyed."""
    codes = codes.astype(np.int64)
    for kind in KINDS:
        if kind.rule is None:
            continue
        known = codes[~kind.read(codes)[1]]
        if known.size and kind.rule(known).mean() >= FITTING:
            return kind
    return None
