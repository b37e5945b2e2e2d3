"""Zips of Sentinel products: checked entry by entry before anything is unpacked, then only rasters and metadata."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .limits import Limits
from .rasters import SUFFIXES, Refused, kind_of

TAKEN = re.compile(r'\.(jp2|tiff?|xml|safe)$', re.IGNORECASE)
LEFT = re.compile(r'/(HTML|QI_DATA|AUX_DATA|preview|support|rep_info|icons|logo)/', re.IGNORECASE)
PLAIN = re.compile(r'^[\w.+ -]+(/[\w.+ -]+)*/?$')
HREF = re.compile(r'(?:href|fileLocation)\s*=\s*["\']([^"\']*)', re.IGNORECASE)
CHUNK = 1 << 20
XML_BYTES = 32 << 20


def unpack(path: Path, target: Path, limits: Limits) -> Path:
    """Unpack a zipped product below ``target``; return its .SAFE folder. Raise Refused for any other zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            product = _check(entries, path.stat().st_size, limits)
            for entry in entries:
                if TAKEN.search(entry.filename) and not LEFT.search(entry.filename):
                    _write(archive, entry, target / entry.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused('The zip is damaged or of a kind that cannot be read. Get the product again.', 415) from error
    if not (target / product).is_dir():
        raise Refused('The zip holds no rasters of a product. Get the product again.', 415)
    return target / product


def _check(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> str:
    """Return the name of the .SAFE folder; raise Refused where any entry is not what a product holds."""
    if len(entries) > limits.zip_files:
        raise Refused(f'The zip holds {len(entries)} files; {limits.zip_files} are taken.', 413)
    size = sum(entry.file_size for entry in entries)
    if size > limits.zip_bytes or size > limits.HARMLESS + limits.ratio * packed:
        raise Refused('The zip holds far more than a product does. Get the product again.', 413)
    for entry in entries:
        mode = entry.external_attr >> 16
        parts = PurePosixPath(entry.filename).parts
        if not PLAIN.match(entry.filename) or '..' in parts or len(entry.filename) > 300 or len(parts) > 12:
            raise Refused('The zip holds names that lead out of its folder. Get the product again.', 400)
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise Refused('The zip holds links or devices, which no product does. Get the product again.', 400)
        if entry.flag_bits & 1:
            raise Refused('The zip is encrypted. Unpack it, and zip the product without a password.', 400)
    products = {entry.filename.split('/')[0] for entry in entries if '.SAFE/' in entry.filename.upper()}
    if len(products) != 1 or not next(iter(products)).upper().endswith('.SAFE'):
        raise Refused('The zip holds no single .SAFE product. Drop its rasters as GeoTIFF instead.', 415)
    return products.pop()


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one entry, no byte more than it claimed, and see that it is what its name says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    left, head = entry.file_size, b''
    with archive.open(entry) as source, target.open('xb') as file:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Refused('The zip holds more than it claims. Get the product again.', 413)
            head = head or chunk
            file.write(chunk)
    suffix = target.suffix.lower().replace('.tiff', '.tif')
    if suffix in ('.jp2', '.tif') and SUFFIXES.get(kind_of(head)) != suffix:
        raise Refused(f'{target.name} in the zip is not what its name says. Get the product again.', 415)
    if suffix in ('.xml', '.safe'):
        _check_text(target)


def _check_text(path: Path) -> None:
    """Metadata name the product's files; GDAL follows them, so none may lie elsewhere."""
    if path.stat().st_size > XML_BYTES:
        raise Refused(f'{path.name} in the zip is larger than any metadata are. Get the product again.', 413)
    text = path.read_text('utf-8', errors='replace')
    if '<!ENTITY' in text or '/vsi' in text:
        raise Refused(f'{path.name} in the zip refers to other files. Get the product again.', 400)
    for link in HREF.findall(text):
        if link.startswith(('/', '\\')) or '..' in link:
            raise Refused(f'{path.name} in the zip refers to other files. Get the product again.', 400)
