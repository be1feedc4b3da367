# shellcheck shell=bash
# Settings, units, udev rules, and the command for people.

SETTINGS=/etc/wall-tap/station.toml
DATA=/var/lib/wall-tap
UNITS=/etc/systemd/system
UNIT_NAMES=(
  wall-tap.service wall-tap-publish.service wall-tap-coach.service
  wall-tap-maintain.service wall-tap-maintain.timer
)
RULES=(60-wall-tap-realsense.rules 60-wall-tap-gpio.rules)

write_settings() {
  local chosen=${CONFIG:-walk-up} source
  say "Settings"
  source=$REPOSITORY/config/$chosen.toml
  # The same as walk-up.toml, with every key and its range written out for whoever edits it.
  [ "$chosen" != walk-up ] || source=$REPOSITORY/config/station.toml
  if [ -f "$SETTINGS" ]; then
    already "$SETTINGS is kept as it is"
  elif [ -f "$DATA/station.toml" ]; then
    # What --uninstall laid there because somebody had changed it.
    put_file "$DATA/station.toml" "$SETTINGS"
  else
    put_file "$source" "$SETTINGS"
    [ "$DRY_RUN" = yes ] || note settings "$(sha256sum <"$source")"
  fi
  [ "$DRY_RUN" = yes ] || check_settings
}

# By the version that is about to read them.
check_settings() {
  quietly "$(version_dir)/bin/python" - "$SETTINGS" <<'PYTHON'
import sys
from pathlib import Path

from station.config import load_settings
from station.errors import StationError

try:
    load_settings(Path(sys.argv[1]))
except StationError as error:
    sys.exit(str(error))
PYTHON
}

write_units() {
  local name
  say "Units, rules and the command"
  for name in "${UNIT_NAMES[@]}"; do
    put_file "$HERE/$name" "$UNITS/$name"
  done
  write_screen
  for name in "${RULES[@]}"; do
    put_file "$HERE/$name" "/etc/udev/rules.d/$name"
  done
  put_file "$HERE/station.sh" /usr/local/bin/station 755
}

# On the screen itself, or over the desktop of DESKTOP_USER.
write_screen() {
  local name
  if [ "$SCREEN" = desktop ]; then
    for name in screen-desktop user-desktop; do
      sed "s/@USER@/$DESKTOP_USER/; s/@UID@/$(id -u "$DESKTOP_USER")/" "$HERE/$name.conf" \
        >"$SCRATCH/$name.conf"
    done
    put_file "$SCRATCH/screen-desktop.conf" "$UNITS/wall-tap.service.d/screen.conf"
    for name in publish coach maintain; do
      put_file "$SCRATCH/user-desktop.conf" "$UNITS/wall-tap-$name.service.d/user.conf"
    done
  else
    put_file "$HERE/screen-lite.conf" "$UNITS/wall-tap.service.d/screen.conf"
    for name in publish coach maintain; do
      remove_file "$UNITS/wall-tap-$name.service.d/user.conf"
    done
  fi
  [ "$DRY_RUN" = yes ] || [ "$(noted screen)" = "$SCREEN" ] || {
    save "$RECORD/screen"
    save "$RECORD/desktop-user"
    rm -f "$RECORD/screen" "$RECORD/desktop-user"
    note screen "$SCREEN"
    [ "$SCREEN" = lite ] || note desktop-user "$DESKTOP_USER"
  }
}
