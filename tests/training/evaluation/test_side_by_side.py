"""Networks side by side: rows by the names on their cards, the oracle above them, a section that stays one."""

from __future__ import annotations

import torch

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from training.evaluation import side_by_side
from training.export.to_onnx import export
from training.networks.unet import UNet


def test_networks_stand_in_one_table_and_a_section_is_replaced(tiny_data, tmp_path, monkeypatch, capsys):
    from sar2optical_qgis.core.model.card import ModelCard

    channels, files = (*SAR_CHANNELS, *LANDCOVER_CHANNELS), []
    for name in ('one', 'two'):
        torch.manual_seed(len(files))
        network = UNet(len(channels), 3, widths=(4, 4)).eval()
        card = ModelCard(
            name=name, task='sar-to-optical', channels=channels, bands=('B04', 'B03', 'B02'), units='natural-colour',
            stride=network.stride, trained='0 steps',
        )  # fmt: skip
        files.append(tmp_path / f'{name}.onnx')
        export(network, card, files[-1])
    report = tmp_path / 'RESULTS.md'
    monkeypatch.setattr(side_by_side.write_section, '__defaults__', (report,))
    for _ in range(2):
        side_by_side.main([*map(str, files), '--root', str(tiny_data), '--section', 'two networks', '--note', 'Why.'])
    text = report.read_text()
    assert text.count('## two networks') == 1 and 'Why.' in text
    rows = [line.split('|')[1].strip() for line in text.splitlines() if line.startswith('| ')]
    assert rows[1:6] == [side_by_side.ORACLE, 'one', 'two', 'one, classes given', 'two, classes given']
    scores = [line.split('|')[2] for line in text.splitlines() if line.startswith(('| one |', '| two |'))]
    assert scores[0] != scores[1] and '1 places, 1 chips' in text
