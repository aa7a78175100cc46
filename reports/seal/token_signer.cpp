#include "reports/seal/token_signer.h"

#include <array>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include "probes/machine/os_error.h"
#include "reports/seal/pkcs11_token.h"
#include "reports/seal/pkcs11_uri.h"

namespace rackproof::seal {
namespace {

/// All that is left of a descriptor.
Result<std::string> rest_of(int descriptor) {
  std::string bytes;
  std::array<char, 65536> piece{};
  while (true) {
    const auto got = ::read(descriptor, piece.data(), piece.size());
    if (got == 0) {
      return bytes;
    }
    if (got < 0 && errno != EINTR) {
      return os_error("reading what is to be signed", errno);
    }
    if (got > 0) {
      bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
  }
}

class TokenSigner final : public Signer {
 public:
  TokenSigner(SignCommand child, SecretText pin, const PublicKey& public_key)
      : child_(std::move(child)), pin_(std::move(pin)), public_key_(public_key) {}

  [[nodiscard]] const PublicKey& public_key() const override { return public_key_; }
  [[nodiscard]] Result<std::string> sign(std::string_view message) const override {
    auto signature = answer_of_program(child_, {pin_.view(), "\n", message});
    return signature ? std::move(signature) : std::move(signature).error().during("token");
  }

 private:
  SignCommand child_;
  SecretText pin_;
  PublicKey public_key_;
};

SignCommand asking(const SignCommand& child, const char* question, const std::string& uri) {
  auto command = child;
  command.argv.insert(command.argv.end(), {question, uri});
  return command;
}

}  // namespace

Result<std::unique_ptr<Signer>> open_token(const SignCommand& child, const std::string& uri,
                                           SecretText pin) {
  const auto pem = answer_of_program(asking(child, kTokenPublicKey, uri), {pin.view(), "\n"});
  if (!pem) {
    return pem.error().during("token");
  }
  const auto key = PublicKey::from_pem(*pem);
  if (!key) {
    return key.error().during("token");
  }
  return std::unique_ptr<Signer>(
      std::make_unique<TokenSigner>(asking(child, kTokenSignature, uri), std::move(pin), *key));
}

Result<std::string> answer_for_token(const std::string& question, const std::string& uri,
                                     int descriptor) {
  const auto named = parse_pkcs11_uri(uri);
  if (!named) {
    return named.error();
  }
  const auto pin = read_secret_line(descriptor);
  if (!pin) {
    return pin.error().during("PIN");
  }
  const auto token = Pkcs11Token::open(*named, pin->view());
  if (!token) {
    return token.error();
  }
  if (question == kTokenPublicKey) {
    const auto key = token->public_key();
    return key ? Result<std::string>(key->pem()) : Result<std::string>(key.error());
  }
  const auto message = rest_of(descriptor);
  return message ? token->sign(*message, pin->view()) : Result<std::string>(message.error());
}

}  // namespace rackproof::seal
