"""The work that is measured, declared once and written down for each tool: a playbook, a pyinfra deploy, a shell script.

A task is a tuple: its kind and its words. The floor's script is what a careful person would write by hand for the same end state.
"""
import json
import os
from dataclasses import dataclass

CONF = "/etc/chrony/chrony.conf"
TRIED = "chronyc -n sources | grep -qF {server}"


@dataclass
class Work:
    name: str
    title: str
    tasks: list
    facts: bool = False
    reset: str = ""  # what makes a host need the change again; empty: the variable rev does


def chrony_text(server, os_family, rev):
    """The configuration; its words are templated by each tool."""
    return f"""# {os_family}, revision {rev}
server {server} iburst
driftfile /var/lib/chrony/chrony.drift
ntsdumpdir /var/lib/chrony
logdir /var/log/chrony
maxupdateskew 100.0
rtcsync
makestep 1 3
"""


W = Work("W", "chrony: facts, package, configuration, service, handler, verification",
         [("package", "chrony"), ("chrony",), ("service", "chrony"), ("verify",)], facts=True)
T = Work("T", "100 trivial commands", [("command", "/bin/true")] * 100)
L = Work("L", "a loop of 50 edits of a file", [("lines", "/etc/bench.conf", 50)], reset="rm -f /etc/bench.conf; touch /etc/bench.conf")
R = Work("R", "a role of 60 tasks",
         [("dir", "/srv/bench", "0755")]
         + [t for i in range(14) for t in (
             ("dir", f"/srv/bench/d{i}", "0750"),
             ("file", f"/srv/bench/d{i}/app.conf", f"[app]\nnumber = {i}\nmode = fast\n", "0644"),
             ("line", f"/srv/bench/d{i}/env", f"NUMBER={i}"),
             ("link", f"/srv/bench/l{i}", f"/srv/bench/d{i}"))]
         + [("service", "chrony"), ("package", "chrony"), ("command", "/bin/true")],
         reset="rm -rf /srv/bench")
NOTHING = Work("S", "a play on localhost that does nothing", [])
ALL = {w.name: w for w in (W, T, L, R)}


def playbook(work, flavour):
    """YAML, as JSON within it: the same text for Ansible and for us, but where a verification stands."""
    tasks, handlers, verify = [], [], []
    for kind, *words in work.tasks:
        match kind:
            case "package":
                tasks.append({"name": "package", "package": {"name": words[0], "state": "present"}})
            case "chrony":
                tasks.append({"name": "configuration", "template": {"src": "chrony.conf.j2", "dest": CONF, "owner": "root", "group": "root", "mode": "0644"}, "notify": "restart"})
                # Ansible's service looks for systemd itself, which light hosts lack, and calls the init script: that starts a chronyd which cannot
                # live there, and reports success. The command is what it would do elsewhere, and cheaper.
                restart = {"service": {"name": "chrony", "state": "restarted"}} if flavour == "ours" else {"command": "systemctl restart chrony"}
                handlers.append({"name": "restart"} | restart)
            case "service":
                tasks.append({"name": "service", "service": {"name": words[0], "state": "started", "enabled": True}})
            case "verify":
                verify.append({"name": "verify", "shell": TRIED.format(server="{{ ntp_server }}"), "changed_when": False})
            case "command":
                tasks.append({"name": "command", "command": words[0], "changed_when": False})
            case "lines":
                tasks.append({"name": "lines", "lineinfile": {"path": words[0], "line": "setting{{ item }}=value{{ item }}"}, "loop": list(range(words[1]))})
            case "dir":
                tasks.append({"name": "dir", "file": {"path": words[0], "state": "directory", "mode": words[1]}})
            case "file":
                tasks.append({"name": "file", "copy": {"dest": words[0], "content": words[1], "mode": words[2]}})
            case "line":
                tasks.append({"name": "line", "lineinfile": {"path": words[0], "line": words[1], "create": True}})
            case "link":
                tasks.append({"name": "link", "file": {"path": words[0], "src": words[1], "state": "link"}})
    play = {"name": work.title, "hosts": "all", "gather_facts": work.facts}
    if work.facts and flavour != "ansible":
        play["gather_subset"] = ["min"]
    if work.name == "R":
        play["roles"] = ["bench"]
    else:
        play["tasks"] = tasks
    if handlers:
        play["handlers"] = handlers
    if verify:
        play["verify" if flavour == "ours" else "post_tasks"] = verify
    return [play], tasks


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def put(path, content, mode):
    """Compare, write beside, rename: what may not be left out where a file must never be half written."""
    return f"""new={path}.new
cat >$new <<'END'
{content}END
if [ "$(stat -c %a:%U:%G {path} 2>/dev/null)" = {mode.lstrip('0')}:root:root ] && cmp -s $new {path}; then rm $new
else chmod {mode} $new; sync $new; mv $new {path}; changed=1; fi
"""


