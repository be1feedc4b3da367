# shellcheck shell=bash
# Takes away what the installer brought. The data stays. Started again, it goes on where it stopped.

uninstall() {
  say "Removing the Wall Tap Station"
  if [ ! -d "$OPT" ] && [ ! -e "$UNITS/wall-tap.service" ]; then
    say "  it is not installed"
    return 0
  fi
  stop_units
  remove_units
  let_console_sleep
  keep_changed_settings
  remove_program
  tell_of_data
}

stop_units() {
  local unit
  change "stop it, lights out" || return 0
  for unit in "${UNIT_NAMES[@]}"; do
    ! systemd_runs || systemctl stop "$unit" 2>/dev/null || true
    systemctl disable --quiet "$unit" 2>/dev/null || true
  done
}

remove_units() {
  local name
  for name in "${UNIT_NAMES[@]}"; do
    remove_file "$UNITS/$name"
  done
  for name in wall-tap.service.d/screen wall-tap-{publish,coach,maintain}.service.d/user; do
    remove_file "$UNITS/$name.conf"
  done
  for name in "${RULES[@]}"; do
    remove_file "/etc/udev/rules.d/$name"
  done
  remove_file /usr/local/bin/station
  remove_file /etc/sysusers.d/wall-tap.conf
  remove_file /var/lib/systemd/timers/stamp-wall-tap-maintain.timer
  if [ "$DRY_RUN" = no ] && systemd_runs; then
    systemctl daemon-reload
    systemctl reset-failed 'wall-tap*' 2>/dev/null || true
    reload_rules
  fi
}

# Settings that nobody changed come again with the next installation.
keep_changed_settings() {
  [ -f "$SETTINGS" ] || return 0
  if [ "$(sha256sum <"$SETTINGS")" = "$(noted settings)" ]; then
    remove_file "$SETTINGS"
  elif change "keep your settings with the data, in $DATA/station.toml"; then
    mkdir -p "$DATA"
    mv -f "$SETTINGS" "$DATA/station.toml"
  fi
}

remove_program() {
  local folder
  change "remove the program, its user and the system packages that came with it" || return 0
  noted packages >"$SCRATCH/packages"
  noted dirs >"$SCRATCH/dirs"
  remove_account
  # Another user that is made later must not own the data by chance.
  [ ! -d "$DATA" ] || chown -R root:root "$DATA"
  rm -rf "$OPT" /run/wall-tap /var/cache/wall-tap-coach
  remove_packages "$SCRATCH/packages"
  tac "$SCRATCH/dirs" | while read -r folder; do
    rmdir --ignore-fail-on-non-empty "$folder" 2>/dev/null || true
  done
}

tell_of_data() {
  [ "$DRY_RUN" = yes ] || rmdir "$DATA" 2>/dev/null || true
  if [ -d "$DATA" ]; then
    say "Kept: the data in $DATA. To delete it, too: sudo rm -r $DATA"
  fi
}
