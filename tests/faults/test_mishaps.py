"""Whatever happens inside a run: one sentence, whole files or none, nothing left lying about, inputs as they were."""

from __future__ import annotations

import pytest

from tests.faults import mishaps, scarcity


def test_a_cancel_is_heeded_at_every_stage_of_every_algorithm(tmp_path):
    tally = mishaps.cancel_everywhere(tmp_path, most=6)
    assert tally.faults == [] and tally.counts['points cancelled at'] >= 8


def test_a_full_disk_ends_in_one_sentence_and_no_file(tmp_path):
    if not scarcity.can_mount():
        pytest.skip('needs the right to mount a small disk')
    tally = scarcity.full_disks(tmp_path, (8, 600, 40_000))
    assert tally.faults == []


def test_a_full_disk_does_not_end_the_process(tmp_path):
    if not scarcity.can_mount():
        pytest.skip('needs the right to mount a small disk')
    tally = scarcity.processes_on_full_disks(tmp_path, (300, 600, 1100))
    assert tally.faults == []


def test_a_limit_of_file_size_ends_in_one_sentence_and_no_file(tmp_path):
    tally = scarcity.large_files(tmp_path, (200,))
    assert tally.faults == []


def test_memory_that_ends_is_told_and_leaves_no_file(tmp_path):
    tally = scarcity.scarce_memory(tmp_path, (5, 150))
    assert tally.faults == []


def test_a_folder_that_vanishes_or_cannot_be_written_to_is_told(tmp_path):
    tally = mishaps.vanishing_folders(tmp_path, (3,))
    assert tally.faults == []


def test_an_input_that_is_changed_while_it_is_read_is_told(tmp_path):
    tally = mishaps.spoiled_inputs(tmp_path, (3,))
    assert tally.faults == []


def test_an_onnxruntime_that_raises_in_the_middle_is_told_or_the_cpu_takes_over(tmp_path):
    tally = mishaps.failing_runtime(tmp_path, (2,))
    assert tally.faults == []


def test_two_runs_with_one_target_leave_one_whole_result(tmp_path):
    tally = mishaps.rivals(tmp_path, 1)
    assert tally.faults == []
