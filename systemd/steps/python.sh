# shellcheck shell=bash
# The program: each version in a folder of its own, whole before anything points to it.

REPOSITORY=$(dirname "$HERE")
UV=""

set_up_python() {
  local version
  say "Python and the station's program"
  version=$(version_dir)
  if [ -e "$version/.complete" ]; then
    already "this version is set up"
    return 0
  fi
  if [ "$DRY_RUN" = yes ]; then
    change "set up this version of the station in $version" || return 0
  fi
  check_network
  make_dir "$OPT"
  set_up_uv
  choose_python
  # The choice is part of the name: see version_dir.
  version=$(version_dir)
  change "set up this version with $("$PYTHON" --version) in $version (takes minutes)"
  rm -rf "$version"
  make_dir "$(dirname "$version")"
  undo rm -rf "$version"
  quietly uv venv --python "$PYTHON" "$version"
  # Wheels only, each with its hash; nothing is compiled on the station.
  quietly uv pip install --python "$version/bin/python" --require-hashes --no-build \
    --compile-bytecode -r "$HERE/requirements.lock"
  quietly uv pip install --python "$version/bin/python" --no-deps --no-build-isolation --offline \
    --compile-bytecode "$REPOSITORY"
  check_version "$version"
  touch "$version/.complete"
  sync -f "$version"
}

# The folder of what is to be installed: it changes with every file of the program, the locked
# packages and the Python chosen.
version_dir() {
  local files
  files=$(cd "$REPOSITORY" &&
    find station config pyproject.toml README.md LICENSE systemd/requirements.lock -type f \
      ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  printf '%s/versions/%s' "$OPT" \
    "$(printf '%s\n%s' "$files" "${PYTHON:-$(noted python)}" | sha256sum | cut -c1-12)"
}

set_up_uv() {
  local folder
  folder=$OPT/uv-$(sha256sum "$HERE/uv.lock" | cut -c1-12)
  UV=$folder/bin/uv
  if [ -e "$folder/.complete" ]; then
    already "uv is there"
    return 0
  fi
  change "fetch uv, which sets up Python"
  rm -rf "$folder"
  undo rm -rf "$folder"
  quietly python3 -m venv "$folder"
  quietly "$folder/bin/python" -m pip install --disable-pip-version-check --require-hashes \
    --only-binary :all: -r "$HERE/uv.lock"
  touch "$folder/.complete"
}

uv() {
  UV_NO_CACHE=1 UV_PYTHON_INSTALL_DIR=$OPT/python UV_NO_CONFIG=1 "$UV" "$@"
}

# The Python named, the one of the last time, or a 3.12, fetched where there is none.
choose_python() {
  [ -n "$PYTHON" ] || PYTHON=$(noted python)
  if [ -n "$PYTHON" ]; then
    PYTHON=$(command -v "$PYTHON") || fail "the Python named is not there; see --python"
    "$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' ||
      fail "$PYTHON is no Python 3.11 to 3.13; name another one with --python"
  elif ! PYTHON=$(uv python find 3.12 2>/dev/null); then
    change "fetch Python 3.12"
    [ -d "$OPT/python" ] || undo rm -rf "$OPT/python"
    quietly uv python install 3.12
    PYTHON=$(uv python find 3.12)
  fi
  if [ "$(noted python)" != "$PYTHON" ]; then
    save "$RECORD/python"
    rm -f "$RECORD/python"
    note python "$PYTHON"
  fi
}

# A version that cannot see, draw or light a lamp is not switched to.
check_version() {
  local needs="cv2, pygame, pyrealsense2"
  ! on_raspberry_pi || needs="$needs, lgpio"
  quietly "$1/bin/python" -c "import $needs"
  quietly "$1/bin/station" --version
}

on_raspberry_pi() {
  grep -qs "Raspberry Pi" /proc/device-tree/model
}

# From here on the new version is the one that starts; the old one stays until all has gone well.
switch_version() {
  local version
  say "Version"
  version=$(version_dir)
  if [ "$(readlink -f "$OPT/venv" 2>/dev/null)" = "$version" ]; then
    already "$OPT/venv is this one"
    return 0
  fi
  change "let $OPT/venv be this one" || return 0
  save "$OPT/venv"
  ln -sfn "$version" "$OPT/venv.new"
  mv -fT "$OPT/venv.new" "$OPT/venv"
}

remove_old_versions() {
  local folder
  for folder in "$OPT"/versions/* "$OPT"/uv-*; do
    case $folder in
      "$(readlink -f "$OPT/venv")" | "$OPT/uv-$(sha256sum "$HERE/uv.lock" | cut -c1-12)") ;;
      *) [ ! -d "$folder" ] || rm -rf "$folder" ;;
    esac
  done
}
