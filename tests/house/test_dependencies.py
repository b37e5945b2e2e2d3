"""The rules of who may import whom, read from the source without running it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PLUGIN = 'sar2optical_qgis'
HEAVY = {'torch', 'torchvision', 'lightning', 'torchmetrics', 'onnx', 'scipy', 'cv2', 'rasterio', 'PIL', 'training'}
LATE = {f'{PLUGIN}/core/batch/{name}.py': {'distributed'} for name in ('command', 'scenes')}  # Dask: batches alone
# Rooms from the top down: each imports what stands below its own line, nothing beside it or above.
CORE = (
    {'batch', 'preview', 'picture_of_place'},
    {'sar_to_optical', 'remove_clouds', 'composite', 'assess'},
    {'cloud_mask'},
    {'description', 'catalog'},
    {'sentinel', 'run'},
    {'model', 'fit'},
    {'raster'},
    {'errors', 'names'},
    {'machine'},
)
TRAINING = (
    {'__main__', 'demo'},
    {'tasks', 'delivery'},
    {'evaluation'},
    {'baselines', 'export'},
    {'networks', 'cli'},
    {'data'},
)
QT = {'qgis', 'PyQt5', 'PyQt6', 'PySide2', 'PySide6'}


def imported(source: str, package: str) -> set[str]:
    """Full names of everything that `source`, a module of the dotted `package`, imports at any depth."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split('.')[: len(package.split('.')) - node.level + 1] if node.level else []
            base = '.'.join([*above, node.module] if node.module else above)
            names |= {f'{base}.{alias.name}' for alias in node.names} | {base}
    return names


def top(names: set[str]) -> set[str]:
    """First parts of dotted names."""
    return {name.split('.')[0] for name in names}


def modules(root: Path, folder: str) -> dict[str, set[str]]:
    """Path relative to the checkout -> imports, for each Python file below `folder`."""
    found = {}
    for path in sorted((root / folder).rglob('*.py')):
        relative = path.relative_to(root)
        found[relative.as_posix()] = imported(path.read_text(encoding='utf-8'), '.'.join(relative.parts[:-1]))
    return found


def offenders(found: dict[str, set[str]], forbidden) -> dict[str, set[str]]:
    """Modules with imports for which `forbidden(name)` holds."""
    marked = {path: {name for name in names if forbidden(name)} for path, names in found.items()}
    return {path: names for path, names in marked.items() if names}


def rooms(root: Path, folder: str) -> dict[str, set[str]]:
    """Room or single module of `folder` -> the others of it that it imports."""
    inside, found = f'{folder.replace("/", ".")}.', {}
    for path, names in modules(root, folder).items():
        room = path.removeprefix(f'{folder}/').removesuffix('.py').split('/')[0]
        others = {name.removeprefix(inside).split('.')[0] for name in names if name.startswith(inside)}
        found.setdefault(room, set()).update(others - {room})
    found.pop('__init__', None)
    return found


def upward(found: dict[str, set[str]], floors: tuple[set[str], ...]) -> list[str]:
    """Arrows of `rooms()` that do not lead to a lower floor."""
    level = {room: number for number, floor in enumerate(floors) for room in floor}
    return [f'{room} -> {other}' for room in found for other in found[room] & set(level) if level[other] <= level[room]]


def circles(found: dict[str, set[str]]) -> set[str]:
    """Modules (paths) that import each other in a circle, directly or through others between them."""
    by_name = {path.removesuffix('.py').replace('/', '.'): path for path in found}
    left = {path: {by_name[name] for name in names if name in by_name} - {path} for path, names in found.items()}
    while True:
        imported_too = set().union(*left.values())
        inner = {path for path, others in left.items() if others & set(left) and path in imported_too}
        if inner == set(left):
            return inner
        left = {path: left[path] for path in inner}


@pytest.mark.parametrize(('folder', 'floors'), [(f'{PLUGIN}/core', CORE), ('training', TRAINING)])
def test_rooms_import_from_lower_floors_alone(root, folder, floors):
    found = rooms(root, folder)
    assert set(found) - set().union(*floors) == set(), 'a new room needs its floor'
    assert upward(found, floors) == []


def test_no_modules_import_each_other_in_a_circle(root):
    assert circles({**modules(root, PLUGIN), **modules(root, 'training')}) == set()


