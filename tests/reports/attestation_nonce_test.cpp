#include "reports/attestation_nonce.h"

#include <catch2/catch.hpp>

#include "schemas/encoding.h"

using namespace rackproof;

TEST_CASE("attestation nonce: five lines are hashed, so that anybody can make it again",
          "[reports][attestation]") {
  RunRecord record;
  record.run_id = "run-1";
  record.journal.size = 7;
  record.journal.root_hash = "aa";
  // printf 'rackproof.org/attestation-nonce/v1\nrun-1\n7\naa\nbb\n' | sha256sum
  CHECK(to_hex(attestation_nonce(record, "bb")) ==
        "cff7ff1b98042b0905cd65f3579353399ad745fed63e9a11129507d32be59fa5");
}

TEST_CASE("attestation nonce: another run, journal or inventory has another nonce",
          "[reports][attestation]") {
  RunRecord record;
  record.run_id = "run-1";
  const auto nonce = attestation_nonce(record, "bb");
  CHECK(nonce != attestation_nonce(record, "bc"));
  record.journal.size = 1;
  CHECK(nonce != attestation_nonce(record, "bb"));
  record.journal.size = 0;
  record.journal.root_hash = "aa";
  CHECK(nonce != attestation_nonce(record, "bb"));
  record.journal.root_hash = "";
  record.run_id = "run-2";
  CHECK(nonce != attestation_nonce(record, "bb"));
}
