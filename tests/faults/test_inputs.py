"""Inputs of every size, type, nodata, scale and place: refused in one sentence, or done right."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.faults import inputs
from tests.faults.scenes import SAR_CHANNELS, SAR_WEIGHTS
from tests.makers import write_model

bounded = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(bounded, max_examples=60)
@given(case=inputs.cases)
def test_whatever_comes_in_clear_pixels_stay_and_clouds_go_or_one_sentence_says_why_not(case):
    inputs.check_clouds(case, compare_tiles=case.seed % 4 == 0)


@settings(bounded, max_examples=30)
@given(case=inputs.cases)
def test_whatever_radar_comes_in_a_whole_picture_goes_out_or_one_sentence_says_why_not(tmp_path_factory, case):
    path = tmp_path_factory.getbasetemp() / 'sar.onnx'
    if not path.exists():
        write_model(path, 'sar-to-optical', SAR_CHANNELS, ('Red', 'Green', 'Blue'), 'natural-colour', SAR_WEIGHTS)
    inputs.check_sar(case, str(path))
