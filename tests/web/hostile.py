"""Two hundred files that mean harm: ``cases(scene)`` yields (name, content), the same ones each time."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal

SECRET = b'the secret of the server'
POINTER = '<SimpleSource><SourceFilename relativeToVRT="0">{}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>'
VRT = (
    '<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="Byte" band="1">{}</VRTRasterBand>'
    '</VRTDataset>'
)
PYTHON = (
    '<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="Byte" band="1" '
    'subClass="VRTDerivedRasterBand"><PixelFunctionLanguage>Python</PixelFunctionLanguage><PixelFunctionType>f</PixelFunctionType><PixelFunctionCode>'
    'import os; os.system("touch /tmp/sar2optical-owned")</PixelFunctionCode></VRTRasterBand></VRTDataset>'
)
RAW = (
    '<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand">'
    '<SourceFilename relativetoVRT="0">{}</SourceFilename></VRTRasterBand></VRTDataset>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>'
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
NAMES = (
    '../../../etc/passwd', '/etc/passwd', 'a\r\nSet-Cookie: b=c', '<script>alert(1)</script>.tif', 'a' * 3000 + '.tif',
    '..\\..\\a.tif', '.', '..', '', 'CON', '%2e%2e%2fa.tif', "a'; drop table jobs; --.tif", '/vsicurl/http://localhost/a.tif',
)  # fmt: skip


def encoded(driver: str, values: np.ndarray, **metadata: str) -> bytes:
    """Return (bands, rows, cols) as a file of a driver."""
    memory = gdal.GetDriverByName('MEM').Create('', values.shape[2], values.shape[1], len(values), gdal.GDT_Byte)
    memory.WriteArray(values)
    for domain, items in metadata.items():
        memory.SetMetadata(items, domain)
    gdal.GetDriverByName(driver).CreateCopy('/vsimem/hostile', memory)
    file = gdal.VSIFOpenL('/vsimem/hostile', 'rb')
    content = gdal.VSIFReadL(1, gdal.VSIStatL('/vsimem/hostile').size, file)
    gdal.VSIFCloseL(file)
    gdal.GetDriverByName(driver).Delete('/vsimem/hostile')
    return bytes(content)


def zipped(entries: dict[str, bytes], **attributes: int) -> bytes:
    """Return a zip; ``mode`` of its entries as Unix has it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = attributes.get('mode', 0o100644) << 16
            archive.writestr(entry, content)
    return target.getvalue()


def pointers(secret: Path, address: str) -> Iterator[tuple[str, bytes]]:
    """Files that name other files or addresses."""
    for place in (
        str(secret),
        '/etc/passwd',
        f'/vsicurl/{address}/a.tif',
        f'{address}/a.tif',
        '/vsistdin/',
        '/proc/self/environ',
    ):
        for text in (VRT.format(POINTER.format(place)), RAW.format(place)):
            for name in ('a.vrt', 'a.tif', 'a.png'):
                yield name, text.encode()
    yield 'a.tif', PYTHON.encode()
    for text in (
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}/${{z}}</ServerUrl></Service></GDAL_WMS>',
        f'<WMTS><GetCapabilitiesUrl>{address}</GetCapabilitiesUrl></WMTS>', ENTITY, str(secret),
        f'/vsicurl/{address}/a.tif', 'ncols 2\n', '%PDF-1.4',
        SVG, '<!doctype html><script>alert(1)</script>', '{"type":"FeatureCollection","features":[]}',
    ):  # fmt: skip
        for name in ('a.tif', 'a.svg', 'a.html'):
            yield name, text.encode()


