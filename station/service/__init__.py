"""What a station that lives alone tells and needs: systemd, health, nights, a broker."""
