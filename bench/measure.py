"""Runs a command and says what it cost: wall time, processor time and memory of it and of all that it started."""
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36
TICK = os.sysconf("SC_CLK_TCK")
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@dataclass
class Cost:
    """Seconds and bytes. `cpu` is user and system time of the command and its descendants, detached ones too."""
    wall: float
    cpu: float
    exit: int
    memory: int  # highest sum of proportional shares (PSS) seen, 0 where it was not looked at
    own_memory: int  # highest resident size of the command itself


def descendants(root):
    """Processes below root, by their parents."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as f:
                    fields = f.read().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(name))
    found, open_ = [], [root]
    while open_:
        for child in children.get(open_.pop(), []):
            found.append(child)
            open_.append(child)
    return found


def used(processes):
    """Processor seconds of processes that live, with those of their children that ended."""
    total = 0
    for process in processes:
        try:
            with open(f"/proc/{process}/stat") as f:
                fields = f.read().rpartition(")")[2].split()
            total += sum(int(x) for x in fields[11:15])
        except OSError:
            pass
    return total / TICK


def share(processes):
    total = 0
    for process in processes:
        try:
            with open(f"/proc/{process}/smaps_rollup") as f:
                total += sum(int(l.split()[1]) for l in f if l.startswith("Pss:"))
        except OSError:
            pass
    return total * 1024


def end_all():
    """Ends what is left below us (connections that are kept), and waits for it."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        left = descendants(os.getpid())
        for process in left:
            try:
                os.kill(process, sign)
            except OSError:
                pass
        end = time.monotonic() + 2
        while left and time.monotonic() < end:
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                return
            time.sleep(0.01)
            left = descendants(os.getpid())


def run(words, env=None, cwd=None, look=False, keep=False, output=subprocess.DEVNULL, limit=900):
    """Runs words; `look` samples memory, which costs time of its own; `keep` leaves detached processes alive."""
    before_alive = used(descendants(os.getpid()))
    before = os.times()
    peak = [0]
    done = threading.Event()

    def sample():
        while not done.wait(0.1):
            peak[0] = max(peak[0], share(descendants(os.getpid())))

    start = time.monotonic()
    child = subprocess.Popen(words, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    killer = threading.Timer(limit, child.kill)
    killer.start()
    if look:
        threading.Thread(target=sample, daemon=True).start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    killer.cancel()
    done.set()
    child.returncode = os.waitstatus_to_exitcode(status)
    if not keep:
        end_all()
    after = os.times()
    alive = used(descendants(os.getpid()))
    cpu = after.children_user + after.children_system - before.children_user - before.children_system + alive - before_alive
    return Cost(wall, cpu, child.returncode, peak[0], usage.ru_maxrss * 1024)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:], look=True, output=sys.stderr).__dict__))
