#include "schemas/digest.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("digest: SHA-256 gives the vectors of FIPS 180-4", "[schemas][digest]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("digest: pieces give the digest of the whole", "[schemas][digest]") {
  Sha256 pieces;
  for (int i = 0; i < 1000; ++i) {
    pieces.update(std::string(1000, 'a'));
  }
  Sha256 moved = std::move(pieces);
  CHECK(to_hex(moved.finish()) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
