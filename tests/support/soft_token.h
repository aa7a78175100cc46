#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A token of SoftHSM (Debian: softhsm2) in a directory of its own, label "rack", PIN 1234, which
/// this process and its children see for as long as it lives. Keys: "ed" (id 01, Ed25519), "p256"
/// (id 02), "rsa" (id 03), and two with the label "twin" (ids 04 and 05). One at a time.
class SoftToken {
 public:
  SoftToken();
  ~SoftToken();
  SoftToken(const SoftToken&) = delete;
  SoftToken& operator=(const SoftToken&) = delete;
  SoftToken(SoftToken&&) = delete;
  SoftToken& operator=(SoftToken&&) = delete;

  /// "pkcs11:token=rack;" + `names` + the module and the file of the PIN.
  [[nodiscard]] std::string uri(const std::string& names) const;
  [[nodiscard]] static std::string module_path();
  /// The public key of "ed", "p256" or "twin", as openssl wrote it.
  [[nodiscard]] std::string public_pem(const std::string& key) const;
  [[nodiscard]] const TempDir& dir() const { return dir_; }

 private:
  void import(const std::string& label, const std::string& id, const std::string& how) const;

  TempDir dir_;
};

}  // namespace rackproof::testing
