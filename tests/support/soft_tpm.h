#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A TPM 2.0 in software (Debian: swtpm, tpm2-tools) in a directory of its own, which this process
/// and its children find by TPM2TOOLS_TCTI for as long as it lives. One at a time. Its key has the
/// persistent handle 0x81010002: ECDSA P-256, restricted, so that it signs only what the TPM made.
class SoftTpm {
 public:
  enum class Key { made, none };
  explicit SoftTpm(Key key = Key::made);
  ~SoftTpm();
  SoftTpm(const SoftTpm&) = delete;
  SoftTpm& operator=(const SoftTpm&) = delete;
  SoftTpm(SoftTpm&&) = delete;
  SoftTpm& operator=(SoftTpm&&) = delete;

  static constexpr const char* kHandle = "0x81010002";

  /// Where its tools find it: what TPM2TOOLS_TCTI holds.
  [[nodiscard]] std::string tcti() const;
  /// One command of tpm2-tools in the directory; must answer 0.
  void run(const std::string& command) const;
  [[nodiscard]] std::string read(const std::string& file) const;

 private:
  TempDir dir_;
};

}  // namespace rackproof::testing
