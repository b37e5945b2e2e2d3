"""What plugins.qgis.org would refuse, and what our own rules forbid, found in a plugin zip before it is uploaded."""

from __future__ import annotations

import ast
import configparser
import re
import stat
import zipfile
from pathlib import Path, PurePosixPath

PACKAGE = 'sar2optical_qgis'
LARGEST_BYTES = 25_000_000
REQUIRED_KEYS = (
    *('name', 'description', 'version', 'qgisMinimumVersion', 'qgisMaximumVersion', 'author', 'email', 'about'),
    *('tracker', 'repository', 'homepage', 'category', 'icon', 'tags', 'changelog', 'experimental', 'deprecated'),
    *('server', 'hasProcessingProvider'),
)
FORBIDDEN_SUFFIXES = {
    *('.pyc', '.pyo', '.pyd', '.so', '.dll', '.dylib', '.exe', '.sh', '.bat', '.cmd', '.ps1'),
    *('.pkl', '.pickle', '.pt', '.pth', '.ckpt'),
}
# Unsafe by plugins.qgis.org, or packages that a plugin must not bring into its host.
UNSAFE_MODULES = {'pickle', 'cPickle', 'dill', 'joblib', 'shelve', 'marshal'}
HEAVY_MODULES = {'torch', 'torchvision', 'lightning', 'scipy', 'cv2', 'rasterio', 'onnx', 'training'}
UNSAFE_BUILTINS = {'exec', 'eval', 'compile', '__import__'}
UNSAFE_CALLS = {'os.system', 'os.popen', 'yaml.load', 'sys.path.insert', 'subprocess.getoutput'}
HUB_CALLS = {'hf_hub_download', 'snapshot_download', 'from_pretrained'}
SECRETS = re.compile(
    r'AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----'
)


def check_zip(path: Path) -> list[str]:
    """All findings in the plugin zip at `path`, one sentence each; an empty list means that it may be uploaded."""
    findings = []
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        findings.append(f'The zip has {size / 1e6:.1f} MB; plugins.qgis.org takes {LARGEST_BYTES / 1e6:.0f} MB.')
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        for entry in entries:
            findings += _check_entry(entry)
            if entry.filename.endswith('.py'):
                findings += check_source(entry.filename, archive.read(entry).decode('utf-8'))
        if f'{PACKAGE}/__init__.py' not in names:
            findings.append(f'{PACKAGE}/__init__.py is missing, so QGIS finds no plugin.')
        licence = f'{PACKAGE}/LICENSE'
        if licence not in names or b'GNU GENERAL PUBLIC LICENSE' not in archive.read(licence):
            findings.append(f'{licence} is missing or is not the GPL.')
        metadata = f'{PACKAGE}/metadata.txt'
        if metadata in names:
            findings += check_metadata(archive.read(metadata).decode('utf-8'), names)
        else:
            findings.append(f'{metadata} is missing.')
    return findings


def _check_entry(entry: zipfile.ZipInfo) -> list[str]:
    """Findings in the name and the mode of one entry."""
    name, mode = PurePosixPath(entry.filename), entry.external_attr >> 16
    findings = []
    if name.parts[0] != PACKAGE or '..' in name.parts:
        findings.append(f'{name} lies outside the folder {PACKAGE}.')
    if name.suffix.lower() in FORBIDDEN_SUFFIXES or '__pycache__' in name.parts:
        findings.append(f'{name} is of a kind that must not be in the zip.')
    if 'web' in name.parts:
        findings.append(f'{name} belongs to the web service, which does not ship.')
    if any(part.startswith('.') for part in name.parts):
        findings.append(f'{name} is hidden.')
    if stat.S_ISLNK(mode):
        findings.append(f'{name} is a symbolic link.')
    elif not entry.is_dir() and mode & 0o111:
        findings.append(f'{name} is executable.')
    return findings


def check_metadata(text: str, names: set[str]) -> list[str]:
    """Findings in metadata.txt; `names` are the entries of the zip."""
    # QGIS reads with interpolation, as this does: a single % breaks the plugin's page.
    parser = configparser.ConfigParser()
    parser.optionxform = str
    try:
        parser.read_string(text)
        general = dict(parser.items('general'))
    except configparser.Error as error:
        return [f'metadata.txt cannot be read: {error}.']
    findings = [f'metadata.txt has no {key}.' for key in REQUIRED_KEYS if not general.get(key, '').strip()]
    if general.get('hasProcessingProvider') != 'yes':
        findings.append('metadata.txt does not say hasProcessingProvider=yes, so qgis_process would not load it.')
    if not re.fullmatch(r'\d+\.\d+(\.\d+)?', general.get('version', '')):
        findings.append(f'The version {general.get("version")!r} in metadata.txt is not of the form 1.2.3.')
    if f'{PACKAGE}/{general.get("icon", "")}' not in names:
        findings.append(f'The icon {general.get("icon")} of metadata.txt is not in the zip.')
    return findings


def check_source(name: str, source: str) -> list[str]:
    """Findings in one Python file: modules and calls that are forbidden in a plugin, and secrets."""
    findings = [f'{name} holds what looks like a secret.'] if SECRETS.search(source) else []
    for node in ast.walk(ast.parse(source, name)):
        where = f'{name}:{getattr(node, "lineno", 0)}'
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or '']
            relative = isinstance(node, ast.ImportFrom) and node.level > 0
            tops = set() if relative else {module.split('.')[0] for module in modules}
            findings += [f'{where} imports {top}.' for top in sorted(tops & (UNSAFE_MODULES | HEAVY_MODULES))]
        elif isinstance(node, ast.Call):
            findings += [f'{where} {finding}' for finding in _check_call(node)]
    return findings


def _check_call(node: ast.Call) -> list[str]:
    """Findings in one call; `dialog.exec()` is Qt and allowed, the builtin exec() is not."""
    called = ast.unparse(node.func)
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    findings = []
    if called in UNSAFE_BUILTINS or called in UNSAFE_CALLS:
        findings.append(f'calls {called}().')
    if called.split('.')[-1] in ('extractall', 'extract') and 'tar' in called.lower():
        findings.append(f'extracts a tar file ({called}).')
    if isinstance(keywords.get('shell'), ast.Constant) and keywords['shell'].value is True:
        findings.append('runs a process with shell=True.')
    if called.split('.')[-1] in HUB_CALLS and 'revision' not in keywords:
        findings.append(f'downloads without a pinned revision ({called}).')
    return findings
