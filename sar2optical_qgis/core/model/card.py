"""ModelCard: what a model needs and gives. It travels inside the ONNX file, as JSON in the metadata."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields

from ..errors import ModelError

METADATA_KEY = 'sar2optical_card'
TASKS = ('sar-to-optical', 'cloud-removal', 'series', 'older-picture', 'cloud-mask')
UNITS = ('natural-colour', 'reflectance', 'reflectance', 'natural-colour', 'probability')  # of the tasks
LONGEST = 4000  # characters of a text: it is shown, and written into every output
PICTURE_BANDS = 3
CANDIDATES = 'older', 'fitted', 'likely'  # of which a model for 'older-picture' gives the shares


@dataclass(frozen=True)
class ModelCard:
    """Everything that the pipeline must know of a network beyond its weights.

    The network takes ``input`` float32 (N, len(channels), H, W) and gives ``mean`` and ``sigma``
    (N, len(bands), H, W), both in ``units``; H and W are multiples of ``stride``. Of the task ``series`` the input is
    (N, dates, len(channels), H, W), see composite/timegate_inputs.py. A model with ``covers`` also gives ``likely``
    (N, 3, H, W), the picture that is most likely, not least wrong, and ``cover`` (N, len(covers), H, W), their shares,
    adding up to 1. Of the task ``cloud-mask`` it gives nothing but ``probability`` of its bands, which add up to 1.
    """

    name: str
    task: str
    channels: tuple[str, ...]  # input planes in order, see channels.py
    bands: tuple[str, ...]  # output bands in order
    units: str
    stride: int = 16  # pixels; H and W must be multiples
    halo: int = 48  # pixels at a tile's rim that are only context
    tile: int = 1024  # pixels; a good default for this network
    coarsest: int = 0  # metres: radar of larger pixels is enlarged for it (sar_to_optical/finer.py); 0 = none is
    version: str = '1'
    description: str = ''
    licence: str = 'GPL-2.0-or-later'
    data: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()  # kinds of ground that it tells apart, see sentinel/cover.py
    commit: str = ''
    trained: str = ''  # steps and time
    scores: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in ('channels', 'bands', 'data', 'covers'):
            value = getattr(self, key)
            if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
                raise _damaged(key, 'must be a list of names')
            object.__setattr__(self, key, tuple(value))
        for key in ('name', 'task', 'units', 'version', 'description', 'licence', 'commit', 'trained'):
            value = getattr(self, key)
            if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
                raise _damaged(key, f'must be text of at most {LONGEST} printable characters')
        if not self.name.strip():
            raise _damaged('name', 'is empty')
        if self.task not in TASKS:
            raise ModelError(f'The model is for the unknown task "{self.task}". Use a model for {" or ".join(TASKS)}.')
        if self.units not in UNITS or not self.channels or not self.bands:
            raise ModelError('The model card names no known units, channels or bands. Get the model file again.')
        for key, low, high in (('stride', 1, 256), ('halo', 0, 1024), ('tile', 64, 16384), ('coarsest', 0, 10000)):
            value = getattr(self, key)
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise _damaged(key, f'must be {low} to {high}')
        for key, most in (('channels', 256), ('bands', 64), ('covers', 32)):
            value = getattr(self, key)
            if len(value) > most or len(set(value)) < len(value) or not all(v.isprintable() for v in value):
                raise _damaged(key, f'must be up to {most} different names')
        if self.units == 'natural-colour' and len(self.bands) != PICTURE_BANDS:
            raise _damaged('bands', f'must be the {PICTURE_BANDS} colours of a picture')
        if self.units != UNITS[TASKS.index(self.task)]:
            raise _damaged('units', f'do not go with the task {self.task}')
        if not isinstance(self.scores, dict):
            raise _damaged('scores', 'must be a mapping')

    @property
    def outputs(self) -> dict[str, int]:
        """Return what the network gives, with the number of planes of each."""
        if self.units == 'probability':
            return {'probability': len(self.bands)}
        estimate = {'mean': len(self.bands), 'sigma': len(self.bands)}
        if self.task == 'older-picture':
            return {**estimate, 'shares': len(CANDIDATES)}
        return {**estimate, 'likely': PICTURE_BANDS, 'cover': len(self.covers)} if self.covers else estimate

    def to_metadata(self) -> dict[str, str]:
        """Return the ONNX metadata entry that holds this card."""
        return {METADATA_KEY: json.dumps(asdict(self), sort_keys=True)}

    @classmethod
    def from_metadata(cls, metadata: dict[str, str]) -> ModelCard:
        """Read the card from ONNX metadata; raise ModelError where it is absent or damaged."""
        if METADATA_KEY not in metadata:
            raise ModelError(
                'The file is an ONNX model without a SAR2Optical card. '
                'Use a model made by "python -m training export", or one of the shipped models.'
            )
        try:
            entries = json.loads(metadata[METADATA_KEY])
            known = {f.name for f in fields(cls)}
            return cls(**{key: value for key, value in entries.items() if key in known})
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise ModelError(f'The model card is damaged ({error}). Get the model file again.') from error


def _damaged(key: str, what: str) -> ModelError:
    return ModelError(f'The model card is damaged: "{key}" {what}. Get the model file again.')
