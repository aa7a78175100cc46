#pragma once

#include <string>
#include <string_view>

#include "schemas/manifest.h"
#include "schemas/result.h"

namespace rackproof {

/// manifest.json, format "rackproof-manifest/1".
[[nodiscard]] std::string encode_manifest(const Manifest& manifest);
/// Error{unsupported} for a newer format; malformed also for a path that could leave the bundle
/// (absolute, "..", backslash, empty part, control character), for paths that are not sorted and
/// unique (also after case folding of ASCII), and for digests that are not 64 lower-case digits.
Result<Manifest> decode_manifest(std::string_view bytes);

/// The rules above for one path, and for one digest.
[[nodiscard]] bool is_bundle_path(std::string_view path);
[[nodiscard]] bool is_sha256(std::string_view text);

}  // namespace rackproof
