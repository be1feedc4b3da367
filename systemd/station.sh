#!/bin/sh
# The installed station's command, for people: with its settings and folders, as its own user.
#   sudo station doctor
set -eu
station=/opt/wall-tap/venv/bin/station
user=$(stat -c %U /var/lib/wall-tap 2>/dev/null || echo wall-tap)
if [ "$(id -un)" != "$user" ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "station: must run as root; put sudo before it: sudo station $*" >&2
    exit 2
  fi
  exec runuser -u "$user" -- "$0" "$@"
fi
export STATE_DIRECTORY=/var/lib/wall-tap RUNTIME_DIRECTORY=/run/wall-tap
export WALL_TAP_CONFIG="${WALL_TAP_CONFIG:-/etc/wall-tap/station.toml}"
export LG_WD="${TMPDIR:-/tmp}"
exec "$station" "$@"
