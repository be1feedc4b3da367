#!/usr/bin/env bash
# Installs, updates or removes the Wall Tap Station on Raspberry Pi OS Trixie (64-bit) or Debian.
#
#   sudo systemd/install.sh              install; the same again updates, or changes nothing
#   sudo systemd/install.sh --uninstall  remove all but the data in /var/lib/wall-tap
#
# Every step looks first, says in plain words what it does, and does it only where it is not so
# already. When one fails, all that this run did is undone and the version before goes on.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/steps/telling.sh"
. "$HERE/steps/undoing.sh"
. "$HERE/steps/checks.sh"
. "$HERE/steps/packages.sh"
. "$HERE/steps/account.sh"
. "$HERE/steps/python.sh"
. "$HERE/steps/files.sh"
. "$HERE/steps/console.sh"
. "$HERE/steps/service.sh"
. "$HERE/steps/uninstall.sh"

usage() {
  cat <<'TEXT'
sudo systemd/install.sh [options]
  --config NAME   settings to begin with: walk-up (usual), screening or warm-up; yours are kept
  --lite          draw on the screen itself (Raspberry Pi OS Lite; usual)
  --desktop       draw over the desktop of the user who calls this
  --python PATH   use this Python (3.11 to 3.13; on a Raspberry Pi 3.12); usual: 3.12 is fetched
  --dry-run       only say what would be done
  --uninstall     remove everything but the data in /var/lib/wall-tap
  --help          show this
TEXT
}

value_of() {
  [ -n "${2:-}" ] || fail "$1 needs a value; see systemd/install.sh --help"
  printf '%s' "$2"
}

DRY_RUN=no ACTION=install CONFIG="" SCREEN="" PYTHON=""
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) DRY_RUN=yes ;;
    --uninstall) ACTION=uninstall ;;
    --desktop) SCREEN=desktop ;;
    --lite) SCREEN=lite ;;
    --python) PYTHON=$(value_of "$@"); shift ;;
    --config) CONFIG=$(value_of "$@"); shift ;;
    --help) usage; exit 0 ;;
    *) fail "unknown option $1; see systemd/install.sh --help" ;;
  esac
  shift
done

begin_undoing
check_machine
if [ "$ACTION" = uninstall ]; then
  uninstall
else
  install_packages
  make_account
  set_up_python
  write_settings
  write_units
  keep_console_awake
  switch_version
  start_station
fi
finish_well
