#include "reports/seal/signer.h"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"

using namespace rackproof;
using namespace rackproof::seal;

namespace {

/// Says that it has one key and signs as it likes.
class Liar final : public Signer {
 public:
  Liar(const PublicKey& key, Result<std::string> signature)
      : key_(key), signature_(std::move(signature)) {}
  [[nodiscard]] const PublicKey& public_key() const override { return key_; }
  [[nodiscard]] Result<std::string> sign(std::string_view) const override { return signature_; }

 private:
  PublicKey key_;
  Result<std::string> signature_;
};

}  // namespace

TEST_CASE("signer: a signature that its own key does not verify is never handed out",
          "[reports][seal]") {
  const auto key = PrivateKey::generate().value();
  const auto good = key.sign("these bytes").value();
  CHECK(signed_by(Liar(key.public_key(), good), "these bytes").value() == good);

  for (const auto& wrong : {key.sign("other bytes").value(), good.substr(1), std::string()}) {
    const auto refused = signed_by(Liar(key.public_key(), wrong), "these bytes");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK(refused.error().message.starts_with("the signer gave a signature that its own key " +
                                              key.public_key().key_id() + " does not verify: "));
  }
}

TEST_CASE("signer: what the signer says of its failure is passed on", "[reports][seal]") {
  const auto key = PrivateKey::generate().value();
  const auto failed =
      signed_by(Liar(key.public_key(), Error{ErrorKind::timed_out, "no answer"}), "bytes");
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::timed_out);
  CHECK(failed.error().message == "no answer");
}
