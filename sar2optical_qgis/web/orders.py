"""Orders: what a client asks of a process, read from JSON against the core's description of the task."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from ..core.description import Description, Output, Parameter
from .catalogue import MEDIA
from .limits import Limits
from .problems import Problem
from .rasters import KINDS, SUFFIXES, kind_of
from .uploads import ID, Uploads

PNG = 'image/png'
TEXT = 2000  # characters of a line of text
LIST = 30  # rasters of one parameter
PATHLIKE = re.compile(r'[/\\]|\.onnx$|^\.|:', re.IGNORECASE)
CRS = re.compile(
    r'^(https?://www\.opengis\.net/def/crs/(EPSG/[\d.]+/\d+|OGC/[\d.]+/CRS84)|EPSG:\d+|CRS84)$', re.IGNORECASE
)


@dataclass
class Order:
    """What a job is to do. ``inputs``: by id, rasters as paths in the job's folder; ``outputs``: id -> media type."""

    process: str
    inputs: dict[str, object] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    references: frozenset[str] = frozenset()  # outputs that are wanted as links
    is_raw: bool = True
    pictures: bool = False  # a coarse one first, and pictures of all rasters


def bad(sentence: str) -> Problem:
    """Return the problem of a request that says something wrong."""
    return Problem(400, sentence, 'invalid-parameter-value')


def read(told: Description, body: object, uploads: Uploads, folder: Path, limits: Limits) -> Order:
    """Return the order that a body in JSON is; rasters are laid into ``folder``. Raise Problem."""
    if not isinstance(body, dict):
        raise bad('The request is no JSON object. Send {"inputs": {...}, "outputs": {...}}.')
    order = Order(told.id, is_raw=body.get('response', 'raw') != 'document', pictures=body.get('pictures') is True)
    inputs = body.get('inputs', {})
    if not isinstance(inputs, dict):
        raise bad('"inputs" is no JSON object. Send {"INPUT": ...}.')
    known = {part.id: part for part in told.parameters}
    if strange := sorted(set(inputs) - set(known)):
        raise bad(f'{told.id} knows no input {str(strange[0])[:40]}. It takes {", ".join(known)}.')
    (folder / 'in').mkdir(parents=True)
    for name, part in known.items():
        value = inputs.get(name)
        if value in (None, '', []):
            if not part.is_optional:
                raise bad(f'{name} is missing. {part.remedy}')
        elif part.kind in ('raster', 'rasters'):
            order.inputs[name] = _rasters(part, value, uploads, folder, limits)
        else:
            order.inputs[name] = _literal(part, value)
    _outputs(order, told, body.get('outputs'))
    return order


def _literal(part: Parameter, value: object) -> object:
    if isinstance(value, dict) and 'value' in value and part.kind != 'extent':
        value = value['value']
    if part.kind == 'choice':
        if not isinstance(value, str) or value not in part.choices:
            raise bad(f'{part.id} is "{str(value)[:60]}". Use one of the words {", ".join(part.choices)}.')
        return value
    if part.kind == 'number':
        low, high = part.limits
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise bad(f'{part.id} is "{str(value)[:60]}". Use a whole number from {low} to {high}.')
        return value
    if part.kind == 'extent':
        return _extent(value)
    if not isinstance(value, str) or len(value) > TEXT or not value.isprintable() or PATHLIKE.search(value):
        raise bad(f'{part.id} is no short text without paths. See its description.')
    return value


def _extent(value: object) -> dict:
    box = value.get('bbox') if isinstance(value, dict) else value
    crs = value.get('crs', '') if isinstance(value, dict) else ''
    numbers = isinstance(box, list) and len(box) == 4 and all(
        isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) < 1e9 for v in box
    )  # fmt: skip
    if not numbers or box[0] >= box[2] or box[1] >= box[3]:
        raise bad(
            'EXTENT is no box. Send {"bbox": [west, south, east, north]}, in degrees unless "crs" says otherwise.'
        )
    if crs and (not isinstance(crs, str) or not CRS.match(crs)):
        raise bad('The CRS of EXTENT is unknown. Send a code such as EPSG:32632.')
    return {'bbox': [float(v) for v in box], 'crs': crs}


def _rasters(part: Parameter, value: object, uploads: Uploads, folder: Path, limits: Limits) -> str | list[str]:
    """Lay the rasters of a parameter into the job's folder; return their paths there."""
    values = value if isinstance(value, list) else [value]
    if len(values) > (LIST if part.kind == 'rasters' else 1):
        raise bad(f'{part.id} takes {"at most 30 rasters" if part.kind == "rasters" else "one raster"}.')
    paths = []
    for each in values:
        target = folder / 'in' / secrets.token_hex(4)
        paths.append(str(_raster(part, each, uploads, target, limits).relative_to(folder)))
    return paths if part.kind == 'rasters' else paths[0]


def _raster(part: Parameter, value: object, uploads: Uploads, target: Path, limits: Limits) -> Path:
    """Lay one raster, an upload or a value in base64, into the folder ``target``; return its path."""
    if isinstance(value, dict) and isinstance(value.get('href'), str):
        name = value['href'].rsplit('/uploads/', 1)[-1] if '/uploads/' in value['href'] else ''
        if not ID.match(name):
            raise bad(f'{part.id} is a link to elsewhere, which this service never opens. Send the file to /uploads.')
        return uploads.of(name).link(target)
    value = value.get('value') if isinstance(value, dict) else value
    if not isinstance(value, str):
        raise bad(f'{part.id} is neither the id of an upload nor a raster in base64. {part.remedy}')
    if ID.match(value):
        return uploads.of(value).link(target)
    try:
        content = base64.b64decode(value.encode('ascii'), validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad(f'{part.id} is neither the id of an upload nor a raster in base64. {part.remedy}') from error
    kind = kind_of(content[:32])
    if kind in ('', 'zip'):
        raise Problem(415, f'{part.id} is no {KINDS}. Export it as GeoTIFF; a zip goes to /uploads.')
    target.mkdir(parents=True)
    path = target / f'{part.id.lower()}{SUFFIXES[kind]}'
    path.write_bytes(content)
    return path


def _outputs(order: Order, told: Description, wanted: object) -> None:
    """Read which outputs are wanted, as what, by value or as a link; none named means all."""
    known = {output.id: output for output in told.outputs}
    wanted = {name: {} for name in known} if wanted in (None, {}) else wanted
    if not isinstance(wanted, dict):
        raise bad('"outputs" is no JSON object. Send {"OUTPUT": {}}.')
    if strange := sorted(set(wanted) - set(known)):
        raise bad(f'{told.id} makes no {str(strange[0])[:40]}. It makes {", ".join(known)}.')
    references = set()
    for name, how in wanted.items():
        how = how if isinstance(how, dict) else {}
        order.outputs[name] = _media(known[name], how.get('format'))
        transmission = how.get('transmissionMode', 'value')
        if transmission not in ('value', 'reference'):
            raise bad(f'The transmissionMode of {name} is unknown. Use value or reference.')
        if transmission == 'reference':
            references.add(name)
    order.references = frozenset(references)


def _media(output: Output, how: object) -> str:
    media = how.get('mediaType', '') if isinstance(how, dict) else ''
    usual = MEDIA[output.kind]
    if not media or (isinstance(media, str) and media.split(';')[0].strip() == usual.split(';')[0]):
        return usual
    if media == PNG and output.kind == 'raster':
        return PNG
    raise bad(
        f'{output.id} is not made as {str(media)[:60]}. Use {usual}{" or " + PNG if output.kind == "raster" else ""}.'
    )
