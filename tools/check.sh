#!/bin/bash
# Is it right? Every check that needs no test run; all of them run, so that one look shows all that is wrong.
set -u
cd "$(dirname "$0")/.."
FAILED=()
NUAN_DATA=$(mktemp -d "${TMPDIR:-/tmp}/nuan-check.XXXXXX")
export NUAN_DATA
trap 'rm -rf "$NUAN_DATA"' EXIT

check() { # what, command…
  local what=$1 out
  shift
  if out=$("$@" 2>&1); then
    printf '  ok    %s\n' "$what"
  else
    printf '  WRONG %s\n%s\n' "$what" "$out"
    FAILED+=("$what")
  fi
}

check "layout (ruff format)" .venv/bin/python -m ruff format --check .
check "style (ruff)" .venv/bin/python -m ruff check .
check "import law (import-linter)" .venv/bin/lint-imports --no-logo --no-cache
check "types (mypy)" .venv/bin/python -m mypy
check "templates (djlint)" .venv/bin/python -m djlint --lint --quiet nuan/web/templates
check "migrations" .venv/bin/nuan manage makemigrations --check --dry-run
check "settings (django)" .venv/bin/nuan manage check --fail-level WARNING
check "playbooks" .venv/bin/nuan playbook check
check "shell scripts" bash -n tools/test.sh tools/check.sh .ci/run

if [ ${#FAILED[@]} -gt 0 ]; then
  printf '\nWRONG: %s\n' "$(IFS=,; echo "${FAILED[*]}")"
  exit 1
fi
printf '\nAll right.\n'
