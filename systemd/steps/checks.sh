# shellcheck shell=bash
# What must be so before anything is touched; each "no" says what to do.

# Megabytes under /opt: one version, the next one beside it while it is built, and uv.
NEEDED_MB=1500

check_machine() {
  say "Looking at this machine"
  [ "$DRY_RUN" = yes ] || [ "$(id -u)" -eq 0 ] ||
    fail "must run as root; put sudo before it: sudo systemd/install.sh"
  command -v apt-get systemctl dpkg >/dev/null ||
    fail "needs Raspberry Pi OS or Debian with systemd"
  case $(dpkg --print-architecture) in
    amd64 | arm64) ;;
    *) fail "needs a 64-bit system; flash Raspberry Pi OS Trixie (64-bit)" ;;
  esac
  [ "$ACTION" = install ] || return 0
  check_options
  check_libc
  check_room
}

check_options() {
  case $CONFIG in
    "" | walk-up | screening | warm-up) ;;
    *) fail "--config is walk-up, screening or warm-up, not $CONFIG" ;;
  esac
  # An update keeps what was chosen.
  [ -n "$SCREEN" ] || SCREEN=$(noted screen)
  [ -n "$SCREEN" ] || SCREEN=lite
  DESKTOP_USER=$(noted desktop-user)
  [ -z "${SUDO_USER:-}" ] || [ "$SUDO_USER" = root ] || DESKTOP_USER=$SUDO_USER
  if [ "$SCREEN" = desktop ]; then
    id -u -- "$DESKTOP_USER" >/dev/null 2>&1 ||
      fail "--desktop must be called with sudo by the user whose desktop it is"
  fi
}

check_libc() {
  local libc
  libc=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
  if [ "$(dpkg --print-architecture)" = arm64 ] && dpkg --compare-versions "$libc" lt 2.38; then
    fail "this system is too old for the camera's library; flash Raspberry Pi OS Trixie (64-bit)"
  fi
}

check_room() {
  local free_mb
  free_mb=$(df --output=avail -BM /opt | tail -n 1 | tr -dc 0-9)
  [ -d "$(version_dir)" ] || [ "$free_mb" -ge "$NEEDED_MB" ] ||
    fail "only $free_mb MB are free under /opt and $NEEDED_MB are needed; use a larger card"
}

# Asked only before something must be fetched: without network an installed station stays as it is.
check_network() {
  [ -z "${https_proxy:-${HTTPS_PROXY:-}}" ] || return 0
  timeout 10 bash -c '</dev/tcp/pypi.org/443' 2>/dev/null ||
    fail "no network: pypi.org cannot be reached; connect this machine and start again"
}
