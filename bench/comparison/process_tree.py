"""Runs a program, watches and stops it and everything that it starts, and leaves nothing behind.

All processes of a contender can be found: those that lose their parent become children of this one
(PR_SET_CHILD_SUBREAPER), and each carries a mark in its environment.
"""

import contextlib
import ctypes
import os
import resource
import select
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from measuring import BenchError

mark = "HAPMILL_COMPARE"
guard_seconds = 0.5  # between two checks in a timed run
least_interval, most_interval = 0.001, 0.1
# Reading the memory of a process delays it, so reading takes at most this share of the time.
most_look_share = 0.05
grace_seconds = 2.0  # for processes that end after their parent, such as Python's resource tracker


@dataclass(frozen=True)
class Limits:
    seconds: float
    memory_bytes: int
    # With less memory left, the kernel would choose which process to kill.
    least_available_bytes: int = 1_000_000_000


def adopt_orphans():
    set_child_subreaper = 36
    if ctypes.CDLL(None, use_errno=True).prctl(set_child_subreaper, 1, 0, 0, 0) != 0:
        raise BenchError(f"prctl: {os.strerror(ctypes.get_errno())}")


def descendants(root=None):
    """All descendants of the process `root`, by default of this one."""
    found = []
    todo = [root or os.getpid()]
    while todo:
        pid = todo.pop()
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:  # it has ended
            continue
        for thread in threads:
            with (
                contextlib.suppress(OSError),
                open(f"/proc/{pid}/task/{thread}/children", "rb") as file,
            ):
                children = [int(word) for word in file.read().split()]
                found += children
                todo += children
    return found


def marked(text):
    """Processes of this user that have this mark, whatever their parent is now."""
    wanted = f"{mark}={text}".encode()
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            with contextlib.suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
                if wanted in file.read().split(b"\0"):
                    found.append(int(name))
    return found


def reap():
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass


def is_tracker(pid):
    """Whether a process is Python's resource tracker, which removes the shared memory of killed
    processes."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
        return b"multiprocessing.resource_tracker" in file.read()
    return False


def kill_all(text):
    """Kills what is left of a contender, trackers last. Returns the number of killed processes."""
    killed = set()
    start = time.monotonic()
    while time.monotonic() < start + 10:
        reap()
        left = set(descendants()) | set(marked(text))
        if not left:
            break
        others = {pid for pid in left if not is_tracker(pid)}
        if others or time.monotonic() > start + grace_seconds:
            for pid in others or left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            killed |= others or left
        time.sleep(0.005)
    return len(killed)


def memory_of(pid):
    """The RSS and the kinds of PSS of one process in bytes, or None when it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            lines = file.read().splitlines()[1:]
    except OSError:
        return None
    sizes = {}
    for line in lines:
        name, _, value = line.partition(b":")
        if name in (b"Rss", b"Pss", b"Pss_Anon", b"Pss_File", b"Pss_Shmem"):
            sizes[name.decode().lower()] = 1024 * int(value.split()[0])
    return sizes or None


def look(start):
    """The memory of the tree now, summed over its processes."""
    begin = time.perf_counter()
    parts = [part for part in map(memory_of, descendants()) if part]
    total = {
        key: sum(part.get(key, 0) for part in parts)
        for key in ("rss", "pss", "pss_anon", "pss_file", "pss_shmem")
    }
    return {
        "seconds": begin - start,
        "took": time.perf_counter() - begin,
        "processes": len(parts),
        **total,
    }


def resident_bytes():
    """The sum of RSS, which is cheap to read."""
    pages = 0
    for pid in descendants():
        with contextlib.suppress(OSError), open(f"/proc/{pid}/statm", "rb") as file:
            pages += int(file.read().split()[1])
    return pages * resource.getpagesize()


def available_bytes():
    with open("/proc/meminfo", encoding="ascii") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return None


def why_stop(limits, seconds, pss=None):
    """Why the tree must be stopped now, or None. `pss` is its PSS if that is known."""
    if seconds > limits.seconds:
        return f"more than {limits.seconds:g} s"
    # RSS may count a page many times, so PSS is read too, but only when RSS is too much.
    if pss is None and resident_bytes() > limits.memory_bytes:
        pss = look(0)["pss"]
    if pss is not None and pss > limits.memory_bytes:
        return f"more than {limits.memory_bytes / 1e9:g} GB"
    available = available_bytes()
    if available is not None and available < limits.least_available_bytes:
        return "no memory left on this machine"
    return None


def start_program(words, stdout, messages, text, folder):
    create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    environment = {**os.environ, mark: text, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return os.posix_spawn(
        str(words[0]),
        [str(word) for word in words],
        environment,
        setsid=True,
        setsigdef=[signal.SIGPIPE],
        setsigmask=[],
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(stdout or os.devnull), create, 0o666),
            (os.POSIX_SPAWN_OPEN, 2, str(messages), create, 0o666),
        ],
    )


def follow(pid, start, limits, is_watched):
    """Waits for the end of the program. Returns the seconds, why it was stopped or None, and the
    samples of its memory."""
    ended = select.poll()
    descriptor = os.pidfd_open(pid)
    ended.register(descriptor, select.POLLIN)
    samples, stopped, guarded = [], None, 0.0
    interval = least_interval if is_watched else guard_seconds
    try:
        while not ended.poll(1000 * interval):
            now = time.perf_counter() - start
            if is_watched:
                samples.append(look(start))
                took = samples[-1]["took"]
                # The interval grows with the time so far, so that short runs have samples too.
                interval = max(least_interval, min(now / 100, most_interval), took / most_look_share)
            if now - guarded >= guard_seconds:
                guarded = now
                stopped = why_stop(limits, now, samples[-1]["pss"] if samples else None)
                if stopped:
                    break
        return time.perf_counter() - start, stopped, samples
    finally:
        os.close(descriptor)


def let_helpers_end():
    deadline = time.monotonic() + grace_seconds
    while time.monotonic() < deadline:
        reap()
        if not descendants():
            return
        time.sleep(0.002)


def run_tree(words, *, text, folder, limits, stdout=None, is_watched=False):
    """Runs a program in an empty folder of its own. Returns a dictionary of what it took. With
    `is_watched` its memory is sampled all the time, otherwise only the limits are checked."""
    messages = Path(folder) / "stderr"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    exit_code = None
    start = time.perf_counter()
    pid = start_program(words, stdout, messages, text, folder)
    try:
        seconds, stopped, samples = follow(pid, start, limits, is_watched)
        if not stopped:
            exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            let_helpers_end()
    finally:
        killed = kill_all(text)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "user": after.ru_utime - before.ru_utime,
        "system": after.ru_stime - before.ru_stime,
        "exit": exit_code,
        "stopped": stopped,
        "left_processes": 0 if stopped else killed,
        "said": messages.read_text(errors="replace").strip()[-2000:],
        "samples": samples,
    }
