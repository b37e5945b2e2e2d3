"""Model files are looked at before anything runs them, and devices are told as they are."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sar2optical_qgis.core import gpu, network
from sar2optical_qgis.core.card import ModelCard
from sar2optical_qgis.core.errors import DeviceError, ModelError, RuntimeMissingError
from sar2optical_qgis.core.network import Network
from sar2optical_qgis.core.onnxfile import read_metadata
from sar2optical_qgis.core.registry import find_model, load_model, shipped_models


def test_the_card_is_read_without_onnxruntime(sar_model, monkeypatch):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    model = find_model(sar_model, 'sar-to-optical')
    assert model.card.channels[:2] == ('vv', 'vh') and len(model.sha256) == 64


def test_a_card_survives_its_own_json():
    card = ModelCard('n', 'cloud-removal', ('hidden',), ('B02',), 'reflectance', scores={'MAE': 0.02}, data=('a', 'b'))
    assert ModelCard.from_metadata(card.to_metadata()) == card


@pytest.mark.parametrize(
    'change',
    [
        {'task': 'cooking'},
        {'units': 'dB'},
        {'channels': 'vv'},
        {'stride': 0},
        {'tile': '512'},
        {'halo': -1},
        {'scores': 3},
        {'bands': []},
        {'bands': ['B02', 'B02']},
        {'name': 3},
        {'name': ' '},
        {'name': 'a\ud800'},
        {'version': None},
        {'units': 'natural-colour'},
        {'task': 'sar-to-optical', 'units': 'natural-colour'},
    ],
)
def test_a_damaged_card_is_refused(change):
    good = {'name': 'n', 'task': 'cloud-removal', 'channels': ['hidden'], 'bands': ['B02'], 'units': 'reflectance'}
    with pytest.raises(ModelError):
        ModelCard(**{**good, **change})


@pytest.mark.parametrize('text', ['', '{', '[]', '{"name": 3}', 'null', '[' * 5000])
def test_a_card_that_is_no_card_is_refused(text):
    with pytest.raises(ModelError):
        ModelCard.from_metadata({'sar2optical_card': text})


def test_a_model_of_another_task_is_refused(sar_model):
    with pytest.raises(ModelError, match='is for sar-to-optical, not for cloud-removal'):
        find_model(sar_model, 'cloud-removal')


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(ModelError, match='There is no model "nonsense"'):
        find_model('nonsense', 'sar-to-optical')


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_truncated_and_spoiled_files_never_crash_the_reader(sar_model, tmp_path_factory, data):
    content = bytearray(Path(sar_model).read_bytes())
    path = tmp_path_factory.mktemp('fuzz') / 'model.onnx'
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        for _ in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        Network(load_model(path), 'cpu')
    except ModelError as error:
        assert str(error).rstrip().endswith('.')


@pytest.mark.parametrize('where', ['/etc/passwd', '../weights.bin', 'weights.bin'])
def test_weights_in_other_files_are_refused(sar_model, tmp_path, where):
    model = onnx.load(sar_model)
    onnx.external_data_helper.set_external_data(model.graph.initializer[0], where)
    model.graph.initializer[0].ClearField('raw_data')
    path = tmp_path / 'external.onnx'
    path.write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match='keeps weights in other files'):
        read_metadata(path)


def test_external_weights_deep_inside_a_subgraph_are_refused(tmp_path):
    from onnx import TensorProto, helper

    tensor = helper.make_tensor('w', TensorProto.FLOAT, [1], np.float32(1).tobytes(), raw=True)
    onnx.external_data_helper.set_external_data(tensor, '/etc/passwd')
    inner = helper.make_graph([helper.make_node('Constant', [], ['c'], value=tensor)], 'inner', [], [])
    node = helper.make_node('If', ['x'], ['y'], then_branch=inner, else_branch=inner)
    path = tmp_path / 'deep.onnx'
    path.write_bytes(helper.make_model(helper.make_graph([node], 'g', [], [])).SerializeToString())
    with pytest.raises(ModelError, match='keeps weights in other files'):
        read_metadata(path)


def test_external_weights_in_the_defaults_of_a_function_are_refused(tmp_path):
    from onnx import AttributeProto, TensorProto, helper

    tensor = helper.make_tensor('w', TensorProto.FLOAT, [1], np.float32(1).tobytes(), raw=True)
    onnx.external_data_helper.set_external_data(tensor, '/etc/passwd')
    node = helper.make_node('Constant', [], ['y'])
    node.attribute.append(AttributeProto(name='value', ref_attr_name='v', type=AttributeProto.TENSOR))
    default = helper.make_attribute('v', tensor)
    function = helper.make_function(
        'own', 'F', [], ['y'], [node], [helper.make_opsetid('', 17)], attribute_protos=[default]
    )
    path = tmp_path / 'function.onnx'
    path.write_bytes(helper.make_model(helper.make_graph([], 'g', [], []), functions=[function]).SerializeToString())
    with pytest.raises(ModelError, match='keeps weights in other files'):
        read_metadata(path)


@pytest.mark.parametrize(
    ('operator', 'constant', 'words'),
    [
        ('ConstantOfShape', np.full(3, 2**15, np.int64), 'absurd size'),
        ('Tile', np.full(4, 2**12, np.int64), 'absurd size'),
        ('Resize', np.full(4, 1000.0, np.float32), 'absurd size'),
        ('Loop', np.full(1, 2**40, np.int64), 'the operator Loop'),
        ('EPContext', np.zeros(1, np.int64), 'the operator EPContext'),
    ],
)
def test_operators_that_eat_the_memory_never_end_or_open_files_are_refused(tmp_path, operator, constant, words):
    from onnx import helper, numpy_helper

    number = helper.make_node('Constant', [], ['n'], value=numpy_helper.from_array(constant))
    graphs = [helper.make_graph([number, helper.make_node(operator, ['n'], ['y'])], 'g', [], [])]
    stored = [numpy_helper.from_array(constant, 'n')]
    graphs.append(helper.make_graph([helper.make_node(operator, ['n'], ['y'])], 'g', [], [], stored))
    for graph in graphs:
        path = tmp_path / 'greedy.onnx'
        path.write_bytes(helper.make_model(graph).SerializeToString())
        with pytest.raises(ModelError, match=words):
            read_metadata(path)


def test_field_numbers_that_protobuf_would_read_otherwise_are_refused(tmp_path):
    disguised = bytes([13 << 3 | 2 | 0x80, 0x80, 0x80, 0x80, 0x10, 0])  # external_data, with a bit that protobuf drops
    tensor = bytes([5 << 3 | 2, len(disguised)]) + disguised
    path = tmp_path / 'disguised.onnx'
    path.write_bytes(bytes([7 << 3 | 2, len(tensor)]) + tensor)
    with pytest.raises(ModelError, match='not a whole ONNX model'):
        read_metadata(path)


def test_a_model_that_changes_between_the_look_and_the_opening_is_refused(sar_model, tmp_path):
    path = tmp_path / 'model.onnx'
    path.write_bytes(Path(sar_model).read_bytes())
    model = load_model(path)
    path.write_bytes(Path(sar_model).read_bytes() + b'\x08\x08')
    with pytest.raises(ModelError, match='was changed while it was opened'):
        Network(model, 'cpu')


def test_a_text_file_and_a_folder_are_no_models(tmp_path):
    (tmp_path / 'text.onnx').write_text('hello ' * 50)
    for path in (tmp_path / 'text.onnx', tmp_path, tmp_path / 'missing.onnx'):
        with pytest.raises(ModelError):
            load_model(path)


def test_missing_onnxruntime_names_the_line_that_installs_it(sar_model, monkeypatch):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    with pytest.raises(RuntimeMissingError, match=r'pip install .*--no-deps.*onnxruntime'):
        Network(load_model(sar_model))
    assert network.runtime_report()['version'] == ''


def test_asking_for_a_gpu_that_is_not_there_is_an_error(sar_model):
    if 'CUDAExecutionProvider' in network.runtime_report()['loaded']:
        pytest.skip('this machine has a GPU')
    with pytest.raises(DeviceError, match='DEVICE gpu cannot be used'):
        Network(load_model(sar_model), 'gpu')


def test_auto_ends_on_the_cpu_without_a_gpu(sar_model):
    if 'CUDAExecutionProvider' in network.runtime_report()['loaded']:
        pytest.skip('this machine has a GPU')
    assert Network(load_model(sar_model), 'auto').device == 'cpu'


class ShortOfMemory:
    """A session that cannot hold more than ``limit`` tiles."""

    def __init__(self, session, limit):
        self.session, self.limit, self.calls = session, limit, []

    def run(self, outputs, feed):
        count = len(next(iter(feed.values())))
        self.calls.append(count)
        if count > self.limit:
            raise RuntimeError('CUDA failure 2: out of memory')
        return self.session.run(outputs, feed)


def test_out_of_memory_halves_the_batch_and_loses_no_tile(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    batch = np.random.default_rng(0).random((5, 5, 16, 16)).astype(np.float32)
    expected = net(batch)[0]
    net.session = ShortOfMemory(net.session, 1)
    assert np.allclose(net(batch)[0], expected, atol=1e-6) and net.batch == 1


def test_a_gpu_out_of_memory_falls_to_the_cpu_in_auto_and_says_so(sar_model):
    net = Network(load_model(sar_model), 'auto')
    batch = np.ones((2, 5, 16, 16), np.float32)
    expected = net(batch)[0]
    net.session, net.device = ShortOfMemory(net.session, 0), 'cuda'
    assert np.allclose(net(batch)[0], expected, atol=1e-6)
    assert net.device == 'cpu' and 'memory ran out' in net.warning


def test_a_gpu_out_of_memory_is_an_error_where_the_gpu_was_asked_for(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    net.session, net.device, net.wanted = ShortOfMemory(net.session, 0), 'cuda', 'gpu'
    with pytest.raises(DeviceError, match='smaller TILE_SIZE'):
        net(np.ones((1, 5, 16, 16), np.float32))


def test_a_model_that_breaks_its_card_is_refused(sar_model):
    model = load_model(sar_model)
    card = ModelCard(**{**model.card.__dict__, 'channels': ('vv', 'vh')})
    with pytest.raises(ModelError, match='does not fit its own card'):
        Network(replace(model, card=card), 'cpu')


def test_shipped_models_fit_their_cards_and_the_size_limit():
    models = shipped_models()
    if not models:
        pytest.skip('no models are shipped yet')
    total = 0
    for model in models:
        Network(model, 'cpu')
        total += Path(model.path).stat().st_size
        assert model.card.scores and model.card.data and model.card.commit
    assert {m.card.task for m in models} == {'sar-to-optical', 'cloud-removal', 'series'} and total < 20_000_000


def test_bound_inputs_and_outputs_give_the_same_picture(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    batch = np.random.default_rng(1).random((3, len(net.card.channels), 16, 24), np.float32)
    plain = net(batch)
    net.bound = True
    for a, b in zip(plain, net(batch)):
        assert np.array_equal(a, b)
    assert np.array_equal(net(batch[:, :, ::2, ::3])[0], plain[0][:, :, ::2, ::3])  # not contiguous in memory


def test_a_mean_that_is_wanted_alone_is_the_same_and_a_closed_network_keeps_its_device(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    batch = np.random.default_rng(1).random((2, len(net.card.channels), 16, 24), np.float32)
    mean, _ = net(batch)
    alone = np.empty((1, *mean.shape), np.float32)
    assert len(net(batch, alone)) == 1 and np.array_equal(alone[0], mean)
    net.close()
    assert net.device == 'cpu' and net.session is None


@pytest.mark.parametrize(('free_mb', 'batch'), [(None, 4), (500, 1), (4000, 2), (80000, gpu.LARGEST_BATCH)])
def test_a_gpu_takes_as_many_tiles_as_its_free_memory_holds(monkeypatch, free_mb, batch):
    monkeypatch.setattr(gpu, 'free_bytes', lambda: free_mb and free_mb * 10**6)
    assert gpu.batch_for(1024**2 * 1000, usual=4) == batch


def test_a_machine_without_nvidia_tells_no_free_memory(monkeypatch):
    monkeypatch.setattr(gpu, 'LIBRARY', 'libnothing-of-this-name.so')
    assert gpu.free_bytes() is None


@pytest.mark.gpu
def test_a_card_tells_what_it_has_free():
    if not network.has_nvidia_driver():
        pytest.skip('needs an NVIDIA GPU')
    assert 10**8 < gpu.free_bytes() < 10**12


@pytest.mark.gpu
def test_a_gpu_gives_the_picture_of_the_cpu(sar_model):
    if 'CUDAExecutionProvider' not in network.runtime_report()['loaded']:
        pytest.skip('needs an NVIDIA GPU with onnxruntime-gpu')
    batch = np.random.default_rng(0).random((2, 5, 64, 64)).astype(np.float32)
    model = load_model(sar_model)
    assert np.abs(Network(model, 'gpu')(batch)[0] - Network(model, 'cpu')(batch)[0]).max() < 1e-3
