# Debian 12 packages that the project needs, by purpose. Sourced by cli/quickstart and tests/run.
#   install_packages build test

packages_build=(g++ cmake ninja-build pkg-config ccache
  libcli11-dev libcpp-httplib-dev libcurl4-openssl-dev libsnappy-dev libsqlite3-dev libssl-dev
  libtomlplusplus-dev libzstd-dev nlohmann-json3-dev libopenblas0-pthread zlib1g-dev)
packages_test=(git gcc clang lld clang-format clang-tidy catch2 python3 python3-jsonschema openssl
  sqlite3 binutils libxml2-utils prometheus victoria-metrics softhsm2 python3-cryptography
  python3-securesystemslib swtpm tpm2-tools)
packages_npm=(npm)

# Installs what is missing, as root or by sudo; does nothing, offline too, where all is there.
install_packages() {
  local purpose package missing=()
  for purpose in "$@"; do
    local -n list=packages_$purpose
    for package in "${list[@]}"; do
      [[ $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) == *"ok installed"* ]] ||
        missing+=("$package")
    done
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    return
  fi
  local root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      echo "missing Debian packages, and neither root nor sudo to install them: ${missing[*]}" >&2
      echo "run as root: apt-get install ${missing[*]}" >&2
      return 3
    fi
    root=(sudo)
  fi
  echo "installing: ${missing[*]}" >&2
  "${root[@]}" apt-get -qq update >&2 || true
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null || {
    echo "apt-get could not install: ${missing[*]}" >&2
    return 3
  }
}
