# A bundle as life leaves it behind: sealed by two keys of a chain of CAs, with time stamps and lists
# of revoked certificates. Sourced by the checks of what is sealed.
#   make_sealed_ground RACKPROOF WRITE_SMALL_BUNDLE ALGORITHM
# in an empty directory leaves there: bundle; collector and certifier with .pub, .csr, .pem; the CAs
# root and racks of docs/certificate-authority.md; tsa, the authority that stamped; and the same
# three of strangers under other. All openssl is the real one.

sealed_ground_files=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# A root, a CA below it and an authority that stamps, in the current directory.
make_authorities() {
  mkdir -p root/issued racks/issued tsa
  touch root/index.txt racks/index.txt
  echo 01 | tee root/crlnumber >racks/crlnumber
  openssl genpkey -algorithm ed25519 -out root/root.key
  openssl req -x509 -new -config ca.cnf -extensions vendor_root -key root/root.key \
    -subj "/O=Example Vendor/CN=Example Vendor root" -days 7300 -out root/root.pem
  openssl genpkey -algorithm "$1" ${2:+-pkeyopt "$2"} -out racks/racks.key
  openssl req -new -config ca.cnf -key racks/racks.key -subj "/O=Acme Racks/CN=Acme Racks CA" \
    -out racks/racks.csr
  openssl ca -batch -notext -config ca.cnf -name root -in racks/racks.csr -out racks/racks.pem

  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tsa/root.key
  openssl req -x509 -new -config ca.cnf -extensions vendor_root -key tsa/root.key \
    -subj "/O=Example Time/CN=Example Time root" -days 7300 -out tsa/root.pem
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tsa/tsa.key
  openssl req -new -config ca.cnf -key tsa/tsa.key -subj "/O=Example Time/CN=stamps" \
    -out tsa/tsa.csr
  cat >tsa/tsa.ext <<'CONFIG'
basicConstraints       = critical, CA:FALSE
keyUsage               = critical, digitalSignature
extendedKeyUsage       = critical, timeStamping
subjectKeyIdentifier   = hash
authorityKeyIdentifier = keyid
CONFIG
  openssl x509 -req -in tsa/tsa.csr -CA tsa/root.pem -CAkey tsa/root.key -CAcreateserial \
    -days 3650 -extfile tsa/tsa.ext -out tsa/tsa.pem
  cat >tsa/tsa.cnf <<'CONFIG'
[tsa]
default_tsa = here
[here]
serial          = tsa/serial
crypto_device   = builtin
signer_digest   = sha256
default_policy  = 1.2.3.4.1
digests         = sha256, sha384, sha512
ess_cert_id_alg = sha256
CONFIG
}

# Seals `bundle` in one role and puts certificates and a time stamp beside it.
seal_as() {  # RACKPROOF, role, its statement's name
  "$1" seal bundle --as "$2" --key "$2"
  cat "$2.pem" racks/racks.pem >"bundle/$3.chain.pem"
  "$1" stamp request bundle --as "$2" -o "$2.tsq"
  openssl ts -reply -config tsa/tsa.cnf -queryfile "$2.tsq" -signer tsa/tsa.pem \
    -inkey tsa/tsa.key -out "$2.tsr"
  "$1" stamp add bundle "$2.tsr" --query "$2.tsq" --root tsa/root.pem
}

make_sealed_ground() {
  local rackproof=$1 writer=$2 algorithm=$3 role
  local ca=(ed25519)
  [[ $algorithm == ed25519 ]] || ca=(EC ec_paramgen_curve:P-256)
  cp "$sealed_ground_files/../examples/ca/ca.cnf" .
  mkdir other
  cp ca.cnf other
  {
    make_authorities "${ca[@]}"
    (cd other && make_authorities "${ca[@]}")
    for role in collector certifier; do
      "$rackproof" key new "$role" --algorithm "$algorithm"
      "$rackproof" key csr "$role" --out "$role.csr" --role "$role" --site fra1 \
        --subject "/O=Acme Racks/OU=fra1/CN=$role"
      # From before the small run, which says that it was in November 2026.
      openssl ca -batch -notext -config ca.cnf -name racks -extensions "$role" \
        -startdate 20260101000000Z -enddate 20991231000000Z -in "$role.csr" -out "$role.pem"
    done
    openssl ca -config ca.cnf -name root -gencrl -out root.crl.pem
    openssl ca -config ca.cnf -name racks -gencrl -out racks.crl.pem
    RACKPROOF_WRITE_TO=bundle "$writer"
    seal_as "$rackproof" collector run-record
    seal_as "$rackproof" certifier report
    cat root.crl.pem racks.crl.pem >bundle/revocations.pem
    cat >trust.toml <<'TRUST'
[[authority]]
id = "vendor"
root = "root/root.pem"
roles = ["collector", "certifier"]
names = ["urn:rackproof:site:fra1"]

[[time_stamper]]
id = "time"
root = "tsa/root.pem"

[policy]
time = "stamped"
TRUST
  } >ground.log 2>&1 || {
    cat ground.log >&2
    return 1
  }
}
