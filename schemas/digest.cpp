#include "schemas/digest.h"

#include <cstdlib>
#include <utility>

#include <openssl/evp.h>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// Where libcrypto cannot hash (no memory, no such algorithm) the digest would be of zeros, and a
/// list of zeros would fit every file. Nothing can go on from there.
void require(int done) {
  if (done != 1) {
    std::abort();
  }
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();

  Context() { require(evp == nullptr ? 0 : EVP_DigestInit_ex(evp, EVP_sha256(), nullptr)); }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  Context(Context&&) = delete;
  Context& operator=(Context&&) = delete;

  /// By the digest that was found for it at first, which is what costs.
  void restart() const { EVP_DigestInit_ex(evp, nullptr, nullptr); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest{};
  unsigned int length = 0;
  require(EVP_DigestFinal_ex(context_->evp, digest.data(), &length));
  return digest;
}

void Sha256::restart() {
  context_->restart();
}

Sha256Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string to_hex(const Sha256Digest& digest) {
  std::string bytes;
  for (const auto byte : digest) {
    bytes.push_back(static_cast<char>(byte));
  }
  return to_hex(std::string_view(bytes));
}

std::string sha256_hex(std::string_view bytes) {
  return to_hex(sha256(bytes));
}

}  // namespace rackproof
