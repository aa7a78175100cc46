#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/inventory.h"
#include "schemas/verdict.h"

namespace rackproof::testing {

/// A captured or generated tree as `certify` reads it, judged by a built-in reference, tier quick:
/// every probe reads, nothing is worked. One pass stands for those of the whole run, since a tree
/// does not change.
class JudgedTree {
 public:
  JudgedTree(const std::filesystem::path& root, const std::string& reference);

  [[nodiscard]] const Judgement& judgement() const { return judgement_; }
  /// Devices with a verdict that is FAIL, INCONCLUSIVE or INVALID, sorted, each once; advisory
  /// verdicts included.
  [[nodiscard]] std::vector<std::string> culprits() const;
  /// The outcome of a criterion for a device; the test fails where there is not exactly one.
  [[nodiscard]] Outcome outcome(std::string_view criterion, std::string_view device) const;
  /// What the report lists as not covered.
  [[nodiscard]] std::vector<std::string> not_covered() const { return not_covered_; }
  /// All verdicts that are not PASS and why the whole is what it is, for a test that fails.
  [[nodiscard]] std::string told() const;

 private:
  Judgement judgement_;
  std::vector<std::string> not_covered_;
};

}  // namespace rackproof::testing
