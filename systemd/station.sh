#!/bin/sh
# The installed station's command, for people: with its settings and folders, as its own user.
#   sudo station doctor
set -eu
station=/opt/wall-tap/venv/bin/station
unit=wall-tap.service
once=/run/systemd/system/$unit.d/zzz-calibrate.conf
user=$(stat -c %U /var/lib/wall-tap 2>/dev/null || echo wall-tap)
export WALL_TAP_CONFIG="${WALL_TAP_CONFIG:-/etc/wall-tap/station.toml}"

as_before() {
  rm -f "$once"
  systemctl daemon-reload
  systemctl restart --no-block "$unit"
}

# Camera and screen belong to the running station. The set-up takes its place in the same unit, with
# the same screen and rights, and the station comes back whatever happens.
calibrate() {
  case "$*" in
    *[!a-zA-Z0-9\ ./_-]*) echo "station: odd characters in: $*" >&2; exit 2 ;;
  esac
  trap as_before EXIT
  trap 'exit 130' INT TERM HUP
  mkdir -p "${once%/*}"
  printf '%s\n' '[Service]' 'Type=exec' 'WatchdogSec=0' 'Restart=no' 'ExecStart=' \
    "ExecStart=$station calibrate --source camera --config $WALL_TAP_CONFIG $*" >"$once"
  systemctl daemon-reload
  echo "station: the set-up is on the station's screen; its button goes on"
  systemctl restart "$unit"
  while systemctl --quiet is-active "$unit"; do sleep 1; done
  # From this run of the unit only.
  run=$(systemctl show --property InvocationID --value "$unit")
  journalctl --quiet --output cat "_SYSTEMD_INVOCATION_ID=$run" || true
  code=$(systemctl show --property ExecMainStatus --value "$unit")
  exit "$code"
}

if [ "$(id -un)" != "$user" ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "station: must run as root; put sudo before it: sudo station $*" >&2
    exit 2
  fi
  if [ "${1:-}" = calibrate ] && [ "${2:-}" != --help ]; then
    shift
    calibrate "$@"
  fi
  exec runuser -u "$user" -- "$0" "$@"
fi
export STATE_DIRECTORY=/var/lib/wall-tap RUNTIME_DIRECTORY=/run/wall-tap
export LG_WD="${TMPDIR:-/tmp}"
exec "$station" "$@"
