#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schemas/architecture.h"
#include "schemas/result.h"

namespace rackproof {

/// The text of a reference architecture and the name it has in complaints.
struct ReferenceText {
  std::string file;
  std::string text;
};

/// Finds the reference that an overlay extends, by id. Error{absent} when there is none.
using ReferenceLookup = std::function<Result<ReferenceText>(std::string_view id)>;

/// Reads `document`, lays it over what it extends, checks what can be checked without knowing the
/// workloads (docs/reference-format.md) and gives the types with the canonical document and its
/// digest. Loading canonical_toml again gives the same architecture, bytes and digest.
/// Error{malformed, "file:line: ..."} names the first mistake and how many more there are; lint
/// shows them all.
Result<ResolvedReference> load_reference(const ReferenceText& document,
                                         const ReferenceLookup& lookup);

/// The canonical document of `architecture`: fixed order, shortest numbers, no comments.
[[nodiscard]] std::string canonical_toml(const Architecture& architecture);

/// A lookup for documents that stand alone: every `extends` is Error{absent}.
Result<ReferenceText> no_overlays(std::string_view id);

}  // namespace rackproof