def test_arrows_upwards_beside_and_in_a_circle_are_seen():
    floors = ({'top'}, {'left', 'right'}, {'low'})
    assert upward({'top': {'left', 'low'}, 'left': {'low'}, 'right': {'low'}, 'low': set()}, floors) == []
    assert upward({'left': {'right'}, 'low': {'top'}}, floors) == ['left -> right', 'low -> top']
    assert circles({'a.py': {'b'}, 'b.py': {'c', 'c.x'}, 'c.py': {'a'}, 'd.py': set()}) == {'a.py', 'b.py', 'c.py'}


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('import torch.nn', 'torch.nn'),
        ('def f():\n    from qgis.core import QgsProject', 'qgis.core.QgsProject'),
        ('from ..algorithms import base', 'sar2optical_qgis.algorithms.base'),
        ('from . import grid', 'sar2optical_qgis.core.grid'),
        ('from .grid import Grid', 'sar2optical_qgis.core.grid'),
    ],
)
def test_the_reader_sees_every_way_to_import(source, expected):
    assert expected in imported(source, 'sar2optical_qgis.core')


def test_core_is_numpy_and_gdal_alone(root):
    found = modules(root, f'{PLUGIN}/core')
    assert found
    allowed = set(sys.stdlib_module_names) | {'numpy', 'osgeo', PLUGIN, 'onnxruntime'}
    found = {path: {n for n in names if n.split('.')[0] not in LATE.get(path, ())} for path, names in found.items()}
    assert offenders(found, lambda name: name.split('.')[0] not in allowed) == {}


def test_what_only_a_batch_needs_is_imported_when_a_batch_runs(root):
    for path, late in LATE.items():
        tree = ast.parse((root / path).read_text(encoding='utf-8'))
        inside = [
            node for node in tree.body if not (isinstance(node, ast.If) and 'TYPE_CHECKING' in ast.dump(node.test))
        ]
        at_once = [node for node in inside if isinstance(node, (ast.Import, ast.ImportFrom))]
        names = imported('\n'.join(map(ast.unparse, at_once)), f'{PLUGIN}.core')
        assert top(names) & late == set() and top(imported(ast.unparse(tree), f'{PLUGIN}.core')) & late == late


def test_core_knows_nothing_of_the_rest_of_the_plugin(root):
    inside = (f'{PLUGIN}.core', f'{PLUGIN}.core.')
    found = modules(root, f'{PLUGIN}/core')
    outward = offenders(
        found, lambda name: top({name}) == {PLUGIN} and name != inside[0] and not name.startswith(inside[1])
    )
    assert outward == {}


def test_onnxruntime_is_imported_in_one_module_only(root):
    found = offenders(modules(root, PLUGIN), lambda name: top({name}) == {'onnxruntime'})
    assert set(found) <= {f'{PLUGIN}/core/model/network.py'}


def test_the_plugin_brings_nothing_heavy(root):
    assert offenders(modules(root, PLUGIN), lambda name: top({name}) <= HEAVY) == {}


def test_the_plugin_takes_qt_from_qgis(root):
    assert offenders(modules(root, PLUGIN), lambda name: top({name}) <= QT - {'qgis'}) == {}


def test_algorithms_open_no_windows(root):
    windows = ('qgis.gui', 'qgis.utils.iface', 'qgis.PyQt.QtWidgets')
    assert offenders(modules(root, f'{PLUGIN}/algorithms'), lambda name: name.startswith(windows)) == {}


def test_the_web_service_stands_on_the_core_alone_and_nothing_stands_on_it(root):
    own = (f'{PLUGIN}.core', f'{PLUGIN}.web')
    found = modules(root, f'{PLUGIN}/web')
    assert found
    assert offenders(found, lambda name: name.startswith(f'{PLUGIN}.') and not name.startswith(own)) == {}
    assert offenders(found, lambda name: top({name}) <= QT) == {}
    others = {path: names for path, names in modules(root, PLUGIN).items() if '/web/' not in path}
    assert offenders(others, lambda name: name.startswith(f'{PLUGIN}.web')) == {}


def test_training_uses_the_core_of_the_plugin_only(root):
    found = offenders(
        modules(root, 'training'),
        lambda name: top({name}) == {PLUGIN} and name != PLUGIN and not name.startswith(f'{PLUGIN}.core'),
    )
    assert found == {}


def test_the_engine_does_not_print(root):
    loud = [
        f'{path.name}:{node.lineno}'
        for path in (root / PLUGIN).rglob('*.py')
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == 'print'
    ]
    assert loud == []


def test_nothing_puts_itself_before_the_host_on_the_path(root):
    for path in (root / PLUGIN).rglob('*.py'):
        assert 'sys.path.insert' not in path.read_text(encoding='utf-8'), path
