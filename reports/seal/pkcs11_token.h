#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/library.h"
#include "reports/seal/pkcs11_api.h"
#include "reports/seal/pkcs11_uri.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"

namespace rackproof::seal {

/// One key on one token, through its maker's module in this very process. A module may hang or
/// crash: the program calls it in a child only (token_signer.h). One at a time in a process.
class Pkcs11Token {
 public:
  /// Loads the module, finds the token, logs in by `pin` once (a wrong PIN counts towards its being
  /// locked) and finds the key. Error{absent} lists what is there instead, Error{denied} is the
  /// PIN's.
  static Result<Pkcs11Token> open(const Pkcs11Uri& uri, std::string_view pin);

  ~Pkcs11Token();
  Pkcs11Token(Pkcs11Token&& other) noexcept;
  Pkcs11Token& operator=(Pkcs11Token&&) = delete;
  Pkcs11Token(const Pkcs11Token&) = delete;
  Pkcs11Token& operator=(const Pkcs11Token&) = delete;

  /// From the public object that has the private key's id. Error{absent} where the token has none.
  [[nodiscard]] Result<PublicKey> public_key() const;
  /// Ed25519 by CKM_EDDSA; P-256 by CKM_ECDSA over our SHA-256, since tokens may lack the mechanism
  /// that does both, and as DER. `pin` again for keys that ask for it at each signature.
  [[nodiscard]] Result<std::string> sign(std::string_view message, std::string_view pin) const;

 private:
  explicit Pkcs11Token(Library library) : library_(std::move(library)) {}
  Result<void> start();
  Result<void> enter(const Pkcs11Uri& uri, std::string_view pin);
  [[nodiscard]] Result<std::vector<pkcs11::Ulong>> slots() const;
  [[nodiscard]] Result<pkcs11::Ulong> slot_of(const Pkcs11Uri& uri, bool& wants_pin) const;
  [[nodiscard]] Result<void> login(pkcs11::Ulong user, std::string_view pin) const;
  [[nodiscard]] Result<pkcs11::Ulong> find(pkcs11::Ulong object_class,
                                           const std::optional<std::string>& label,
                                           const std::optional<std::string>& id) const;
  /// "" where the object has no such attribute.
  [[nodiscard]] std::string attribute(pkcs11::Ulong object, pkcs11::Ulong type) const;
  [[nodiscard]] Result<KeyAlgorithm> algorithm() const;

  Library library_;
  pkcs11::Functions* functions_ = nullptr;  ///< The module's; set while it is initialised.
  std::optional<pkcs11::Ulong> session_;
  pkcs11::Ulong key_ = 0;
  std::optional<std::string> label_;  ///< As the URI names the key.
};

}  // namespace rackproof::seal
