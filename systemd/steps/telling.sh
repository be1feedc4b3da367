# shellcheck shell=bash
# What the person reads: one line for each thing done, or found to be so already.

CHANGES=0

say() {
  printf '%s\n' "$*"
}

already() {
  say "  already so: $*"
}

fail() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

# True when the change is to be made; in a dry run it is only told.
change() {
  CHANGES=$((CHANGES + 1))
  if [ "$DRY_RUN" = yes ]; then
    say "  would: $*"
    return 1
  fi
  say "  $*"
}

# Runs a command that has much to say; only a failure shows it.
quietly() {
  local log=$SCRATCH/log
  if ! "$@" >"$log" 2>&1; then
    tail -n 15 "$log" | sed 's/^/    | /' >&2
    fail "this failed: $*"
  fi
}
