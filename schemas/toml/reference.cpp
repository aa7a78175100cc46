#include "schemas/toml/reference.h"

#include <algorithm>
#include <utility>

#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/toml/overlay.h"
#include "schemas/toml/reference_check.h"
#include "schemas/toml/reference_reader.h"

namespace rackproof {
namespace {

/// The first error, and how many stand behind it.
Result<void> without_errors(const Findings& findings) {
  const auto is_error = [](const Finding& finding) { return finding.severity == LintLevel::error; };
  const auto first = std::ranges::find_if(findings, is_error);
  if (first == findings.end()) {
    return {};
  }
  const auto more = std::ranges::count_if(findings, is_error) - 1;
  const auto tail = more > 0 ? " (and " + std::to_string(more) + " more; see reference lint)" : "";
  return Error{ErrorKind::malformed, first->where + ": " + first->text + tail};
}

}  // namespace

Result<ResolvedReference> load_reference(const ReferenceText& document,
                                         const ReferenceLookup& lookup) {
  Findings findings;
  auto tree = resolve_overlays(document, lookup, findings);
  if (!tree) {
    return std::move(tree).error();
  }
  auto reference = read_reference(*tree, findings);
  if (auto form = without_errors(findings); !form) {
    return std::move(form).error();
  }
  check_reference(reference, findings);
  if (auto sense = without_errors(findings); !sense) {
    return std::move(sense).error();
  }
  ResolvedReference resolved{std::move(reference.architecture), {}, {}};
  resolved.canonical_toml = canonical_toml(resolved.architecture);
  resolved.digest = sha256_hex(resolved.canonical_toml);
  return resolved;
}

Result<ReferenceText> no_overlays(std::string_view id) {
  return Error{ErrorKind::absent, "no reference '" + printable(id) + "' is at hand"};
}

}  // namespace rackproof
