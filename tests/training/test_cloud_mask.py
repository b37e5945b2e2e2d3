"""The mask network from its config to the plugin: two steps, export, a run; and the table that judges it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sar2optical_qgis.core.cloud_mask.request import DetectClouds
from tests.makers import read
from tests.training.tiny import CONFIGS, ROOT
from training.__main__ import main
from training.data.index import read_index
from training.data.masks.images import read_images
from training.data.masks.labels import Labels, save
from training.evaluation.masks import evaluate

CONFIG = str(CONFIGS / 'cloud_mask.yaml')


@pytest.fixture(scope='module')
def labels(tiny_data, tmp_path_factory) -> Path:
    """Labels of the tiny places: a cloud in a corner of each, a shadow beside it."""
    folder = tmp_path_factory.mktemp('labels')
    for image in read_images(read_index(str(tiny_data))):
        shares = np.zeros((3, *image.valid.shape), np.float32)
        shares[0, :30, :30], shares[2, :30, 40:60] = 1.0, 1.0
        classes = np.zeros(image.valid.shape, np.uint8)
        save(folder / f'{image.id}.npz', Labels(shares, np.ones(image.valid.shape, np.float32), {'csmask': classes}))
    return folder


def test_the_config_trains_a_model_that_the_plugin_runs(tiny_data, labels, tmp_path):
    data = [f'--data.init_args.{v}' for v in (
        f'root={tiny_data}', f'labels={labels}', 'size=48', 'batch_size=2', 'workers=0', 'real=1.0', 'skies=0.0',
        f'predecessor={ROOT / "resources" / "models" / "cloud_mask.onnx"}',
    )]  # fmt: skip
    model = ['--model.init_args.widths=[8,8,8,8]', '--model.init_args.minutes=0']
    trainer = [f'--trainer.{v}' for v in (
        'max_steps=2', 'val_check_interval=2', 'precision=32-true', f'default_root_dir={tmp_path}', 'logger=false',
        'enable_progress_bar=false', 'callbacks=[training.tasks.callbacks.KeepLast]', f'callbacks.dirpath={tmp_path}',
    )]  # fmt: skip
    main(['fit', '-c', CONFIG, *data, *model, *trainer])
    made = str(tmp_path / 'm.onnx')
    main(['export', '-c', CONFIG, '--checkpoint', str(tmp_path / 'last.ckpt'), '--output', made, *data, *model])
    out = str(tmp_path / 'mask.tif')
    DetectClouds(str(ROOT / 'resources' / 'sample' / 's2_cloudy.tif'), output=out, model=made).run()
    assert read(out).max() <= 3
    text = evaluate(str(tiny_data), labels, made)
    assert '| all |' in text and '| csmask |' in text
