"""Codecs: results are written with the one that was chosen, and a missing one is told with its remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError, OutputError
from sar2optical_qgis.core.raster import codecs
from sar2optical_qgis.core.raster.delivery import Delivery, delivering
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.writer import RasterWriter
from tests.core.runs import clean, translate
from tests.makers import write_raster

JPEG_XL, NOBODYS = 50002, 55555  # TIFF's numbers of codecs: one that few GDALs have, one that none has


def written_with(path) -> str:
    return (gdal.Open(str(path)).GetMetadataItem('COMPRESSION', 'IMAGE_STRUCTURE') or 'none').lower()


def with_codec(path: str, number: int) -> str:
    """Change what a TIFF says that it is compressed with."""
    content = bytearray(Path(path).read_bytes())
    at = content.index(b'\x03\x01\x03\x00\x01\x00\x00\x00')  # tag 259, Compression: one short number
    content[at + 8 : at + 10] = number.to_bytes(2, 'little')
    Path(path).write_bytes(content)
    return path


@pytest.mark.parametrize('compression', codecs.writable())
def test_every_codec_gives_the_same_pixels(place, sar_model, compression):
    plain, _, _ = clean(place)
    with delivering(Delivery(compression)):
        made, _, _ = clean(place)
        picture, _ = translate(place, sar_model)
    assert np.array_equal(made, plain)
    assert written_with(place.folder / 'out.tif') == written_with(picture) == compression


def test_the_usual_codec_is_one_that_every_program_reads(place):
    clean(place)
    assert written_with(place.folder / 'out.tif') == 'deflate'
    assert codecs.writable()[0] == 'deflate'


def test_a_codec_that_this_gdal_lacks_is_not_offered_and_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(codecs, '_in_tiff', lambda: frozenset({'DEFLATE', 'LZW'}))
    assert codecs.writable() == ('deflate', 'none') and 'ZSTD no' in codecs.report()
    with pytest.raises(OutputError, match='COMPRESSION zstd'), delivering(Delivery('zstd')):
        pass


@pytest.mark.parametrize('number', [JPEG_XL, NOBODYS])
def test_an_input_of_a_missing_codec_is_refused_with_codec_file_and_remedy(tmp_path, number):
    path = with_codec(write_raster(tmp_path / 'grd.tif', np.ones((1, 8, 8), np.uint16)), number)
    if number == JPEG_XL and 'JXL' in codecs._in_tiff():
        pytest.skip('this GDAL has JPEG XL')
    with pytest.raises(InputError) as caught:
        Raster(path, 'INPUT')
    sentence = str(caught.value)
    assert sentence.startswith('INPUT: grd.tif is compressed with the codec ') and 'COMPRESS=DEFLATE' in sentence
    assert ('JXL' if number == JPEG_XL else str(NOBODYS)) in sentence
    assert codecs.missing_for(path) in sentence


def test_a_jpeg_2000_without_a_driver_is_named(monkeypatch, tmp_path):
    path = tmp_path / 'b02.jp2'
    path.write_bytes(b'\x00\x00\x00\x0cjP  \r\n')
    monkeypatch.setattr(codecs, 'reads_jpeg_2000', lambda: False)
    assert 'codec JPEG 2000' in codecs.missing_for(str(path))


def test_files_that_open_or_are_damaged_are_not_blamed_on_a_codec(tmp_path):
    assert codecs.missing_for(write_raster(tmp_path / 'a.tif', np.ones((1, 8, 8), np.uint16))) == ''
    (tmp_path / 'b.tif').write_bytes(b'II*\x00 and then nothing')
    assert codecs.missing_for(str(tmp_path / 'b.tif')) == '' == codecs.missing_for(str(tmp_path / 'c.tif'))


@pytest.mark.parametrize('compression', codecs.writable())
def test_blocks_of_zero_stay_zero_though_another_number_is_nodata(tmp_path, compression):
    values = np.zeros((1, 1200, 1200), np.uint8)
    values[0, :100, :100] = 1
    grid = Grid('', (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 1200, 1200)
    with delivering(Delivery(compression)):
        writer = RasterWriter(str(tmp_path / 'mask.tif'), grid, gdal.GDT_Byte, ('a',), 255, {})
        writer.write(0, 0, values)
        writer.commit()
    made = gdal.Open(str(tmp_path / 'mask.tif'))
    assert np.array_equal(made.ReadAsArray(), values[0])
    assert made.GetRasterBand(1).GetOverview(0).ReadAsArray().max() <= 1
