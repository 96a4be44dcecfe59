#!/bin/sh
# Starts coturn with a configuration file and what the environment adds: start-coturn.sh BASE.conf MADE.conf
# TURN_SECRET goes into a file that only coturn reads, not onto its command line, which every user of the host sees.
set -eu
umask 077
{
  cat "$1"
  printf 'static-auth-secret=%s\n' "${TURN_SECRET:?}"
  if [ -n "${TURN_EXTERNAL_IP:-}" ]; then
    # Two people who are both relayed meet at this address, so it is no forbidden peer although it may be private.
    printf 'external-ip=%s\nallowed-peer-ip=%s\n' "$TURN_EXTERNAL_IP" "$TURN_EXTERNAL_IP"
  fi
} >"$2"
exec turnserver -c "$2"
