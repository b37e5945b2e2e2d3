"""Every config: two steps of the real command, export, evaluation, and a run in the plugin's engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from osgeo import gdal

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.training.tiny import CONFIGS, ELSEWHERE, ROOT, SMALL, arguments, for_tools
from training.__main__ import main
from training.evaluation import command as evaluate


def test_every_config_is_tried():
    assert set(SMALL) | ELSEWHERE == {path.stem for path in CONFIGS.glob('*.yaml')}


@pytest.mark.parametrize('name', sorted(SMALL))
def test_fit_export_evaluate_and_a_run_in_the_plugin(name: str, data_of, tmp_path: Path, capsys):
    config, data = str(CONFIGS / f'{name}.yaml'), data_of(name)
    main(['fit', '-c', config, *arguments(name, data, tmp_path, 4 if 'pix2pix' in name else 2)])
    checkpoint, model = str(tmp_path / 'last.ckpt'), tmp_path / 'm.onnx'
    tools = for_tools(name, data)
    main(['export', '-c', config, '--checkpoint', checkpoint, '--output', str(model), *tools])
    if name == 'timegate':
        session = onnxruntime.InferenceSession(str(model), providers=['CPUExecutionProvider'])
        mean, sigma = session.run(
            ['mean', 'sigma'], {'input': np.zeros((1, 9, len(timegate_inputs.CHANNELS), 16, 8), np.float32)}
        )
        assert mean.shape == sigma.shape == (1, 10, 16, 8)
    else:
        sheet = str(tmp_path / 'sheet.png')
        main(['evaluate', '-c', config, '--model', str(model), '--stamp', '--dry', '--sheet', sheet, *tools,
              '--others', str(model)])  # fmt: skip
        card = evaluate.read_card(model)
        table = capsys.readouterr().out
        assert card.name == name and card.scores and '| network |' in table and table.count(f'| {name} |') >= 3
        _the_plugin_runs(model, str(tmp_path / 'out.tif'))


def _the_plugin_runs(model: Path, output: str) -> None:
    """The engine takes the file as MODEL and nothing else changes."""
    sample, card = ROOT / 'resources' / 'sample', evaluate.read_card(model)
    if card.task == 'sar-to-optical':
        request = SarToOptical(input=str(sample / 's1.tif'), output=output, model=str(model))
    else:
        request = RemoveClouds(
            input=str(sample / 's2_cloudy.tif'),
            mask=str(sample / 'scl.tif'),
            output=output,
            method='network',
            model=str(model),
        )
    assert request.run().model == card.name
    assert gdal.Open(output).ReadAsArray().std() > 0
