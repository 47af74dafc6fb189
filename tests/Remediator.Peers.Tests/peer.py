"""Answers requests with what ansible-core and its Jinja2 give: one JSON object a line in, one out.

The first line is the set-up: "variables", "folder" (where lookups search) and "files" (templates by name, which others may
include). A request has "kind" (expression, rendered, condition or template) and "text"; an answer has "outcome": the repr() of the
value or the text of the template, else "! undefined" or "! error", and then "detail".
"""
import json
import pathlib
import sys
import tempfile
import warnings

warnings.filterwarnings('ignore')
sys.set_int_max_str_digits(0)

from ansible import constants
constants.DEFAULT_JINJA2_EXTENSIONS = 'jinja2.ext.do,jinja2.ext.loopcontrols'
from ansible.errors import AnsibleUndefinedVariable
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.conditional import Conditional
from ansible.template import Templar
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Undefined


class Peer:
    def __init__(self, setup, templates):
        self.variables = dict(setup['variables'], ansible_search_path=[setup['folder']], playbook_dir=setup['folder'])
        self.folder = setup['folder']
        self.templates = templates
        for name, text in setup.get('files', {}).items():
            pathlib.Path(templates, name).write_text(text)

    def templar(self):
        loader = DataLoader()
        loader.set_basedir(self.folder)
        return Templar(loader=loader, variables=self.variables)

    def expression(self, text):
        environment = self.templar().environment
        return environment.compile_expression(text, undefined_to_none=False)(**{**environment.globals, **self.variables})

    def rendered(self, text):
        return self.templar().template(text)

    def condition(self, text):
        conditional = Conditional(loader=DataLoader())
        conditional.when = [text]
        return conditional.evaluate_conditional(self.templar(), self.variables)

    def template(self, text):
        templar = self.templar()
        templar.environment.loader.searchpath = [self.templates]
        return templar.template(text, escape_backslashes=False, convert_data=False)

    def answer(self, request):
        try:
            value = plain(getattr(self, request['kind'])(request['text']))
            return {'outcome': value if request['kind'] == 'template' else repr(value)}
        except (AnsibleUndefinedVariable, UndefinedError) as error:
            return {'outcome': '! undefined', 'detail': str(error)}
        except RecursionError:
            return {'outcome': '! error', 'detail': 'recursion'}
        except Exception as error:
            return {'outcome': '! undefined' if 'is undefined' in str(error) else '! error', 'detail': f'{type(error).__name__}: {error}'}


def plain(value):
    """Views and generators become the lists that Ansible unrolls them to, subclasses of str become str."""
    if isinstance(value, Undefined):
        raise AnsibleUndefinedVariable('undefined')
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


with tempfile.TemporaryDirectory() as templates:
    peer = Peer(json.loads(sys.stdin.readline()), templates)
    for line in sys.stdin:
        print(json.dumps(peer.answer(json.loads(line))), flush=True)
