#include "reports/seal/checkpoint.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "schemas/digest.h"

using namespace rackproof;
using namespace rackproof::seal;

TEST_CASE("checkpoint: what is signed under its origin is read back and verifies",
          "[reports][seal][log]") {
  const auto algorithm = GENERATE(KeyAlgorithm::ed25519, KeyAlgorithm::p256);
  const auto key = PrivateKey::generate(algorithm).value();
  const TreeHead head{"log.example/runs", {3, sha256("root")}};
  const auto text = sign_checkpoint(head, key);
  REQUIRE(text);
  const auto checkpoint = parse_checkpoint(*text);
  REQUIRE(checkpoint);
  CHECK(checkpoint->head == head);
  const std::array keys{log_note_key("log.example/runs", key.public_key())};
  CHECK(check_note(checkpoint->note, keys)->size() == 1);
}

TEST_CASE("checkpoint: a name that no key can have and a note over something else are refused",
          "[reports][seal][log]") {
  const auto key = PrivateKey::generate().value();
  CHECK(sign_checkpoint({"a log", {1, sha256("")}}, key).error().message ==
        "'a log' cannot be the name of a key");
  const std::string letter = "Dear reader,\nall is well.\n";
  CHECK(parse_checkpoint(letter + "\n" + note_signature(letter, "x", key).value())
            .error()
            .message.starts_with("a checkpoint has three lines"));
}
