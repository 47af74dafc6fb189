"""Measures the tools beside one another and writes what was seen. compare.sh prepares what it needs and starts it."""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time

import measure
import report
import tools as kinds
from work import ALL, NOTHING, write

GATES = {"ansible": 10}  # hosts above which a tool is left out: defaults take minutes
QUICK = 22  # minutes after which a quick run starts no slow tool any more


def say(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, options, place, tools):
        self.options, self.place, self.tools = options, place, tools
        self.rows, self.left_out = [], []
        self.rev = 1000
        self.end = time.monotonic() + 60 * options.minutes if options.minutes else None

    def waits_for(self, tool, work, variant, count, round_):
        """Whether there is time for one more run of the tool; a slow one runs once in a quick run, and its defaults not at all on long work."""
        if not tool.slow:
            return True
        what = f"{tool.title} on {work.name} {variant}, {count} hosts"
        if self.options.quick and tool.name == "ansible" and work.name in ("T", "L", "R"):
            self.leave(f"{what}: minutes")
            return False
        if self.end and time.monotonic() > self.end:
            if round_ == 0:
                self.leave(f"{what}: no time left")
            return False
        return round_ < (1 if self.options.quick else 2)

    def leave(self, text):
        if text not in self.left_out:
            self.left_out.append(text)

    def hosts(self, count):
        self.place.hosts = [(f"L{i + 1}", address, 22) for i, address in enumerate(self.options.addresses[:count])]

    def prepare(self, work, rev=0):
        self.place.rev = rev
        write(self.place.folder, work, self.place.server, rev)

    def floor(self, work):
        """Brings the hosts to the end state, unmeasured."""
        words, env = kinds.Floor().start(self.place, work)
        cost = measure.run(words, env=env)
        if cost.exit:
            raise SystemExit(f"the floor's script fails on {work.name}; are the hosts up?")

    def everywhere(self, command):
        words = ["/bin/sh", "-c", f"xargs -P 20 -I % ssh -F {self.place.folder}/ssh_config root@% '{command}'"]
        subprocess.run(words, input="\n".join(a for _, a, _ in self.place.hosts), text=True, check=True, capture_output=True)

    def once(self, tool, work, variant, **how):
        """One run; None where it failed."""
        words, env = tool.start(self.place, work)
        log = f"{self.place.folder}/{tool.name}.{work.name}.{variant}.log"
        with open(log, "w") as output:
            # Alone a slow tool must not take what is left of the time by hours.
            cost = measure.run(words, env=env, cwd=self.place.folder, output=output, limit=300 if self.end else 900, **how)
        if cost.exit:
            with open(log, errors="replace") as f:
                said = [line.strip() for line in f if "fatal" in line or "rror" in line][:2] or ["(says nothing of an error)"]
            say(f"  {tool.name} failed on {work.name} {variant} (exit code {cost.exit}): " + " / ".join(line[:300] for line in said))
            self.leave(f"{tool.title} on {work.name} {variant}: it failed (exit code {cost.exit})")
            return None
        with open(log, errors="replace") as f:
            text = f.read()
        if variant == "no-op" and any(f"changed={n}" in text for n in range(1, 10)):
            say(f"  {tool.name} changed something where nothing was to change: {log}")
        return cost

    def series(self, work, variant, count, rounds):
        """All tools in turn, several times; medians into rows."""
        self.hosts(count)
        self.prepare(work)
        if work.reset:
            self.everywhere(work.reset)
        self.floor(work)
        taken = {}
        tools = [t for t in self.tools if count <= GATES.get(t.name, 10**9)]
        for round_ in range(rounds):
            for tool in tools:
                if not self.waits_for(tool, work, variant, count, round_):
                    continue
                if variant == "change":
                    if work.reset:
                        self.everywhere(work.reset)
                    else:
                        self.rev += 1
                        self.prepare(work, self.rev)
                if cost := self.once(tool, work, variant):
                    taken.setdefault(tool.name, []).append(cost)
        if variant == "no-op" and work.name == "W" and not self.options.quick:
            for tool in tools:
                if cost := self.once(tool, work, variant, look=True):
                    taken[tool.name][0].memory = cost.memory
        for tool in tools:
            self.keep(work.name, variant, count, tool, taken.get(tool.name, []))

    def warm(self, work, count, rounds):
        """A second run while connections are kept."""
        tool = kinds.Remediator("persist", "Remediator --persist, second run", extra=("--persist",))
        self.hosts(count)
        self.prepare(work)
        self.floor(work)
        taken = []
        for _ in range(rounds):
            if not self.once(tool, work, "no-op", keep=True):
                return
            if cost := self.once(tool, work, "no-op", keep=True):
                taken.append(cost)
            measure.end_all()
        self.keep(work.name, "no-op", count, tool, taken)

    def keep(self, work, variant, count, tool, taken):
        if not taken:
            return
        row = {"work": work, "variant": variant, "hosts": count, "tool": tool.name, "title": tool.title, "runs": len(taken)}
        row |= {k: round(statistics.median(getattr(t, k) for t in taken), 3) for k in ("wall", "cpu")}
        row["walls"] = [round(t.wall, 3) for t in taken]
        row["memory"] = max(t.memory for t in taken)
        row["own_memory"] = max(t.own_memory for t in taken)
        self.rows.append(row)
        say(f"  {work} {variant} {count} hosts  {tool.name:11} wall {row['wall']:7.2f} s  cpu {row['cpu']:7.2f} s  ({len(taken)} runs, load {os.getloadavg()[0]:.1f})")

    def start_up(self, rounds):
        self.prepare(NOTHING)
        self.place.hosts = []
        folder = self.place.folder
        for tool in self.tools:
            words = {"remediator": [self.place.remediator], "ansible": ["/usr/bin/ansible-playbook"], "pyinfra": getattr(tool, "words", list)()}.get(tool.name)
            if not words:
                continue
            env = tool.start(self.place, NOTHING)[1]
            self.keep("S", "--version", 0, tool, [measure.run([*words, "--version"], env=env) for _ in range(rounds)])
            play = {"remediator": [*words, "run", f"{folder}/S.ours.yml", "-i", "localhost,", "-c", "local"],
                    "ansible": [*words, f"{folder}/S.tuned.yml", "-i", "localhost,", "-c", "local"]}.get(tool.name, [*words, "-y", "@local", f"{folder}/S.py"])
            self.keep("S", "nothing", 1, tool, [measure.run(play, env=env, cwd=folder) for _ in range(rounds)])

    def far(self, count, work):
        """W over a slow network: what the second run of two networks costs more is round trips."""
        self.hosts(count)
        self.prepare(work)
        self.floor(work)
        near = self.place.hosts
        walls, rows = {}, []
        for milliseconds in (20, 100):
            self.place.hosts = [(name, "127.0.0.1", self.options.port + i) for i, (name, _, _) in enumerate(near)]
            for tool in self.tools:
                if tool.name in ("clush", "ansible", "bootstrap") or not self.waits_for(tool, work, f"over {milliseconds} ms", count, 0):
                    continue
                costs, carried = [], []
                for _ in range(1 if tool.slow else 3):
                    # A proxy for each run: whatever lives below us is ended when a run is over.
                    proxy = subprocess.Popen([kinds.PYTHON, f"{os.path.dirname(__file__)}/delay_proxy.py", str(milliseconds), str(self.options.port), *(a for _, a, _ in near)], stdout=subprocess.PIPE, text=True)
                    proxy.stdout.readline()
                    costs.append(self.once(tool, work, "no-op"))
                    proxy.terminate()
                    carried += json.loads(proxy.communicate()[0])
                costs = [c.wall for c in costs if c]
                if not costs:
                    continue
                walls[tool.name, milliseconds] = wall = statistics.median(costs)
                runs = len(costs) * count
                rows.append({"rtt": milliseconds, "hosts": count, "tool": tool.name, "title": tool.title, "wall": round(wall, 2),
                             "turns": round(sum(c["turns"] for c in carried) / runs, 1), "connections": round(len(carried) / runs, 1),
                             "up": round(sum(c["up"] for c in carried) / runs), "down": round(sum(c["down"] for c in carried) / runs)})
                say(f"  W over {milliseconds} ms  {tool.name:11} wall {wall:6.2f} s  {rows[-1]['turns']} turns  {rows[-1]['up'] / 1000:.1f} KB up")
        for row in rows:
            if (row["tool"], 20) in walls and (row["tool"], 100) in walls:
                row["round_trips"] = round((walls[row["tool"], 100] - walls[row["tool"], 20]) / 0.080, 1)
        return rows


