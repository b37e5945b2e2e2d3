"""Set-up shared by all tests: a headless QGIS, the import path, the sample scene, the real chips where they exist."""

from __future__ import annotations

import gc
import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / 'shared' / 'data'
SAMPLE = ROOT / 'resources' / 'sample'


def _private_runtime_dir() -> str:
    """A folder that Qt accepts as XDG_RUNTIME_DIR: it must exist, be ours, and have mode 700."""
    current = os.environ.get('XDG_RUNTIME_DIR', '')
    if current and os.path.isdir(current) and stat.S_IMODE(os.stat(current).st_mode) == 0o700:
        return current
    return tempfile.mkdtemp(prefix='sar2optical-runtime-')  # mkdtemp makes it 700


# For this process (pytest-qgis has started Qt already, see qgis_gui_enabled) and for every qgis_process run by a test.
os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
os.environ['XDG_RUNTIME_DIR'] = _private_runtime_dir()
# QGIS keeps statistics in .aux.xml files beside every raster that it opens; tests leave no traces.
os.environ.setdefault('GDAL_PAM_ENABLED', 'NO')
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))


@dataclass(frozen=True)
class Sample:
    """Paths of the simulated sample scene in resources/sample (512 x 512 at 10 m; the SCL at 20 m)."""

    s1: Path = SAMPLE / 's1.tif'
    s2_cloudy: Path = SAMPLE / 's2_cloudy.tif'
    scl: Path = SAMPLE / 'scl.tif'
    landcover: Path = SAMPLE / 'landcover.tif'
    s2_clear: Path = SAMPLE / 's2_clear.tif'


@pytest.fixture(scope='session')
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope='session')
def sample() -> Sample:
    """Paths of the simulated sample scene; it ships with the repository, so it is never missing."""
    return Sample()


@pytest.fixture(scope='session')
def shared_data() -> Path:
    """The folder of real Sentinel chips (with index.csv); the test is skipped where it does not exist."""
    if not (SHARED_DATA / 'index.csv').is_file():
        pytest.skip('needs the real Sentinel chips in ../shared/data (index.csv is not there)')
    return SHARED_DATA


@pytest.fixture(scope='session')
def archive(tmp_path_factory):
    """Eight dates of a simulated place of 320 x 320 pixels, as the providers of scenes keep them."""
    from osgeo import gdal

    from tests.stac_archive import make_archive

    return make_archive(tmp_path_factory.mktemp('archive'), jp2=gdal.GetDriverByName('JP2OpenJPEG') is not None)


@pytest.fixture
def server(archive):
    """A server on this machine that answers as the providers do, of its own for each test: counts and faults too."""
    from osgeo import gdal

    from tests.stac_server import Server, Service

    gdal.VSICurlClearCache()
    with Server(Service(archive)) as running:
        yield running
    gdal.VSICurlClearCache()


@pytest.fixture(autouse=True, scope='session')
def _garbage_goes_before_qgis(qgis_app):
    """Collect what is left of QGIS objects while QGIS lives: whoever is first to collect after it has gone, crashes."""
    yield
    gc.collect()
    gc.freeze()  # and of the rest at the end of the process only
