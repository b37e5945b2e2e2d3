"""Model files are looked at before anything runs them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sar2optical_qgis.core.errors import ModelError
from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.onnx_file import read_metadata
from sar2optical_qgis.core.model.registry import find_model, load_model


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
