"""Gives up everything a decoder does not need, then becomes the program it was told to run.

Started as `python -I -S jail.py PARENT CPU_S MEMORY_MB FILE_MB CELL READABLE -- argv…` by gateways.media.cell, and by
nobody else; READABLE are paths joined by ":". Standard library only. Every wall is asked of the kernel by itself: one
that the kernel refuses is left out, and cell.is_cut_off() and cell.is_walled_in() find out which ones stand.

    network     a namespace of its own without any interface; else Landlock, which knows TCP only
    files       Landlock: READABLE and the cell may be read, only the cell's folder `out` written
    user        nobody, when started by root. What nobody cannot reach (a Python under /root) is read by the one
                capability that is kept for that, and only while Landlock stands around it
    limits      address space, processor seconds, size of a file, 64 open files, no core dumps, nice 10
    end         SIGKILL when whoever started it dies; no new privileges by any program it starts
"""
import ctypes
import os
import resource
import signal
import sys

NOBODY = 65534
OPEN_FILES = 64
COULD_NOT_START = 126
FIRST_WORD = "jail:"
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom")
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
PARENT_DEATH, KEEP_CAPABILITIES, NO_NEW_PRIVILEGES, AMBIENT, AMBIENT_RAISE = 1, 8, 38, 47, 2
READ_ANYTHING = 2                      # CAP_DAC_READ_SEARCH
CAPABILITIES_3, SYS_CAPSET = 0x20080522, {"x86_64": 126, "aarch64": 91}
SYS_CREATE_RULESET, SYS_ADD_RULE, SYS_RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_FILE, MAKE_FILE, TRUNCATE = 1, 2, 4, 8, 1 << 5, 1 << 8, 1 << 14
FILES_OF_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


class Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def main(arguments: list[str]) -> None:
    """Never returns: becomes the program, or ends with COULD_NOT_START and one line that begins with FIRST_WORD."""
    (parent, cpu_s, memory_mb, file_mb, cell, readable), argv = arguments[:6], arguments[7:]
    lock_in(int(parent), (int(cpu_s), int(memory_mb), int(file_mb)), cell, readable.split(":"), is_cut_off=cut_off())
    try:
        os.execve(argv[0], argv, environment(cell))  # noqa: S606 the argv is ours, and there is no shell to ask for
    except OSError as trouble:
        give_up(trouble)


def lock_in(parent: int, limits: tuple[int, int, int], cell: str, readable: list[str], *, is_cut_off: bool) -> None:
    """All walls around this process but its network: (processor seconds, memory, file size in MB). Ends the process when one fails."""
    paths, (cpu_s, memory_mb, file_mb) = [*SYSTEM, *readable, cell], limits
    try:
        os.nice(10)
        become_nobody(paths)
        if not is_cut_off:
            libc.unshare(NEW_USER | NEW_NETWORK)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        restrict_files(paths, os.path.join(cell, "out"))
        set_limits(cpu_s, memory_mb << 20, file_mb << 20)
        die_with(parent)
    except (OSError, ValueError) as trouble:
        give_up(trouble)


def give_up(trouble: Exception) -> None:
    os.write(2, f"{FIRST_WORD} {type(trouble).__name__} {getattr(trouble, 'strerror', '')}\n".encode())
    os._exit(COULD_NOT_START)


def cut_off() -> bool:
    """A network namespace without any interface, where we may make one."""
    return libc.unshare(NEW_NETWORK) == 0


def environment(cell: str) -> dict[str, str]:
    out = os.path.join(cell, "out")
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": out, "TMPDIR": out, "MALLOC_ARENA_MAX": "2", "AV_LOG_FORCE_NOCOLOR": "1"}


def become_nobody(paths: list[str]) -> None:
    """When we are root: a user who owns nothing, able to read the paths."""
    if os.geteuid() != 0:
        return
    must_search = landlock_version() > 0 and not all(map(anybody_may_reach, paths))
    libc.prctl(KEEP_CAPABILITIES, int(must_search), 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if must_search:
        keep(READ_ANYTHING)


def anybody_may_reach(path: str) -> bool:
    """Whether a stranger may walk to the path and read it, as far as its own folders tell."""
    if not os.path.exists(path):
        return True
    real = os.path.realpath(path)
    parents = [real[:end] or "/" for end in range(len(real)) if real[end] == "/"]
    return os.stat(real).st_mode & 0o004 != 0 and all(os.stat(folder).st_mode & 0o001 for folder in parents)


def keep(capability: int) -> None:
    """This one capability only, through the exec too. Raises OSError."""
    bits = 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0)
    sets = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)       # effective, permitted, inheritable; then the upper halves
    if libc.syscall(SYS_CAPSET[os.uname().machine], header, sets) or libc.prctl(AMBIENT, AMBIENT_RAISE, capability, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def landlock_version() -> int:
    """0 when this kernel has none."""
    return max(0, libc.syscall(SYS_CREATE_RULESET, None, 0, 1))


def restrict_files(readable: list[str], writable: str) -> None:
    """Only these paths from here on, no TCP, no signal to anybody outside; as much of it as this kernel knows."""
    version = landlock_version()
    if not version:
        return
    files = FILES_OF_VERSION[max(known for known in FILES_OF_VERSION if known <= version)]
    rules = Ruleset(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(SYS_CREATE_RULESET, ctypes.byref(rules), size, 0)
    for path in readable:
        allow(ruleset, path, EXECUTE | READ_FILE | READ_DIR)
    allow(ruleset, "/dev/null", READ_FILE | WRITE_FILE)
    allow(ruleset, writable, files & (READ_FILE | READ_DIR | WRITE_FILE | REMOVE_FILE | MAKE_FILE | TRUNCATE))
    if ruleset < 0 or libc.syscall(SYS_RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock")
    os.close(ruleset)


def allow(ruleset: int, path: str, rights: int) -> None:
    """A path that is not there needs no permission."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    wanted = rights if os.path.isdir(path) else rights & (EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE)
    failed = libc.syscall(SYS_ADD_RULE, ruleset, 1, ctypes.byref(Beneath(wanted, handle)), 0)
    os.close(handle)
    if failed:
        raise OSError(ctypes.get_errno(), "Landlock")


def set_limits(cpu_s: int, memory: int, size: int) -> None:
    """Hard limits; and the signals Python ignores do again what they do to other programs."""
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, size), (resource.RLIMIT_NOFILE, OPEN_FILES),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def die_with(parent: int) -> None:
    libc.prctl(PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise OSError(0, "parent gone")


if __name__ == "__main__":
    main(sys.argv[1:])
