#pragma once

#include <string>
#include <string_view>

#include "schemas/architecture.h"
#include "schemas/result.h"
#include "schemas/toml/reference.h"

namespace rackproof {

/// The text of the reference that a user calls NAME or FILE: a built-in's id, else a path (it has a
/// '/' or ends in ".toml"). Error{absent} for a name that no built-in has, with the nearest one;
/// the file's own error for a path.
Result<ReferenceText> find_reference_text(const std::string& name_or_file);

/// Where `extends` of a document looks: built-ins first, then "<id>.toml" next to `file`.
ReferenceLookup lookup_beside(const std::string& file);

/// Both and load_reference: what `--reference NAME|FILE` means. Error{absent} and
/// Error{malformed} are the user's mistake (exit 2), everything else the system's.
Result<ResolvedReference> find_reference(const std::string& name_or_file);

}  // namespace rackproof