def rasters(address: str, secret: Path) -> Iterator[tuple[str, bytes]]:
    """Damaged rasters, those that claim too much, and those that are two things at once."""
    dice = np.random.default_rng(5)
    values = dice.integers(0, 255, (3, 24, 24)).astype(np.uint8)
    good = {'tif': encoded('GTiff', values), 'png': encoded('PNG', values), 'jpg': encoded('JPEG', values)}
    good['jp2'] = encoded('JP2OpenJPEG', values)
    for suffix, content in good.items():
        for _ in range(15):
            damaged = bytearray(content)
            for at in dice.integers(0, min(len(content), 400), 4):
                damaged[at] = dice.integers(0, 256)
            yield f'flipped.{suffix}', bytes(damaged)
        for share in (0.1, 0.5, 0.95):
            yield f'short.{suffix}', content[: int(share * len(content))]
        for tail in (SVG, VRT.format(POINTER.format(secret)), '<?php system("id");'):
            yield f'both.{suffix}', content + tail.encode()
        yield f'both.{suffix}', content + zipped({'../../a': b'x'})
        yield f'head.{suffix}', content[:12] + VRT.format(POINTER.format(secret)).encode()
    for place in (f'/vsicurl/{address}/a.ovr', str(secret)):
        yield 'overview.tif', encoded('GTiff', values, OVERVIEWS={'OVERVIEW_FILE': place})
    yield 'huge.png', good['png'][:16] + struct.pack('>II', 2**31 - 1, 2**31 - 1) + good['png'][24:]
    yield 'wide.png', good['png'][:16] + struct.pack('>II', 60_000, 60_000) + good['png'][24:]
    start = good['jpg'].index(b'\xff\xc0') + 5
    yield 'huge.jpg', good['jpg'][:start] + struct.pack('>HH', 65_535, 65_535) + good['jpg'][start + 4 :]
    for width, height, bands in ((200_000, 200_000, 1), (20_000, 20_000, 1), (10_000, 10_000, 30), (64, 64, 60_000)):
        yield 'claims.tif', _tiff(width, height, bands)
    yield from (
        ('empty.tif', b''),
        ('one.tif', b'I'),
        ('magic.tif', b'II*\0'),
        ('loop.tif', b'II*\0\x08\0\0\0\0\0\x08\0\0\0'),
    )


def _tiff(width: int, height: int, bands: int) -> bytes:
    """A TIFF that is nothing but a header: no strips, so all of it is claimed."""
    tags = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, bands),
        (278, 4, height),
        (279, 4, 1),
    ]
    fields = b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in tags)
    return b'II*\0\x08\0\0\0' + struct.pack('<H', len(tags)) + fields + b'\0\0\0\0'


def zips(secret: Path) -> Iterator[tuple[str, bytes]]:
    """Zips that are bombs, lead out of their folder, hold links, or are no product."""
    safe = 'S2A_MSIL2A_20240501T000000_N0510_R000_T32TPT_20240501T000000.SAFE'
    for name in (
        '../../a.tif',
        '/etc/cron.d/a',
        f'{safe}/../../a.xml',
        'C:\\a.tif',
        f'{safe}/..\\a.xml',
        f'{safe}/a\nb.xml',
    ):
        yield 'out.zip', zipped({name: SECRET, f'{safe}/manifest.safe': b''})
    yield 'link.zip', zipped({f'{safe}/a.jp2': str(secret).encode()}, mode=0o120777)
    yield 'device.zip', zipped({f'{safe}/a.jp2': b''}, mode=0o020666)
    yield 'bomb.zip', zipped({f'{safe}/a.xml': bytes(600 << 20)})
    yield 'many.zip', zipped({f'{safe}/{k}.xml': b'' for k in range(3000)})
    yield 'nested.zip', zipped({f'{safe}/a.zip': zipped({'a': b'b'})})
    yield 'two.zip', zipped({f'{safe}/a.xml': b'', f'B{safe}/a.xml': b''})
    yield 'none.zip', zipped({'a.tif': encoded('GTiff', np.ones((1, 8, 8), np.uint8))})
    yield 'vrt.zip', zipped({f'{safe}/IMG_DATA/T_B02.jp2': VRT.format(POINTER.format(secret)).encode()})
    radar = 'S1A_IW_GRDH_1SDV_20240501T000000_20240501T000025_000000_000000_0000.SAFE'
    for href in ('../../secret', str(secret), '/vsicurl/http://localhost/a'):
        yield 'radar.zip', zipped({f'{radar}/manifest.safe': f'<a><fileLocation href="{href}"/></a>'.encode()})
    yield 'entity.zip', zipped({f'{safe}/MTD_MSIL2A.xml': ENTITY.encode()})
    whole = zipped({f'{safe}/a.xml': b'a' * 500})
    yield 'short.zip', whole[: len(whole) // 2]
    lying = bytearray(whole)
    lying[whole.index(b'PK\1\2') + 24 : whole.index(b'PK\1\2') + 28] = struct.pack('<I', 10)
    yield 'lying.zip', bytes(lying)
    locked = bytearray(whole)
    locked[whole.index(b'PK\1\2') + 8] |= 1
    yield 'locked.zip', bytes(locked)


def cases(secret: Path, address: str = 'http://127.0.0.1:9') -> list[tuple[str, bytes]]:
    """Return all of them; ``secret`` is a file that none may read, ``address`` one that none may ask."""
    small = encoded('GTiff', np.ones((1, 8, 8), np.uint8))
    named = [(name, small) for name in NAMES]
    return [*pointers(secret, address), *rasters(address, secret), *zips(secret), *named]
