"""The sandbox of a job: what its process may read, write and use, set by itself before it sees a stranger's file.

Linux only, and no privileges needed: Landlock for files and TCP, seccomp for sockets and new programs, rlimits for
memory, time and sizes. Where the kernel lacks one of them the others hold, and `confine` says which do.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls of Landlock, the same on every processor
READ_FILE, READ_DIR = 1 << 2, 1 << 3
OF_FILES = 1 << 0 | 1 << 1 | READ_FILE | 1 << 14 | 1 << 15  # rights that a rule on a file, not a folder, may give
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights on files each version of Landlock knows
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000  # REFUSE: with EACCES
FORBIDDEN = {  # socket, socketpair, connect, bind, sendto, execve, execveat, ptrace, kill, process_vm_*, io_uring, bpf
    'x86_64': (0xC000003E, (41, 42, 44, 49, 53, 59, 62, 101, 310, 311, 321, 322, 425)),
    'aarch64': (0xC00000B7, (117, 129, 198, 199, 200, 203, 206, 221, 270, 271, 280, 281, 425)),
}
SYSTEM = (
    *('/usr', '/lib', '/lib64', '/opt', '/etc/ld.so.cache', '/etc/localtime', '/etc/alternatives', '/dev/urandom'),
    *('/dev/null', '/proc/self', '/proc/cpuinfo', '/proc/meminfo', '/proc/stat', '/sys/devices', '/sys/bus/pci'),
)


def confine(folder: Path, memory_bytes: int, seconds: int) -> list[str]:
    """Bind this process to ``folder``, for good; return the kinds of protection that hold."""
    if sys.platform != 'linux':
        return []
    held = ['rlimits'] if _limit(memory_bytes, seconds) else []
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return held
    readable = [*SYSTEM, sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2]), *sys.path]
    held += ['landlock'] if _landlock(libc, folder, readable) else []
    held += ['seccomp'] if _seccomp(libc) else []
    return held


def _limit(memory_bytes: int, seconds: int) -> bool:
    import resource

    most = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: seconds * (os.cpu_count() or 1),
        resource.RLIMIT_FSIZE: memory_bytes * 2,
        resource.RLIMIT_NOFILE: 512,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in most.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    return True


def _landlock(libc: ctypes.CDLL, folder: Path, readable: list[str]) -> bool:
    version = libc.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    everything = (1 << RIGHTS[min(version, max(RIGHTS))]) - 1
    net = 3 if version >= 4 else 0  # bind and connect of TCP, none of which is given
    ruleset = libc.syscall(CREATE_RULESET, struct.pack('QQ', everything, net), 16 if version >= 4 else 8, 0)
    if ruleset < 0:
        return False
    for path in dict.fromkeys(readable):
        _allow(libc, ruleset, path, READ_FILE | READ_DIR)
    _allow(libc, ruleset, str(folder), everything)
    _allow(libc, ruleset, '/dev/null', OF_FILES & everything)
    done = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return done


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not on this machine
        return
    if not os.path.isdir(path):
        rights &= OF_FILES
    libc.syscall(ADD_RULE, ruleset, 1, struct.pack('=Qi', rights, place), 0)
    os.close(place)


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Refuse FORBIDDEN system calls by a filter of classic BPF: (code, jump if true, jump if false, k) a line."""
    known = FORBIDDEN.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    lines = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), (0x06, 0, 0, KILL), (0x20, 0, 0, 0)]
    lines += [(0x15, len(calls) - number, 0, call) for number, call in enumerate(calls)]
    lines += [(0x06, 0, 0, ALLOW), (0x06, 0, 0, REFUSE)]
    code = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *line) for line in lines))
    program = struct.pack('HxxxxxxP', len(lines), ctypes.addressof(code))
    return libc.prctl(SET_SECCOMP, FILTER, program, 0, 0) == 0
