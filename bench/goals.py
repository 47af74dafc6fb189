"""The figures to reach, each a ratio of two rows of one run, and whether they are reached."""

# work, variant, hosts (None: whatever was measured), whose, column, against whom, at most (their ratio: ours to theirs)
GOALS = [
    ("W", "no-op", 50, "remediator", "wall", "floor", 1.3),
    ("W", "no-op", 50, "remediator", "cpu", "floor", 1.3),
    ("W", "no-op", 50, "remediator", "wall", "tuned", 1 / 35),
    ("W", "no-op", 50, "remediator", "wall", "mitogen", 1 / 35),
    ("W", "no-op", 50, "remediator", "cpu", "tuned", 1 / 25),
    ("W", "no-op", 50, "remediator", "wall", "pyinfra", 1 / 2.5),
    ("W", "no-op", 50, "persist", "wall", "floor", 0.6),
    ("W", "change", 50, "remediator", "wall", "floor", 1.4),
    ("T", "no-op", 10, "remediator", "wall", "floor", 1.6),
    ("T", "no-op", 10, "remediator", "wall", "tuned", 1 / 100),
    ("T", "no-op", 10, "remediator", "wall", "pyinfra", 1 / 8),
    ("L", "no-op", 10, "remediator", "wall", "floor", 1.6),
    ("L", "change", 10, "remediator", "wall", "floor", 1.6),
    ("R", "no-op", 10, "remediator", "wall", "tuned", 1 / 50),
    ("R", "change", 10, "remediator", "wall", "tuned", 1 / 50),
    ("S", "--version", 0, "remediator", "wall", "ansible", 1 / 4),
]


def judged(seen):
    """For each goal a dict: what it is, the ratio seen (None: not measured), the goal, whether it is met."""
    rows = {(r["work"], r["variant"], r["hosts"], r["tool"]): r for r in seen["rows"]}
    found = []
    for work, variant, hosts, whose, column, against, most in GOALS:
        ours, theirs = rows.get((work, variant, hosts, whose)), rows.get((work, variant, hosts, against))
        ratio = ours[column] / theirs[column] if ours and theirs and theirs[column] else None
        name = f"{work} {variant}, {hosts} hosts: {column} of {whose} to {against}" if hosts else f"{work} {variant}: {column} of {whose} to {against}"
        found.append({"goal": name, "most": most, "ratio": ratio, "met": ratio <= most if ratio is not None else None})
    ours, theirs = rows.get(("W", "no-op", 1, "remediator")), rows.get(("W", "no-op", 1, "floor"))
    if ours and theirs:
        most = theirs["wall"] + 0.15
        found.append({"goal": "W no-op, 1 host: wall, seconds, to the floor and 0.15", "most": most, "ratio": ours["wall"], "met": ours["wall"] <= most})
    version = rows.get(("S", "--version", 0, "remediator"))
    if version:
        found.append({"goal": "S --version: wall, seconds", "most": 0.12, "ratio": version["wall"], "met": version["wall"] <= 0.12})
    far = {(r["tool"], r["rtt"]): r for r in seen["far"]}
    ours, theirs = far.get(("remediator", 100)), far.get(("floor", 100))
    if ours and theirs and "round_trips" in ours and "round_trips" in theirs:
        # The floor logs in and sends one script, so of what a run waits for it has all but what goes on after the first answer.
        found.append({"goal": "W over 100 ms: round trips beyond the floor's, which are the login and one", "most": 3, "ratio": ours["round_trips"] - theirs["round_trips"], "met": ours["round_trips"] - theirs["round_trips"] <= 3})
    return found


def table(seen):
    lines = ["", f"  {'goals':78}{'at most':>9}{'seen':>9}"]
    for goal in judged(seen):
        number = lambda x: "" if x is None else f"1/{1 / x:.1f}" if x < 0.4 and "seconds" not in goal["goal"] else f"{x:.2f}"
        lines.append(f"  {goal['goal']:78}{number(goal['most']):>9}{number(goal['ratio']):>9}  {'not measured' if goal['met'] is None else 'met' if goal['met'] else 'MISSED'}")
    return lines
