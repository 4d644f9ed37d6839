#!/bin/bash
# Runs every test that this machine can run; says loudly which groups it could not run, and how to cure that.
#   NUAN_NO_APT=1        install nothing
#   NUAN_REQUIRE_ALL=1   a group or a test that was not run is a failure
#   NUAN_CHROMIUM=path   the browser to drive
#   NUAN_SHARED_DATA=dir samples of other senders (default ../shared/data); "none" leaves the group out on purpose
#   NUAN_PROOF=nightly   ten times the repetitions
set -u
cd "$(dirname "$0")/.."
RESULTS=var/test
rm -rf "$RESULTS"
mkdir -p "$RESULTS"
: >"$RESULTS/not-run"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/nuan-test.XXXXXX")
chmod 755 "$WORK"
export NUAN_DATA="$WORK/data"
unset NUAN_POSTGRES NUAN_DEMO NUAN_HOSTS NUAN_HTTPS NUAN_DEBUG DJANGO_SETTINGS_MODULE
PGBIN= PGAS=() SECOND= POSTGRES_URL=

say() { printf '\n\033[1m==> %s\033[0m\n' "$*"; }
not_run() { printf '%s\n' "$*" >>"$RESULTS/not-run"; }

try_apt() { # packages…
  [ "$(id -u)" = 0 ] && [ -z "${NUAN_NO_APT:-}" ] && command -v apt-get >/dev/null || return 1
  say "apt-get install $*"
  {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  } >"$RESULTS/apt.log" 2>&1
}

first_of() { # commands… → path of the first that exists
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}

run() { # group, pytest arguments…
  local group=$1
  shift
  say "$group"
  .venv/bin/python -m pytest -p no:cacheprovider --junitxml="$RESULTS/$group.xml" "$@"
  local code=$?
  if [ $code = 5 ]; then
    not_run "$group: no test belongs to this group"
  elif [ $code -gt 1 ]; then
    echo "$group: pytest ended with code $code" >>"$RESULTS/broken"
  fi
}

stop_postgres() {
  [ -d "$WORK/pg/data" ] && (cd "$WORK/pg" && "${PGAS[@]}" "$PGBIN/pg_ctl" -D "$WORK/pg/data" -m immediate stop) >/dev/null 2>&1
}
clear_away() {
  [ -n "$SECOND" ] && pkill -P "$SECOND"
  stop_postgres
  rm -rf "$WORK"
}
trap clear_away EXIT
trap 'exit 130' INT TERM

start_postgres() {
  local port=$((20000 + RANDOM % 20000))
  mkdir -p "$WORK/pg"
  # The server refuses to run as root, so root lends the work to the postgres user.
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$WORK/pg" || return 1
    PGAS=(runuser -u postgres --)
  fi
  (
    cd "$WORK/pg" &&
      "${PGAS[@]}" "$PGBIN/initdb" -D "$WORK/pg/data" -A trust -U nuan --locale=C.UTF-8 -E UTF8 &&
      "${PGAS[@]}" "$PGBIN/pg_ctl" -D "$WORK/pg/data" -l "$WORK/pg/log" -w start \
        -o "-p $port -k $WORK/pg -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=60"
  ) >"$RESULTS/postgres.log" 2>&1 || return 1
  POSTGRES_URL="postgres://nuan@${WORK//\//%2F}%2Fpg:$port/postgres"
}

find_postgres() {
  local initdb
  PGBIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -n "$PGBIN" ] || { initdb=$(command -v initdb) && PGBIN=$(dirname "$initdb"); }
  [ -n "$PGBIN" ] || { try_apt postgresql && PGBIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1); }
  [ -n "$PGBIN" ]
}

find_browser() {
  [ -n "${NUAN_CHROMIUM:-}" ] && return
  NUAN_CHROMIUM=$(first_of chromium chromium-browser google-chrome) ||
    { try_apt chromium fonts-noto-cjk fontconfig libatomic1 && NUAN_CHROMIUM=$(first_of chromium); } || return 1
  export NUAN_CHROMIUM
}

has_chinese_font() {
  [ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ] || { try_apt fonts-noto-cjk fontconfig && [ -n "$(fc-list :lang=zh | head -1)" ]; }
}

has_libatomic() { # Playwright's driver needs it and Debian's Chromium does not bring it
  ldconfig -p 2>/dev/null | grep -q libatomic.so.1 || try_apt libatomic1
}

find_mosquitto() {
  PATH="$PATH:/usr/sbin:/usr/local/sbin"
  command -v mosquitto >/dev/null || { try_apt mosquitto && command -v mosquitto >/dev/null; }
}

BEGIN=$SECONDS

try_mosquitto() {
  if find_mosquitto; then
    run mosquitto -m mosquitto
  else
    not_run "MQTT tests: no mosquitto here; as root: apt-get install mosquitto"
  fi
}

try_shared_data() {
  if [ "${NUAN_SHARED_DATA:-}" = none ]; then
    say "shared_data: left out on purpose (NUAN_SHARED_DATA=none)"
  elif [ -d "${NUAN_SHARED_DATA:-../shared/data}" ]; then
    run shared_data -m shared_data
  else
    not_run "tests over other senders' samples: no folder ${NUAN_SHARED_DATA:-../shared/data}; set NUAN_SHARED_DATA to theirs"
  fi
}

second_lane() { # what shares the cores with the long group of SQLite
  export NUAN_DATA="$WORK/data-2"
  if [ -n "$POSTGRES_URL" ]; then
    NUAN_POSTGRES=$POSTGRES_URL \
      run postgresql --only-db -m "not sqlite and not browser and not mosquitto and not shared_data"
  fi
  try_mosquitto
  try_shared_data
}

if find_postgres; then
  start_postgres || not_run "PostgreSQL tests: the server in $PGBIN did not start; see $RESULTS/postgres.log"
else
  not_run "PostgreSQL tests: no server here; as root: apt-get install postgresql, or put initdb on PATH"
fi

# Two lanes share the cores; what the second says is shown when the first is through.
second_lane >"$RESULTS/second-lane.log" 2>&1 &
SECOND=$!
run sqlite -m "not browser and not postgres and not mosquitto and not shared_data"
wait "$SECOND"
SECOND=
cat "$RESULTS/second-lane.log"
stop_postgres

if ! find_browser; then
  not_run "browser tests: no Chromium; as root: apt-get install chromium fonts-noto-cjk fontconfig libatomic1, or set NUAN_CHROMIUM"
elif ! has_chinese_font; then
  not_run "browser tests: no Chinese font; as root: apt-get install fonts-noto-cjk fontconfig"
elif ! has_libatomic; then
  not_run "browser tests: no libatomic; as root: apt-get install libatomic1"
else
  run browser -m browser
fi

say "$((SECONDS - BEGIN)) s"
.venv/bin/python tools/tally.py "$RESULTS"
