# To be sourced. Installs what the application and its tests run on besides the .NET SDK; does nothing when it is there.
# Takes a Debian or Ubuntu, and root or a sudo that asks no password. Asks nothing, and starts no PostgreSQL server of Debian's.

has_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { command -v initdb && command -v postgres; } >/dev/null
}

missing_packages() {
  has_postgres || echo postgresql
  { command -v setpriv && command -v setsid; } >/dev/null || echo util-linux
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The setting is withdrawn afterwards: what Debian does with a PostgreSQL that somebody installs later is theirs to say.
apt_install() {
  local setting=/etc/postgresql-common/createcluster.d/docmgmt.conf code=0
  as_root mkdir -p "${setting%/*}" &&
    echo 'create_main_cluster = false' | as_root tee "$setting" >/dev/null &&
    as_root apt-get -qq update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
      -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold install "$@" || code=$?
  as_root rm -f "$setting"
  return "$code"
}

has_chromium() {
  [ -x "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ] || [ -x /usr/bin/google-chrome ]
}

# What only tests need, which are skipped where it can't be had: what people call it, and its packages.
install_for_tests() {
  local log
  echo "Installing $1 …" >&2
  log=$(mktemp)
  apt_install "${@:2}" >"$log" 2>&1 || { tail -n 3 "$log" >&2; echo "That failed: tests that need it are skipped." >&2; }
  rm -f "$log"
}

install_browser() { has_chromium || install_for_tests chromium chromium; }

# The client that tests of resumable uploads use; they are skipped where it can't be had. Its folder as the argument.
install_tus_client() {
  local log
  [ ! -d "$1/node_modules/tus-js-client" ] || return 0
  echo "Installing tus-js-client …" >&2
  log=$(mktemp)
  { { command -v node && command -v npm; } >/dev/null || apt_install nodejs npm; } >"$log" 2>&1 && (cd "$1" && npm ci --loglevel=error) >>"$log" 2>&1 ||
    { tail -n 3 "$log" >&2; echo "That failed: tests that need it are skipped." >&2; }
  rm -f "$log"
}

has_s3() {
  [ -n "${TEST_S3:-}" ] && return
  [ -x /usr/bin/radosgw ] && [ -x /usr/bin/ceph-mon ] && [ -x /usr/bin/ceph-osd ]
}

install_s3() { has_s3 || install_for_tests 'a Ceph RADOS gateway' radosgw ceph-mon ceph-osd; }

has_redis() { command -v redis-server || command -v redis-check-rdb; } >/dev/null

# The tools have the server in them, and nothing that would start one for the whole machine.
install_redis() { has_redis || install_for_tests Redis redis-tools; }

install_missing() {
  local packages log
  if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    return 1
  fi
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  echo "Installing ${packages[*]} …" >&2
  log=$(mktemp)
  if ! apt_install "${packages[@]}" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "That failed; as root: apt-get install ${packages[*]}" >&2
    return 1
  fi
  rm -f "$log"
}

# Builds a project or solution; says something only when that fails. Leaves no compiler or build server behind.
build_quietly() {
  local output
  export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  output=$(dotnet build -c Release -p:UseSharedCompilation=false "$@" 2>&1) || { echo "$output" >&2; return 1; }
}
