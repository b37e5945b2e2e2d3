"""No model file and no card crashes the host, and none makes it open another file."""

from __future__ import annotations

import pytest

from tests.faults.models import fuzz_apart, opened_outside


def test_spoiled_models_and_cards_are_refused_in_one_sentence_or_run(tmp_path):
    tally = fuzz_apart(tmp_path, 150, seed=1)
    assert tally.faults == [] and tally.counts['model files fuzzed'] == 150


def test_no_model_makes_the_process_open_a_file_that_is_none_of_its_business(tmp_path):
    opened = opened_outside(tmp_path, 60, seed=2)
    if opened is None:
        pytest.skip('needs strace')
    assert opened == []
