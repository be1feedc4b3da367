# shellcheck shell=bash
# Everything a run changes goes through here, so that a run that fails can take it back.

OPT=/opt/wall-tap
# What there was before and what was added: what --uninstall needs to know.
RECORD=$OPT/installed
UNDO=()
SAVED=0

begin_undoing() {
  SCRATCH=$(mktemp -d)
  trap end_run EXIT
  trap 'exit 130' INT TERM HUP
  [ "$DRY_RUN" = no ] && [ "$(id -u)" -eq 0 ] || return 0
  exec 9>/run/wall-tap-install.lock
  flock -n 9 || fail "another installation is running; wait until it has ended"
}

# The command that takes the next change back; the last one is undone first.
undo() {
  UNDO+=("$(printf '%q ' "$@")")
}

end_run() {
  local status=$? number
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  if [ "$status" -ne 0 ] && [ ${#UNDO[@]} -gt 0 ]; then
    say "That failed, so everything this run did is undone:"
    for ((number = ${#UNDO[@]} - 1; number >= 0; number--)); do
      eval "${UNDO[number]}" >"$SCRATCH/undo" 2>&1 || {
        say "  could not undo: ${UNDO[number]}"
        sed 's/^/    | /' "$SCRATCH/undo"
      }
    done
    settle_after_undoing
    say "  all is as it was before."
  fi
  rm -rf "$SCRATCH"
  exit "$status"
}

finish_well() {
  UNDO=()
  if [ "$DRY_RUN" = yes ]; then
    say "Dry run: nothing was changed; $CHANGES changes would be made."
  elif [ "$CHANGES" -eq 0 ]; then
    say "Everything was so already: nothing was changed."
  else
    # A plug may be pulled right after the last word.
    sync
    say "Done: $CHANGES changes."
  fi
}

# Remembers how a file is now, for the undoing.
save() {
  if [ -e "$1" ] || [ -L "$1" ]; then
    SAVED=$((SAVED + 1))
    cp -a "$1" "$SCRATCH/saved-$SAVED"
    undo put_back "$SCRATCH/saved-$SAVED" "$1"
  else
    undo rm -f "$1"
  fi
}

put_back() {
  rm -f "$2"
  cp -a "$1" "$2"
}

make_dir() {
  [ ! -d "$1" ] || return 0
  make_dir "$(dirname "$1")"
  mkdir -m 755 "$1"
  undo rmdir --ignore-fail-on-non-empty "$1"
  case $1 in
    "$OPT"*) ;;
    *) note dirs "$1" ;;
  esac
}

# One more line in the record; never the same one twice.
note() {
  make_dir "$RECORD"
  if ! grep -qxF -- "$2" "$RECORD/$1" 2>/dev/null; then
    save "$RECORD/$1"
    printf '%s\n' "$2" >>"$RECORD/$1"
  fi
}

noted() {
  cat "$RECORD/$1" 2>/dev/null || true
}

# The whole file or the old one, whenever the power goes.
put_file() {
  local source=$1 target=$2 mode=${3:-644}
  if cmp -s "$source" "$target" && [ "$(stat -c %a "$target")" = "$mode" ]; then
    already "$target"
    return 0
  fi
  change "write $target" || return 0
  make_dir "$(dirname "$target")"
  save "$target"
  install -m "$mode" "$source" "$target.new"
  sync "$target.new"
  mv -f "$target.new" "$target"
}

remove_file() {
  [ -e "$1" ] || [ -L "$1" ] || return 0
  change "remove $1" || return 0
  save "$1"
  rm -f "$1"
}
