#include "schemas/json/manifest_json.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// It is read before anybody is known to have sealed it: ten thousand members, six values each, and
/// not whatever fits into its bytes.
constexpr JsonLimits kLimits{.bytes = std::size_t{16} << 20, .depth = 4, .values = 100'000};

std::string folded(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

Result<void> check(const Manifest& manifest) {
  std::set<std::string> names;
  std::string_view before;
  for (const auto& entry : manifest.entries) {
    const auto shown = "'" + printable(entry.path) + "'";
    if (!is_bundle_path(entry.path)) {
      return Error{ErrorKind::malformed, "entries: " + shown + " is not a path inside a bundle"};
    }
    if (!is_sha256(entry.sha256)) {
      return Error{ErrorKind::malformed,
                   "entries: the sha256 of " + shown + " is not 64 hex digits"};
    }
    if (entry.path <= before || !names.insert(folded(entry.path)).second) {
      return Error{ErrorKind::malformed, "entries: not sorted by path and unique at " + shown};
    }
    before = entry.path;
  }
  return {};
}

}  // namespace

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_bundle_path(std::string_view path) {
  constexpr std::size_t kLongest = 255;
  if (path.empty() || path.size() > kLongest || path.front() == '-') {
    return false;
  }
  const auto forbidden = [](char c) { return c < ' ' || c > '~' || c == '\\' || c == ':'; };
  if (std::ranges::any_of(path, forbidden)) {
    return false;
  }
  const auto parts = split(path, '/');
  return std::ranges::none_of(parts, [](std::string_view part) {
    return part.empty() || part.front() == '-' || part.back() == '.' || part.back() == ' ';
  });
}

template <typename A>
void describe(A& archive, Described<A, ManifestEntry>& entry) {
  archive.field("path", entry.path);
  archive.field("size", entry.size_bytes);
  archive.field("sha256", entry.sha256);
  archive.field("mediaType", entry.media_type);
  archive.field("role", entry.role);
}

template <typename A>
void describe(A& archive, Described<A, Manifest>& manifest) {
  archive.format("format", "rackproof-manifest", 1);
  archive.list("entries", manifest.entries);
}

std::string encode_manifest(const Manifest& manifest) {
  return write_json(to_json(manifest));
}

Result<Manifest> decode_manifest(std::string_view bytes) {
  const auto json = parse_strict_json(bytes, kLimits);
  if (!json) {
    return json.error();
  }
  auto manifest = from_json<Manifest>(*json, "");
  if (!manifest) {
    return manifest;
  }
  auto sound = check(*manifest);
  if (!sound) {
    return std::move(sound).error();
  }
  return manifest;
}

}  // namespace rackproof