def main():
    parser = argparse.ArgumentParser(prog="compare.sh")
    parser.add_argument("--hosts", default="10,50,100,200", help="numbers of hosts for W")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and 10 and 50 hosts")
    parser.add_argument("--work", default="W,T,L,R,S,far", help="what to measure")
    parser.add_argument("--tools", default="", help="only these tools")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0, help="after which no slow tool is started any more")
    parser.add_argument("--out", default="")
    for name in ("lab", "folder", "remediator", "server", "pyinfra", "root"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    parser.add_argument("--addresses", nargs="*", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=23000, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.minutes = options.minutes or (QUICK if options.quick else 0)
    tools = kinds.all_tools(options.pyinfra)
    if options.tools:
        tools = [t for t in tools if t.name in options.tools.split(",")]
    place = kinds.Place(options.folder, options.lab, options.remediator, [], options.server)
    bench = Bench(options, place, tools)
    counts = [int(c) for c in options.hosts.split(",")]
    rounds = options.rounds or (3 if options.quick else 5)
    wanted = options.work.split(",")
    began, load = time.time(), os.getloadavg()
    if "W" in wanted:
        for count in sorted({1, *counts}):
            bench.series(ALL["W"], "no-op", count, rounds)
            bench.warm(ALL["W"], count, rounds)
        for count in sorted({10, 50} & set(counts)) or counts[:1]:
            bench.series(ALL["W"], "change", count, rounds)
    few = min(10, max(counts))
    if "T" in wanted:
        bench.series(ALL["T"], "no-op", few, rounds)
    for name in ("L", "R"):
        if name in wanted:
            bench.series(ALL[name], "no-op", few, rounds)
            bench.series(ALL[name], "change", few, rounds)
    if "S" in wanted:
        bench.start_up(2 * rounds)
    far = bench.far(few, ALL["W"]) if "far" in wanted else []
    seen = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began)), "seconds": round(time.time() - began),
        "machine": {"cores": os.cpu_count(), "kernel": platform.release(), "load_before": load, "load_after": os.getloadavg()},
        "quick": options.quick, "rows": bench.rows, "far": far, "left_out": bench.left_out,
    }
    report.write(seen, options.out or f"{options.root}/bench/results")


main()
