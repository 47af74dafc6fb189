#!/usr/bin/env bash
# Writes the expected results in tests/Remediator.Language.Tests/Expressions/Cases anew, with ansible-core (2.14 of Debian 12)
# and its Jinja2. tests/Remediator.Peers.Tests compares with a living one. Needs Debian's package ansible-core; changes nothing else.
set -euo pipefail
cd "$(dirname "$0")/../Remediator.Language.Tests/Expressions/Cases"
python=/usr/bin/python3
"$python" -c 'import ansible.template' 2>/dev/null || { echo "needs ansible-core: apt-get install ansible-core" >&2; exit 1; }
TZ=UTC "$python" - <<'PYTHON'
import json, os, pathlib, sys, tempfile, warnings
warnings.filterwarnings('ignore')
os.environ['ANSIBLE_LOCALHOST_WARNING'] = 'False'
from ansible import constants as C
C.DEFAULT_JINJA2_EXTENSIONS = 'jinja2.ext.do,jinja2.ext.loopcontrols'
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.playbook.conditional import Conditional
from jinja2.runtime import Undefined
from jinja2.exceptions import UndefinedError
from ansible.errors import AnsibleUndefinedVariable

variables = json.loads(pathlib.Path('vars.json').read_text())


def plain(value):
    """Views and generators as the lists that Ansible unrolls them to."""
    if isinstance(value, Undefined):
        raise AnsibleUndefinedVariable(str(value._undefined_message) if hasattr(value, '_undefined_message') else 'undefined')
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, tuple):
        return tuple(plain(v) for v in value)
    if isinstance(value, (bool, int, float, type(None))):
        return value
    if isinstance(value, str):
        return str.__str__(value) + ''
    if hasattr(value, '__iter__'):
        return [plain(v) for v in value]
    return value


def outcome(compute):
    try:
        return repr(plain(compute()))
    except (AnsibleUndefinedVariable, UndefinedError):
        return '! undefined'
    except Exception as error:
        return '! undefined' if 'is undefined' in str(error) or 'has no attribute' in str(error) and 'object' in str(error) and 'AnsibleUndefined' in str(type(error)) else '! error'


def value_of(expression):
    environment = Templar(loader=DataLoader(), variables=variables).environment
    return environment.compile_expression(expression, undefined_to_none=False)(**{**environment.globals, **variables})


def rendered(text):
    return Templar(loader=DataLoader(), variables=variables).template(text)


def holds(condition):
    task = Conditional(loader=DataLoader())
    task.when = [condition]
    return task.evaluate_conditional(Templar(loader=DataLoader(), variables=variables), variables)


def table(name, compute):
    path = pathlib.Path(name)
    lines = []
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith('##'):
            columns = line.split('\t')
            text = columns[0].replace('\\t', '\t') if name != 'expressions.txt' else columns[0]
            columns[1:2] = [outcome(lambda: compute(text))]
            line = '\t'.join(columns)
        lines.append(line)
    path.write_text('\n'.join(lines) + '\n')


def templates(name):
    path = pathlib.Path(name)
    cases = []
    for block in path.read_text().split('=== ')[1:]:
        title, _, rest = block.partition('\n')
        source, _, old = rest.partition('--- expected\n')
        cases.append((title, source, old))
    with tempfile.TemporaryDirectory() as folder:
        for title, source, _ in cases:
            if title.startswith('file '):
                pathlib.Path(folder, title[5:]).write_text(source)
        written = path.read_text().split('=== ')[0]
        for title, source, old in cases:
            written += '=== ' + title + '\n' + source
            if title.startswith('file '):
                continue
            templar = Templar(loader=DataLoader(), variables=variables)
            templar.environment.loader.searchpath = [folder]
            try:
                text = templar.template(source, escape_backslashes=False, convert_data=False)
            except Exception as error:
                text = '! error\n'
                print(title, error, file=sys.stderr)
            written += '--- expected\n' + text + ('' if text.endswith('\n') else '\n')
        path.write_text(written)


table('expressions.txt', value_of)
table('rendered.txt', rendered)
table('conditions.txt', holds)
templates('templates.txt')
PYTHON
