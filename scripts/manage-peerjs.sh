#!/usr/bin/env bash
# Starts and stops the session server in the background: manage-peerjs.sh start|stop|restart|status
# Ends only the process that it started itself: process ids are used again, so the time of the start is kept beside it.
set -euo pipefail

cd "$(dirname "$0")/.."
state=.live-sessions
pid_file=$state/server.pid
log_file=$state/server.log
ready_line='Status: Ready for connections'

# When a process started: clock ticks since boot from /proc where there is one, else a date from ps. Nothing for one
# that is gone or has ended without its parent having looked (a container's first process often never does).
started_at() {
  local fields
  if [[ -d /proc/self ]]; then
    # The second field is the name in brackets and may hold blanks.
    fields=$(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) || return 0
    [[ $fields == Z* ]] || cut -d ' ' -f 20 <<<"$fields"
  elif [[ $(ps -o stat= -p "$1" 2>/dev/null) != Z* ]]; then
    ps -o lstart= -p "$1" 2>/dev/null || true
  fi
}

# The id of the server that runs and was started here, or nothing.
running() {
  local pid started
  [[ -r $pid_file ]] || return 0
  { read -r pid && read -r started; } <"$pid_file" || return 0
  [[ $pid =~ ^[0-9]+$ && -n $started ]] || return 0
  if kill -0 "$pid" 2>/dev/null && [[ "$(started_at "$pid")" == "$started" ]]; then
    echo "$pid"
  fi
}

start() {
  local pid started
  pid=$(running)
  if [[ -n $pid ]]; then
    echo "The session server runs already (process $pid)."
    return 0
  fi
  mkdir -p "$state"
  chmod 700 "$state"
  # A log of its own until it is ready: a second start beside this one must not write into it.
  local starting=$state/start.$$.log
  nohup node scripts/peerjs-server.js >"$starting" 2>&1 </dev/null &
  pid=$!
  started=$(started_at "$pid")
  for _ in $(seq 150); do
    if grep -qF "$ready_line" "$starting"; then
      # Only now: a start that fails, because the port is taken, must not forget the server that has it.
      mv "$starting" "$log_file"
      printf '%s\n%s\n' "$pid" "$started" >"$pid_file"
      cat "$log_file"
      echo "The session server runs (process $pid); its log is $log_file."
      return 0
    fi
    if [[ -z $(started_at "$pid") ]]; then
      break
    fi
    sleep 0.1
  done
  kill -TERM "$pid" 2>/dev/null || true
  cat "$starting" >&2
  rm -f "$starting"
  echo 'The session server did not start.' >&2
  return 1
}

stop() {
  local pid
  pid=$(running)
  if [[ -z $pid ]]; then
    rm -f "$pid_file"
    echo 'The session server does not run.'
    return 0
  fi
  kill -TERM "$pid"
  for _ in $(seq 100); do
    if [[ -z $(running) ]]; then
      rm -f "$pid_file"
      echo "The session server has stopped (process $pid)."
      return 0
    fi
    sleep 0.1
  done
  echo "The session server (process $pid) has not stopped within 10 seconds." >&2
  return 1
}

status() {
  local pid
  pid=$(running)
  if [[ -z $pid ]]; then
    echo 'The session server does not run.'
    return 1
  fi
  echo "The session server runs (process $pid)."
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  restart)
    stop
    start
    ;;
  status) status ;;
  *)
    echo 'Usage: manage-peerjs.sh start|stop|restart|status' >&2
    exit 2
    ;;
esac
