"""Tables, a file of results and a chart from what was measured."""
import json
import os

import goals

COLOURS = {"floor": "#7a869a", "remediator": "#1f6feb", "persist": "#8bb8ff", "bootstrap": "#54aeff", "clush": "#a8b1c0", "pyinfra": "#2da44e", "mitogen": "#bf8700", "tuned": "#cf222e", "ansible": "#82071e"}


def groups(rows):
    """Rows that measure the same work, in the order in which it was measured."""
    found = {}
    for row in rows:
        found.setdefault((row["work"], row["variant"], row["hosts"]), []).append(row)
    return found


def ratio(row, base, key):
    return f"{row[key] / base[key]:.2f}" if base and base[key] else ""


def table(seen):
    lines = []
    for (work, variant, hosts), rows in groups(seen["rows"]).items():
        by = {r["tool"]: r for r in rows}
        floor, ours = by.get("floor"), by.get("remediator")
        lines += ["", f"{work} {variant}, {hosts} host{'' if hosts == 1 else 's'}" if hosts else f"{work} {variant}",
                  f"  {'tool':34}{'wall s':>9}{'cpu s':>9}{'x floor wall':>14}{'x floor cpu':>13}{'x ours wall':>13}{'x ours cpu':>12}{'memory MB':>11}"]
        for row in rows:
            memory = f"{row['memory'] / 1e6:.0f}" if row["memory"] else ""
            lines.append(f"  {row['title']:34}{row['wall']:9.3f}{row['cpu']:9.3f}{ratio(row, floor, 'wall'):>14}{ratio(row, floor, 'cpu'):>13}{ratio(row, ours, 'wall'):>13}{ratio(row, ours, 'cpu'):>12}{memory:>11}")
    if seen["far"]:
        lines += ["", "W no-op over a slow network", f"  {'tool':34}{'RTT ms':>8}{'wall s':>9}{'round trips':>13}{'turns':>8}{'connections':>13}{'KB up':>8}{'KB down':>9}   (per host)"]
        for row in seen["far"]:
            lines.append(f"  {row['title']:34}{row['rtt']:>8}{row['wall']:9.2f}{row.get('round_trips', ''):>13}{row['turns']:>8}{row['connections']:>13}{row['up'] / 1000:8.1f}{row['down'] / 1000:9.1f}")
    return "\n".join(lines + goals.table(seen) + [f"  left out: {text}" for text in seen.get("left_out", [])])


def chart(seen):
    """Bars of wall time on a logarithmic scale, a group for each work."""
    parts, y, left, width = [], 30, 330, 520
    shown = [(k, rows) for k, rows in groups(seen["rows"]).items() if len(rows) > 1]
    walls = [r["wall"] for _, rows in shown for r in rows]
    if not walls:
        return ""
    import math
    low, high = math.floor(math.log10(min(walls))), math.ceil(math.log10(max(walls)))
    place = lambda wall: left + (math.log10(wall) - low) / max(1, high - low) * width
    for (work, variant, hosts), rows in shown:
        parts.append(f'<text x="8" y="{y + 12}" font-weight="bold">{work} {variant}{f", {hosts} hosts" if hosts > 1 else ""}</text>')
        y += 20
        for row in rows:
            end = place(row["wall"])
            parts.append(f'<text x="{left - 8}" y="{y + 11}" text-anchor="end">{row["title"]}</text>'
                         f'<rect x="{left}" y="{y}" width="{max(1, end - left):.1f}" height="13" fill="{COLOURS.get(row["tool"], "#57606a")}"/>'
                         f'<text x="{end + 5:.1f}" y="{y + 11}">{row["wall"]:.2f} s</text>')
            y += 17
        y += 10
    lines = "".join(f'<line x1="{place(10 ** e):.1f}" x2="{place(10 ** e):.1f}" y1="24" y2="{y}" stroke="#d0d7de"/><text x="{place(10 ** e):.1f}" y="18" text-anchor="middle">{10 ** e:g} s</text>' for e in range(low, high + 1))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 90}" height="{y + 10}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="white"/>{lines}{"".join(parts)}</svg>\n')


def write(seen, folder):
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/{seen['date'][:10]}"
    seen["goals"] = goals.judged(seen)
    with open(f"{path}.json", "w") as f:
        json.dump(seen, f, indent=1)
        f.write("\n")
    with open(f"{path}.svg", "w") as f:
        f.write(chart(seen))
    print(table(seen))
    print(f"\nload before {seen['machine']['load_before'][0]:.1f}, after {seen['machine']['load_after'][0]:.1f}; results: {path}.json, {path}.svg")
