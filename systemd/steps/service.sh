# shellcheck shell=bash
# Hands the station to systemd, and waits until it says that it runs.

ENABLED=(wall-tap.service wall-tap-publish.service wall-tap-coach.service wall-tap-maintain.timer)
# The slowest start that was seen, several times over.
PATIENCE_S=60
RAN_BEFORE=no

systemd_runs() {
  [ -d /run/systemd/system ]
}

start_station() {
  local ran=no
  say "Start"
  enable_units
  if [ "$DRY_RUN" = yes ]; then
    [ "$CHANGES" -eq 0 ] || change "start the station" || return 0
    already "started"
    return 0
  fi
  if ! systemd_runs; then
    say "  systemd does not run here: the station starts with the machine"
  elif [ "$CHANGES" -eq 0 ] && systemctl is-active --quiet wall-tap-maintain.timer; then
    already "started"
  else
    ! systemctl is-active --quiet wall-tap.service || ran=yes
    undo stop_again "$ran"
    change "start the station"
    tell_systemd
    wait_for_station "$ran"
  fi
  remove_old_versions
}

enable_units() {
  local unit folder
  for unit in "${ENABLED[@]}"; do
    if systemctl is-enabled --quiet "$unit" 2>/dev/null; then
      already "$unit starts with the machine"
      continue
    fi
    change "let $unit start with the machine" || continue
    for folder in multi-user.target.wants timers.target.wants; do
      make_dir "$UNITS/$folder"
    done
    undo systemctl disable --quiet "$unit"
    quietly systemctl enable "$unit"
  done
}

tell_systemd() {
  quietly systemctl daemon-reload
  reload_rules
  quietly systemctl restart wall-tap-maintain.timer
  quietly systemctl restart wall-tap-publish.service wall-tap-coach.service
  systemctl restart --no-block wall-tap.service
}

# For what is plugged in already, too. In a container udev does not run.
reload_rules() {
  systemctl is-active --quiet systemd-udevd.service || return 0
  quietly udevadm control --reload-rules
  quietly udevadm trigger --subsystem-match=usb --subsystem-match=gpio
}

# An update that does not run is undone. On a first start a screen or a lamp may still be missing.
wait_for_station() {
  local second
  for ((second = 0; second < PATIENCE_S; second++)); do
    if [ "$(systemctl is-active wall-tap.service)" = active ]; then
      say "  it runs"
      return 0
    fi
    # It has been started three times by now.
    [ "$(systemctl show --property NRestarts --value wall-tap.service)" -lt 2 ] || break
    sleep 1
  done
  say "  it does not run yet; it said:"
  # Its own words, without systemd's about it.
  journalctl _SYSTEMD_UNIT=wall-tap.service --lines 3 --output cat --no-pager 2>/dev/null |
    sed 's/^/    | /' || true
  [ "$1" = no ] || fail "the version before ran, this one does not"
  say "  put that right; it tries again by itself every few seconds"
}

# Undoing begins here: what was started of the new version stops before its files go.
stop_again() {
  RAN_BEFORE=$1
  systemctl stop wall-tap.service wall-tap-publish.service wall-tap-coach.service \
    wall-tap-maintain.timer
}

# And ends here, when the files of the version before are back.
settle_after_undoing() {
  systemd_runs || return 0
  systemctl daemon-reload
  reload_rules
  [ "$RAN_BEFORE" = yes ] || return 0
  systemctl start wall-tap-maintain.timer wall-tap-publish.service wall-tap-coach.service \
    wall-tap.service &&
    say "  the version before runs again."
}
