#!/usr/bin/env bash
# Starts and stops the session server in the background: manage-peerjs.sh start|stop|restart|status
# Ends only the process that it started itself: process ids are used again, so the time of the start is kept beside it.
# Keeps the settings that the server was started with, secrets among them, in a file that its user alone may read, for
# restart; what is set at the restart comes before what was kept. stop forgets them.
set -euo pipefail

cd "$(dirname "$0")/.."
state=.live-sessions
pid_file=$state/server.pid
env_file=$state/server.env
log_file=$state/server.log
ready_line='Status: Ready for connections'

# What the server reads (server/config.ts), and what Node does.
variables='PORT HOST_PORT HOST PUBLIC_URL PEERJS_PATH PEERJS_KEY ALIVE_TIMEOUT_MS ALLOWED_ORIGINS ALLOWED_HOSTS
  TRUSTED_PROXIES API_KEY SERVER_SECRET RELAY TERMINAL TERMINAL_PORT TERMINAL_URL TERMINAL_TOKEN
  TERMINAL_USER TERMINAL_LINGER_MS BROWSER BROWSER_USER BROWSER_VIDEO BROWSER_CHROMIUM
  BROWSER_ALLOWED_HOSTS BROWSER_PRIVATE_HOSTS MAX_USERS_PER_SHARED_SESSION SHARED_SESSION_DURATION INACTIVITY_TIMEOUT
  TURN_URLS TURN_SECRET REDIS_URL HYPERBEAM_API_KEY LOG_LEVEL
  API_KEY_FILE SERVER_SECRET_FILE TERMINAL_TOKEN_FILE TURN_SECRET_FILE REDIS_URL_FILE HYPERBEAM_API_KEY_FILE NODE_OPTIONS NODE_EXTRA_CA_CERTS'

# NAME=VALUE, each with a zero byte behind it: a value may hold anything else. A new file, since a mode that was there stays.
keep_settings() {
  local name
  rm -f "$env_file"
  (
    umask 077
    for name in $variables; do
      if [[ -n ${!name:-} ]]; then
        printf '%s=%s\0' "$name" "${!name}"
      fi
    done >"$env_file"
  )
}

# Only names of the list are taken, and nothing of the file is ever run. A secret may be set as itself or as its file: what
# is set now in one way drops what was kept in the other.
take_up_settings() {
  local entry name other
  [[ -r $env_file ]] || return 0
  while IFS= read -r -d '' entry; do
    name=${entry%%=*}
    if [[ $name == *_FILE ]]; then other=${name%_FILE}; else other=${name}_FILE; fi
    if [[ " ${variables//$'\n'/ } " == *" $name "* && -z ${!name:-} && -z ${!other:-} ]]; then
      export "$name=${entry#*=}"
    fi
  done <"$env_file"
}

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
      keep_settings
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

restart() {
  if [[ -n $(running) && ! -r $env_file ]]; then
    echo "The settings that the session server was started with are not in $env_file: stop it, and start it with them." >&2
    return 1
  fi
  take_up_settings
  stop
  start
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
  stop)
    stop
    rm -f "$env_file"
    ;;
  restart) restart ;;
  status) status ;;
  *)
    echo 'Usage: manage-peerjs.sh start|stop|restart|status' >&2
    exit 2
    ;;
esac