def script(work, server, rev):
    """The floor: the same end state by one plain script. It prints what changed, and fails where something is wrong."""
    text = ["set -e\n", ". /etc/os-release; host=$(hostname); echo \"$ID $host\"\n" if work.facts else ""]
    for kind, *words in work.tasks:
        match kind:
            case "package":
                text.append(f"dpkg-query -W -f '${{Status}}\\n' {words[0]} | grep -q '^install ok installed' || apt-get -qy install {words[0]}\n")
            case "chrony":
                text.append("changed=\n" + put(CONF, chrony_text(server, "Debian", rev), "0644"))
            case "service":
                text.append(f"s=$(systemctl show -p ActiveState,UnitFileState {words[0]})\n"
                            f"case $s in *ActiveState=active*) ;; *) systemctl start {words[0]}; echo started ;; esac\n"
                            f"case $s in *UnitFileState=enabled*) ;; *) systemctl enable {words[0]} ;; esac\n")
            case "verify":
                text.append("if [ -n \"$changed\" ]; then systemctl restart chrony; echo restarted; fi\n" + TRIED.format(server=server) + "\n")
            case "command":
                text.append(f"{words[0]}\n")
            case "lines":
                for i in range(words[1]):
                    line = f"setting{i}=value{i}"
                    text.append(f"grep -qxF '{line}' {words[0]} || {{ cp -p {words[0]} {words[0]}.new; echo '{line}' >>{words[0]}.new; sync {words[0]}.new; mv {words[0]}.new {words[0]}; }}\n")
            case "dir":
                text.append(f"[ \"$(stat -c %a:%F {words[0]} 2>/dev/null)\" = '{words[1].lstrip('0')}:directory' ] || {{ mkdir -p {words[0]}; chmod {words[1]} {words[0]}; }}\n")
            case "file":
                text.append(put(words[0], words[1], words[2]))
            case "line":
                text.append(f"grep -qxF {quoted(words[1])} {words[0]} 2>/dev/null || echo {quoted(words[1])} >>{words[0]}\n")
            case "link":
                text.append(f"[ \"$(readlink {words[0]})\" = {words[1]} ] || ln -sfn {words[1]} {words[0]}\n")
    return "".join(text) + "echo end\n"


def deploy(work, server, rev):
    """For pyinfra, which runs Python."""
    text = ["from io import StringIO\nfrom pyinfra import host\nfrom pyinfra.operations import apt, files, server, systemd\n"]
    if work.facts:
        text.append("from pyinfra.facts.server import LinuxDistribution, Hostname\nhost.get_fact(LinuxDistribution)\nhost.get_fact(Hostname)\n")
    for number, (kind, *words) in enumerate(work.tasks):
        match kind:
            case "package":
                text.append(f"apt.packages(packages=[{words[0]!r}])\n")
            case "chrony":
                text.append(f"c = files.put(src=StringIO({chrony_text(server, 'Debian', rev)!r}), dest={CONF!r}, user='root', group='root', mode='644')\n")
            case "service":
                text.append(f"systemd.service(service={words[0]!r}, running=True, enabled=True)\n")
            case "verify":
                text.append("with c.did_change:\n    systemd.service(service='chrony', restarted=True)\n")
                text.append(f"server.shell(commands=[{TRIED.format(server=server)!r}])\n")
            case "command":
                text.append(f"server.shell(name='command {number}', commands=[{words[0]!r}])\n")
            case "lines":
                text.append(f"for i in range({words[1]}): files.line(name=f'line {{i}}', path={words[0]!r}, line=f'setting{{i}}=value{{i}}')\n")
            case "dir":
                text.append(f"files.directory(path={words[0]!r}, mode={words[1].lstrip('0')!r})\n")
            case "file":
                text.append(f"files.put(src=StringIO({words[1]!r}), dest={words[0]!r}, mode={words[2].lstrip('0')!r})\n")
            case "line":
                text.append(f"files.line(path={words[0]!r}, line={words[1]!r})\n")
            case "link":
                text.append(f"files.link(path={words[0]!r}, target={words[1]!r})\n")
    return "".join(text)


def write(folder, work, server, rev):
    """All files of a work, beside one another."""
    os.makedirs(f"{folder}/roles/bench/tasks", exist_ok=True)
    for flavour in ("ours", "ansible", "tuned"):
        play, tasks = playbook(work, flavour)
        with open(f"{folder}/{work.name}.{flavour}.yml", "w") as f:
            json.dump(play, f, indent=1)
    if work.name == "R":
        with open(f"{folder}/roles/bench/tasks/main.yml", "w") as f:
            json.dump(tasks, f, indent=1)
    with open(f"{folder}/chrony.conf.j2", "w") as f:
        f.write(chrony_text("{{ ntp_server }}", "{{ ansible_facts['os_family'] }}", "{{ rev }}"))
    with open(f"{folder}/{work.name}.sh", "w") as f:
        f.write(script(work, server, rev))
    with open(f"{folder}/{work.name}.py", "w") as f:
        f.write(deploy(work, server, rev))
