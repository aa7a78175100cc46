#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// Where an output of OCP Test & Validation 2.0 (JSON lines) is not built as its official JSON
/// Schemas ask: members that are missing, unknown, null or of another kind, words that are none of
/// the listed ones. One sentence each, with the number of its line and the path of the place. What
/// the schemas do not see, the version among it, is ocptv_findings()'s to say. At most 100.
[[nodiscard]] std::vector<std::string> ocptv_shape_findings(std::string_view output);

}  // namespace rackproof
