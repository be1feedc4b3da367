# shellcheck shell=bash
# The station's own user, who may do nothing but use its devices.

STATION_USER=wall-tap
STATION_GROUPS=(video render input audio gpio plugdev)

make_account() {
  say "User $STATION_USER"
  put_file "$HERE/wall-tap.sysusers" /etc/sysusers.d/wall-tap.conf
  if account_is_complete; then
    already "in the groups ${STATION_GROUPS[*]}"
    return 0
  fi
  change "make it, in the groups ${STATION_GROUPS[*]}" || return 0
  local group
  for group in "${STATION_GROUPS[@]}"; do
    getent group "$group" >/dev/null || note groups "$group"
  done
  id -u "$STATION_USER" >/dev/null 2>&1 || undo remove_account
  quietly systemd-sysusers /etc/sysusers.d/wall-tap.conf
}

account_is_complete() {
  local groups group
  groups=" $(id -Gn "$STATION_USER" 2>/dev/null) " || return 1
  for group in "${STATION_GROUPS[@]}"; do
    [[ $groups == *" $group "* ]] || return 1
  done
}

# The user, and the groups that were not there before.
remove_account() {
  local group
  ! id -u "$STATION_USER" >/dev/null 2>&1 || userdel "$STATION_USER"
  ! getent group "$STATION_USER" >/dev/null || groupdel "$STATION_USER"
  for group in $(noted groups); do
    ! getent group "$group" >/dev/null || groupdel "$group"
  done
}
