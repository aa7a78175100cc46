# Where the programs of others stand, and whether they are those that package-lock.json names.
# Sourced by install and by the checks.

third_party_files=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
third_party=$(readlink -m "$third_party_files/../../build/third_party")
third_party_lock=$third_party_files/package-lock.json
third_party_stamp=$third_party/installed.json

# Of the packages for each kind of processor npm keeps the one that runs here. Not .bin/node, which
# Debian's npm does not make.
third_party_node() {
  echo "$third_party"/node_modules/node-linux-*/bin/node
}

third_party_is_there() {
  cmp -s "$third_party_lock" "$third_party_stamp"
}

# Sets `node`, which finds the installed modules. Ends the check where they are missing: as failed,
# or as skipped (77) where RACKPROOF_OFFLINE=1 says that there is no registry to have them from.
require_third_party() {
  if third_party_is_there; then
    export NODE_PATH=$third_party/node_modules
    node=$(third_party_node)
    return
  fi
  if [[ ${RACKPROOF_OFFLINE:-} == 1 ]]; then
    echo "SKIPPED: RACKPROOF_OFFLINE=1, and $third_party does not hold what package-lock.json names"
    exit 77
  fi
  echo "$third_party does not hold what package-lock.json names: run tests/third_party/install" >&2
  exit 1
}
