// A trust file loads exactly when the linter finds no error in it; what loads trusts somebody,
// nobody twice or in a window that ends before it begins, and demands no more signatures than an
// envelope holds. No key file is there to be read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/envelope.h"
#include "reports/trust_file.h"

using namespace rackproof;

namespace {

constexpr const char* kNowhere = "/nonexistent";

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

bool is_in_order(const seal::Window& window) {
  return !window.not_before || !window.not_after || *window.not_before <= *window.not_after;
}

void look_at(const TrustPolicy& trust) {
  const auto& keys = trust.signers.keys();
  require((!keys.empty() || !trust.authorities.empty()) && trust.sequence >= 0);
  for (const auto& entry : keys) {
    require(!entry.roles.empty() && is_in_order(entry.window) && entry.lowest_sequence >= 0);
    require(std::count_if(keys.begin(), keys.end(), [&entry](const auto& other) {
              return other.key.key_id() == entry.key.key_id() ||
                     (!entry.id.empty() && other.id == entry.id);
            }) == 1);
  }
  for (const auto& role : seal::kRoles) {
    const auto needed = trust.signers.threshold(role.value);
    require(needed >= 1 && needed <= static_cast<int>(seal::kMaxSignatures));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto trust = parse_trust(text, "t.toml", kNowhere);
  const auto findings = lint_trust(text, "t.toml", kNowhere, UtcTime());
  const bool wrong = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == LintLevel::error;
  });
  require(wrong == !trust);
  if (trust) {
    look_at(*trust);
  }
  return 0;
}
