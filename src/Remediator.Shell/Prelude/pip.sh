# Python's packages. A requirement is judged by the packaging that pip brings along.

# rmd_show_pip PYTHON REQUIREMENT: present or absent
rmd_show_pip() {
  if "$1" -c 'import sys
from importlib.metadata import version
from pip._vendor.packaging.requirements import Requirement
wanted = Requirement(sys.argv[1])
sys.exit(0 if wanted.specifier.contains(version(wanted.name), prereleases=True) else 1)' "$2" 2>/dev/null; then
    echo present
  else
    echo absent
  fi
}

# rmd_show_pip_latest PYTHON REQUIREMENT: latest, outdated or absent
rmd_show_pip_latest() {
  rmd_pip_now=$(rmd_show_pip "$1" "$2")
  if [ "$rmd_pip_now" = absent ]; then
    echo absent
  elif "$1" -m pip --disable-pip-version-check list --outdated --format=freeze 2>/dev/null |
    sed 's/==.*//; s/[-_.][-_.]*/-/g' | grep -qixF "$(printf %s "$2" | sed 's/[-_.][-_.]*/-/g')"; then
    echo outdated
  else
    echo latest
  fi
}

# rmd_show_pip_file PYTHON FILE: present where every requirement of the file is, options left out
rmd_show_pip_file() {
  [ -r "$2" ] || { echo 'no such file'; return; }
  sed 's/[[:blank:]]#.*//; s/^#.*//; s/^[[:blank:]]*-.*//; s/^[[:blank:]]*//; s/[[:blank:]]*$//; /^$/d' "$2" | while read -r rmd_pip_line; do
    [ "$(rmd_show_pip "$1" "$rmd_pip_line")" = present ] || echo absent
  done | grep -q . && echo absent || echo present
}

# rmd_pip_venv FOLDER COMMAND SITE: makes a virtual environment; COMMAND may be empty, SITE is yes or no
rmd_pip_venv() {
  rmd_pip_make=$2
  [ -n "$rmd_pip_make" ] || if command -v virtualenv >/dev/null; then rmd_pip_make=virtualenv; else rmd_pip_make='python3 -m venv'; fi
  # shellcheck disable=SC2086 # a command with its options
  case $3 in
    yes) rmd_tell $rmd_pip_make --system-site-packages "$1" ;;
    *) rmd_tell $rmd_pip_make "$1" ;;
  esac
}
