"""A root: a whole Debian of another release in a folder, with a copy of this checkout, entered without a trace outside.

It is made by debootstrap from this machine's own Debian mirror, kept for the next run, and lies outside the checkout:
remove the folder to have it made anew. What is mounted while something runs in it goes with the process.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache') / 'sar2optical' / 'roots'
NEEDED_MB = 6_000  # of disk for a new root with its packages, and for what the tests write
INSIDE = Path('/root/sar2optical')  # the checkout; beside it shared/ where this checkout has one
OURS = ('VIRTUAL_ENV', 'PYTHONHOME', 'PYTHONPATH', 'PYTHONSTARTUP', 'LD_LIBRARY_PATH', 'XDG_RUNTIME_DIR', 'DISPLAY')


class CannotBuild(Exception):
    """A root cannot be had here; the message says why, in one sentence."""


@dataclass(frozen=True)
class Root:
    """The root of a Debian suite."""

    suite: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return CACHE / self.suite

    def build(self) -> None:
        """Make it, or go on with the one that is there, and copy the checkout into it; raise CannotBuild."""
        _require_rights()
        if not (self.folder / 'etc' / 'debian_version').is_file():
            self._bootstrap()
        self._let_out()
        self._copy_checkout()

    def run(self, *words: str, timeout: float = 1800.0) -> subprocess.CompletedProcess:
        """Run a command in the root's copy of the checkout; output and errors come as one text."""
        mounts = [_mount(Path(f'/{name}'), self.folder / name) for name in ('proc', 'sys', 'dev')]
        mounts += [_mount(path, Path(f'{self.folder}{path}')) for path in _borrowed()]
        if (ROOT.parent / 'shared').is_dir():
            mounts.append(_mount((ROOT.parent / 'shared').resolve(), Path(f'{self.folder}{INSIDE.parent}/shared')))
        inner = f'cd {INSIDE} && exec "$@"'
        script = ' && '.join([*mounts, f'exec chroot {shlex.quote(str(self.folder))} sh -c \'{inner}\' sh "$@"'])
        return subprocess.run(
            ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace',
            timeout=timeout, env=_environment(), check=False,
        )  # fmt: skip

    def has_network(self) -> bool:
        """Whether packages of Debian and of Python can be had from within."""
        words = ['apt-get', 'update', '-o', 'APT::Update::Error-Mode=any'], _DOWNLOAD
        return all(self.run(*each, timeout=300.0).returncode == 0 for each in words)

    def _bootstrap(self) -> None:
        partial = self.folder.with_name(f'{self.suite}.partial')
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        free = shutil.disk_usage(partial).free // 10**6
        if free < NEEDED_MB:
            raise CannotBuild(f'{free} MB of disk are free, and a root takes {NEEDED_MB}')
        words = ['debootstrap', '--variant=minbase', '--include=ca-certificates,make', self.suite, str(partial)]
        done = _quiet(*words, _mirror())
        if done.returncode:
            shutil.rmtree(partial, ignore_errors=True)
            raise CannotBuild(f'debootstrap failed ({_last_line(done.stdout)})')
        (partial / 'etc' / 'dpkg' / 'dpkg.cfg.d' / 'unsafe-io').write_text('force-unsafe-io\n')  # four times as quick
        partial.rename(self.folder)

    def _let_out(self) -> None:
        """Give the root this machine's way to the network."""
        for name in ('resolv.conf', 'hosts'):
            shutil.copy(f'/etc/{name}', self.folder / 'etc' / name)
        lines = _quiet('apt-config', 'dump', 'Acquire').stdout
        (self.folder / 'etc' / 'apt' / 'apt.conf.d' / '99machine').write_text(lines)

    def _copy_checkout(self) -> None:
        """Bring the copy up to date with the checkout, changes that are not committed included; its .venv stays."""
        target = Path(f'{self.folder}{INSIDE}')
        for old in target.iterdir() if target.is_dir() else ():
            if old.name != '.venv':
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        listed = ('git', '-C', str(ROOT), 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
        for name in filter(None, _quiet(*listed).stdout.split('\0')):
            if (ROOT / name).is_file():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target / name)


_DOWNLOAD = ('.venv/bin/python', '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '/tmp', 'iniconfig')


def _quiet(*words: str) -> subprocess.CompletedProcess:
    """Run a command of this machine; output and errors come as one text."""
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')


def _mount(path: Path, target: Path) -> str:
    """Return the command that shows a file or folder of this machine at ``target`` in a root."""
    if path.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    return shlex.join(['mount', '--rbind', str(path), str(target)])


def _require_rights() -> None:
    """Raise CannotBuild where no root can be made; debootstrap is installed where apt has it."""
    if os.name != 'posix' or os.geteuid() != 0:
        raise CannotBuild('only root may make one')
    if _quiet('unshare', '--mount', 'true').returncode:
        raise CannotBuild('nothing may be mounted here')
    if shutil.which('debootstrap'):
        return
    if shutil.which('apt-get'):
        _quiet('apt-get', 'update')
        _quiet('apt-get', 'install', '-y', '--no-install-recommends', 'debootstrap')
    if not shutil.which('debootstrap'):
        raise CannotBuild('debootstrap is not installed, and apt-get cannot bring it')


def _mirror() -> str:
    """Return the Debian mirror that this machine's apt uses; raise CannotBuild where there is none."""
    listed = _quiet('apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages').stdout.split()
    debian = [uri for uri in listed if uri.rstrip('/').endswith('/debian')]
    if not debian:
        raise CannotBuild("this machine's apt names no mirror of Debian")
    return debian[0]


def _borrowed() -> list[Path]:
    """Return pip's settings, and what they and this machine's variables name, all of which the root sees too."""
    shown = _quiet(sys.executable, '-m', 'pip', 'config', 'debug').stdout
    files = [line.split(', exists:')[0].strip() for line in shown.splitlines() if line.endswith('exists: True')]
    named = re.split(r"['=\s]+", _quiet(sys.executable, '-m', 'pip', 'config', 'list').stdout)
    named += [value for key, value in os.environ.items() if key.endswith(('_CERT', '_CERT_FILE', '_CA_BUNDLE'))]
    paths = [Path(unquote(urlparse(word).path)) for word in files + named if word.startswith(('/', 'file:///'))]
    folders = [path.parent if path.name == 'simple' else path for path in paths]  # an index refers to its neighbours
    return sorted({path for path in folders if path.exists() and path != Path('/')})


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in OURS and not key.startswith(('QT_', 'QGIS_'))}
    path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    return {**kept, 'PATH': path, 'HOME': '/root', 'LANG': 'C.UTF-8', 'DEBIAN_FRONTEND': 'noninteractive'}


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), 'without a word')
