#!/bin/sh
# WANT_JSON
echo '{"changed": false, "ansible_facts": {"brought": {"by": "the module"}, "ansible_told": 7}}'
