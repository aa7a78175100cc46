#pragma once

#include <string>
#include <vector>

#include "schemas/architecture.h"
#include "schemas/toml/finding.h"

namespace rackproof {

/// One line a reference: id, revision, status, title; then what it judges and its digest.
[[nodiscard]] std::string listing_text(const std::vector<ResolvedReference>& references);
/// schemas/json/published/reference-list.schema.json
[[nodiscard]] std::string listing_json(const std::vector<ResolvedReference>& references);

struct LintedFile {
  std::string file;
  Findings findings;
};

/// One line a finding, as compilers write them.
[[nodiscard]] std::string findings_text(const Findings& findings);
/// The same of several files, and a last line that counts.
[[nodiscard]] std::string lint_text(const std::vector<LintedFile>& files);
/// schemas/json/published/reference-lint.schema.json
[[nodiscard]] std::string lint_json(const std::vector<LintedFile>& files);

/// Whether there is any error or warning; notes alone are none.
[[nodiscard]] bool needs_attention(const std::vector<LintedFile>& files);

}  // namespace rackproof
