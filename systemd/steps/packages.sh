# shellcheck shell=bash
# System packages: only those that are missing, and gone again with the station.

# The camera's library; SDL's way to a screen without a desktop (gbm, drm, EGL, GLES and the
# drivers behind them); the sound library's own settings; speech; uv's first Python.
PACKAGES=(
  ca-certificates libusb-1.0-0 libudev1 udev
  libgbm1 libdrm2 libegl1 libgles2 libgl1-mesa-dri
  libasound2-data espeak-ng
  python3 python3-venv
)

install_packages() {
  local missing=() package
  say "System packages"
  for package in "${PACKAGES[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    already "all ${#PACKAGES[@]} are there"
    return 0
  fi
  change "install ${missing[*]}" || return 0
  check_network
  make_dir "$OPT"
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get update
  all_installed >"$SCRATCH/packages-before"
  undo remove_new_packages
  quietly apt-get install -y --no-install-recommends "${missing[@]}"
  all_installed | comm -13 "$SCRATCH/packages-before" - >"$SCRATCH/packages-new"
  while read -r package; do
    note packages "$package"
  done <"$SCRATCH/packages-new"
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

all_installed() {
  dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' |
    LC_ALL=C sort -u
}

remove_new_packages() {
  all_installed | comm -13 "$SCRATCH/packages-before" - >"$SCRATCH/packages-new"
  remove_packages "$SCRATCH/packages-new"
}

# Removes the packages in a file, unless that would take others along, which somebody else needs.
remove_packages() {
  local list others
  mapfile -t list <"$1"
  [ ${#list[@]} -gt 0 ] || return 0
  others=$(apt-get -s purge "${list[@]}" | awk '/^(Remv|Purg) / {print $2}' | cut -d: -f1 |
    LC_ALL=C sort -u | LC_ALL=C comm -23 - "$1")
  if [ -n "$others" ]; then
    say "  kept: the system packages, because others need them now: ${others//$'\n'/ }"
    return 0
  fi
  DEBIAN_FRONTEND=noninteractive apt-get purge -y "${list[@]}" >"$SCRATCH/purge" 2>&1
}
