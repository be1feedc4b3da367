# shellcheck shell=bash
# Without a desktop the kernel darkens the screen after ten minutes; a kiosk's must stay on.

CMDLINE=/boot/firmware/cmdline.txt
# Beside it, where a person with the card in another computer finds it.
CMDLINE_BEFORE=$CMDLINE.before-wall-tap

keep_console_awake() {
  say "Screen blanking"
  if [ ! -f "$CMDLINE" ]; then
    say "  no $CMDLINE: no Raspberry Pi, so nothing to set"
    return 0
  fi
  if grep -qwF consoleblank=0 "$CMDLINE"; then
    already "off"
    return 0
  fi
  change "switch it off in $CMDLINE (from the next start on; the old one is kept beside it)" ||
    return 0
  note consoleblank "$(grep -oE '\bconsoleblank=[0-9]+' "$CMDLINE" || echo none)"
  save "$CMDLINE_BEFORE"
  save "$CMDLINE"
  cp "$CMDLINE" "$CMDLINE_BEFORE"
  set_consoleblank consoleblank=0
}

# The first line is the kernel's; the word is put at its end, or taken out when empty.
set_consoleblank() {
  sed -E "1s/[[:space:]]*\bconsoleblank=[0-9]+//g; 1s/[[:space:]]*\$/${1:+ $1}/" "$CMDLINE" \
    >"$CMDLINE.new"
  sync "$CMDLINE.new"
  mv -f "$CMDLINE.new" "$CMDLINE"
}

# What else was written there meanwhile stays.
let_console_sleep() {
  local before
  before=$(noted consoleblank)
  if [ -n "$before" ] && [ -f "$CMDLINE" ]; then
    change "take consoleblank=0 out of $CMDLINE" || return 0
    set_consoleblank "${before#none}"
  fi
  remove_file "$CMDLINE_BEFORE"
}
