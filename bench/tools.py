"""The tools that are compared: how each is started on a work."""
import os
import subprocess
import sys
from dataclasses import dataclass

PYTHON = "/usr/bin/python3"
FORKS = 50


@dataclass
class Place:
    """Where the work is done: the files beside one another, the hosts and how they are reached."""
    folder: str
    lab: str  # the lab's folder: ssh_config, keys
    remediator: str
    hosts: list  # (name, address, port)
    server: str
    rev: int = 0
    local: bool = False

    def inventory(self):
        path = f"{self.folder}/hosts.ini"
        with open(path, "w") as f:
            f.write("[all]\n")
            for name, address, port in self.hosts:
                f.write(f"{name} ansible_host={address} ansible_port={port}\n")
            f.write(f"""[all:vars]
ansible_user=root
ansible_ssh_private_key_file={self.lab}/id_ed25519
ansible_ssh_common_args=-o StrictHostKeyChecking=yes -o UserKnownHostsFile={self.folder}/known_hosts -o KexAlgorithms=curve25519-sha256
ansible_python_interpreter=/usr/bin/python3
ntp_server={self.server}
rev={self.rev}
""")
        return path


class Tool:
    name = ""
    title = ""
    slow = False

    def start(self, place, work):
        """Words, environment."""
        raise NotImplementedError

    def version(self):
        return None


class Remediator(Tool):
    def __init__(self, name="remediator", title="Remediator", extra=(), keep=False):
        self.name, self.title, self.extra, self.keep = name, title, extra, keep

    def start(self, place, work):
        return [place.remediator, "run", f"{place.folder}/{work.name}.ours.yml", "-i", place.inventory(), *self.extra], dict(os.environ)


class Ansible(Tool):
    slow = True

    def __init__(self, name, title, flavour="tuned", **settings):
        self.name, self.title, self.flavour, self.settings = name, title, flavour, settings

    def start(self, place, work):
        env = {k: v for k, v in os.environ.items() if not k.startswith("ANSIBLE_")}
        env |= {f"ANSIBLE_{k.upper()}": str(v) for k, v in self.settings.items()}
        with open(f"{place.folder}/ansible.cfg", "w") as f:
            f.write("[defaults]\n")
        # Plain ControlPersist sockets, of one run alone: a fresh folder each.
        env |= {"ANSIBLE_SSH_CONTROL_PATH_DIR": f"{place.folder}/cp-{os.urandom(3).hex()}", "ANSIBLE_CONFIG": f"{place.folder}/ansible.cfg", "ANSIBLE_ROLES_PATH": f"{place.folder}/roles", "LC_ALL": "C.UTF-8"}
        return ["/usr/bin/ansible-playbook", f"{place.folder}/{work.name}.{self.flavour}.yml", "-i", place.inventory()], env


class Pyinfra(Tool):
    name, title = "pyinfra", "pyinfra"
    slow = True

    def __init__(self, path):
        self.path = path  # PYTHONPATH: the checkout, its entry points, what stands in for missing packages

    def words(self):
        return [PYTHON, "-c", "import pyinfra_cli.__main__ as m; m.execute_pyinfra()"]

    def start(self, place, work):
        path = f"{place.folder}/hosts.py"
        with open(path, "w") as f:
            f.write("hosts = [\n")
            for name, address, port in place.hosts:
                f.write(f"  ({name!r}, {{'ssh_hostname': {address!r}, 'ssh_port': {port}, 'ssh_user': 'root', 'ssh_key': '{place.lab}/id_ed25519', 'ssh_known_hosts_file': '{place.folder}/known_hosts'}}),\n")
            f.write("]\n")
        return [*self.words(), "-y", "--parallel", str(FORKS), path, f"{place.folder}/{work.name}.py"], os.environ | {"PYTHONPATH": self.path, "LC_ALL": "C.UTF-8"}


class Floor(Tool):
    name, title = "floor", "floor: one ssh, one script"

    def start(self, place, work):
        with open(f"{place.folder}/hosts.txt", "w") as f:
            for _, address, port in place.hosts:
                f.write(f"{address} {port}\n")
        command = f"ssh -F {place.folder}/ssh_config -p \"$2\" \"root@$1\" /bin/sh -s <{place.folder}/{work.name}.sh"
        return ["/bin/sh", "-c", f"xargs -P {FORKS} -L 1 sh -c 'exec \"$@\"' sh sh -c '{command}' sh <{place.folder}/hosts.txt"], dict(os.environ)


class Bootstrap(Floor):
    """What `remediator bootstrap` makes of the play, read by a shell on the host. The script is made before the clock runs."""
    name, title = "bootstrap", "Remediator's bootstrap script"

    def start(self, place, work):
        words, env = super().start(place, work)
        script = f"{place.folder}/{work.name}.boot.sh"
        made = subprocess.run(
            [place.remediator, "bootstrap", f"{place.folder}/{work.name}.ours.yml", "-i", place.inventory(), "-l", place.hosts[0][0], "-o", script],
            cwd=place.folder, capture_output=True, text=True)
        if made.returncode:
            print(f"  no bootstrap script for {work.name}: {made.stdout}{made.stderr}", file=sys.stderr)
        return [w.replace(f"{place.folder}/{work.name}.sh", script) for w in words], env


class Clush(Tool):
    name, title = "clush", "clustershell: the same script"

    def start(self, place, work):
        with open(f"{place.folder}/clush.conf", "w") as f:
            f.write(f"[Main]\nfanout: {FORKS}\nssh_options: -F {place.folder}/ssh_config\nssh_user: root\n")
        nodes = ",".join(address for _, address, _ in place.hosts)
        return ["/bin/sh", "-c", f"exec clush --conf {place.folder}/clush.conf -b -L -w {nodes} /bin/sh -s <{place.folder}/{work.name}.sh"], dict(os.environ)


def all_tools(pyinfra_path):
    """In the order of the tables."""
    mitogen = "/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy"
    tuned = {"pipelining": True, "forks": FORKS}
    tools = [
        Floor(),
        Remediator(),
        Bootstrap(),
        Clush(),
        Ansible("ansible", "Ansible, defaults", "ansible"),
        Ansible("tuned", "Ansible, tuned", **tuned),
    ]
    if os.path.isdir(mitogen):
        tools.append(Ansible("mitogen", "Ansible with Mitogen", strategy_plugins=mitogen, strategy="mitogen_linear", **tuned))
    if pyinfra_path:
        tools.append(Pyinfra(pyinfra_path))
    else:
        print("pyinfra: left out, PYINFRA_SRC names no checkout", file=sys.stderr)
    return tools
