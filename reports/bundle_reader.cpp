#include "reports/bundle_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/bundle.h"
#include "schemas/json/manifest_json.h"
#include "schemas/manifest.h"

namespace rackproof {
namespace {

using SizeByPath = std::map<std::string, std::uint64_t, std::less<>>;

/// The sizes that the manifest lists, to stop reading at. Nothing is believed yet: a manifest that
/// cannot be read is found out when its digest and its contents are.
SizeByPath listed_sizes(const Bundle& bundle) {
  SizeByPath sizes;
  const auto bytes = bundle.bytes(bundle::kManifest);
  const auto manifest = bytes ? decode_manifest(*bytes) : bytes.error();
  if (manifest) {
    for (const auto& entry : manifest->entries) {
      sizes[entry.path] = entry.size_bytes;
    }
  }
  return sizes;
}

Result<void> read_into(const Descriptor& directory, const std::string& path,
                       const SizeByPath& sizes, Bundle& bundle) {
  const auto rule = member_rule(path);
  if (!rule) {
    return Error{ErrorKind::untrusted, path + ": no bundle has a member of this name"};
  }
  const auto listed = sizes.find(path);
  const auto limit =
      listed == sizes.end() ? rule->limit_bytes : std::min(rule->limit_bytes, listed->second);
  auto member = read_member(directory, path, limit, rule->use);
  if (!member) {
    return std::move(member).error();
  }
  bundle.members.emplace(path, std::move(*member));
  return {};
}

Result<void> require_one_of(const std::vector<std::string>& paths, const char* unsealed,
                            const char* sealed) {
  const auto has = [&paths](const char* name) {
    return std::binary_search(paths.begin(), paths.end(), name);
  };
  if (has(unsealed) && has(sealed)) {
    return Error{ErrorKind::untrusted, std::string(unsealed) + " and " + sealed +
                                           " are both there: two truths for one statement"};
  }
  return {};
}

}  // namespace

bool Bundle::has(std::string_view member) const {
  return members.find(member) != members.end();
}

Result<std::string_view> Bundle::bytes(std::string_view member) const {
  const auto found = members.find(member);
  if (found == members.end()) {
    return Error{ErrorKind::untrusted, std::string(member) + ": missing from the bundle"};
  }
  return std::string_view(found->second.bytes);
}

Result<std::string> Bundle::samples_path() const {
  const auto found = members.find(bundle::kSamples);
  if (found == members.end() || !found->second.copy) {
    return Error{ErrorKind::untrusted, std::string(bundle::kSamples) + ": missing from the bundle"};
  }
  return found->second.copy->path() + "/" + kCopyName;
}

void Bundle::drop_samples() {
  if (const auto found = members.find(bundle::kSamples); found != members.end()) {
    found->second.copy.reset();
  }
}

Result<Bundle> read_bundle(const std::string& path) {
  const auto directory = open_bundle_directory(path);
  if (!directory) {
    return directory.error();
  }
  const auto paths = list_members(*directory);
  if (!paths) {
    return paths.error().during(path);
  }
  for (const auto& [unsealed, sealed] : {std::pair{bundle::kRunRecord, bundle::kRunRecordSealed},
                                         std::pair{bundle::kReport, bundle::kReportSealed}}) {
    if (const auto one = require_one_of(*paths, unsealed, sealed); !one) {
      return one.error().during(path);
    }
  }
  Bundle bundle{path, {}};
  if (std::binary_search(paths->begin(), paths->end(), bundle::kManifest)) {
    if (const auto read = read_into(*directory, bundle::kManifest, {}, bundle); !read) {
      return read.error().during(path);
    }
  }
  const auto sizes = listed_sizes(bundle);
  for (const auto& member : *paths) {
    if (bundle.has(member)) {
      continue;  // the manifest, read already
    }
    if (const auto read = read_into(*directory, member, sizes, bundle); !read) {
      return read.error().during(path);
    }
  }
  return bundle;
}

}  // namespace rackproof
