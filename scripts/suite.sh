#!/usr/bin/env bash
# The checks of `make check` and `make test`, one after the other; all run even if one fails, and the end says which failed.
# Usage: scripts/suite.sh check|test
set -uo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
failed=()

step() {
    local name=$1 started=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then
        echo "== $name: ok ($((SECONDS - started)) s)"
    else
        echo "== $name: FAILED ($((SECONDS - started)) s)"
        failed+=("$name")
    fi
}

validate_data() {
    $python -m common.cli rasa data validate --quiet --fail-on-warnings --data data --domain bot/domain --config bot/config.yml
}

# Three at a time on two cores, since journeys mostly wait; the long ones come first.
tests() {
    $python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder -q "$@"
}

started=$SECONDS
step "ruff check" $python -m ruff check .
step "ruff format" $python -m ruff format --check --quiet .
step "mypy" $python -m mypy
step "import-linter" .venv/bin/lint-imports --no-cache
step "rasa data validate" validate_data
step "training (when no model fits)" $python -m common.cli model
if [ "$1" = check ]; then
    step "unit and journey tests" tests tests/journeys tests/unit -m "not browser and not postgres"
else
    step "pytest: unit, held-out NLU, stories, browser, PostgreSQL, journeys" tests tests/journeys tests/stories tests/nlu tests/browser tests/unit
fi

echo
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED after %d s: %s\n' $((SECONDS - started)) "$(printf '%s; ' "${failed[@]}")"
    exit 1
fi
echo "all ok after $((SECONDS - started)) s"
