#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rackproof {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// SHA-256 of bytes that arrive in pieces (OpenSSL's EVP underneath). One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  /// The digest of all that came; afterwards only restart() and destruction are allowed.
  [[nodiscard]] Sha256Digest finish();
  /// As a new one, at a fraction of its cost.
  void restart();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] Sha256Digest sha256(std::string_view bytes);
/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string to_hex(const Sha256Digest& digest);

}  // namespace rackproof
