#include "reports/bundle_reader.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "reports/archive_file.h"
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

/// A bundle's members, wherever they stand; nothing of them is believed.
struct Source {
  std::vector<std::string> paths;  ///< Sorted.
  /// At most `limit` bytes.
  std::function<Result<Member>(const std::string& path, std::uint64_t limit, MemberRule::Use use)>
      read;
};

Result<void> read_into(const Source& source, const std::string& path, const SizeByPath& sizes,
                       Bundle& bundle) {
  const auto rule = member_rule(path);
  if (!rule) {
    return Error{ErrorKind::untrusted, path + ": no bundle has a member of this name"};
  }
  const auto listed = sizes.find(path);
  const auto limit =
      listed == sizes.end() ? rule->limit_bytes : std::min(rule->limit_bytes, listed->second);
  auto member = source.read(path, limit, rule->use);
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

namespace {

Result<Source> directory_source(const Descriptor& directory) {
  auto paths = list_members(directory);
  if (!paths) {
    return std::move(paths).error();
  }
  return Source{*std::move(paths),
                [&directory](const std::string& path, std::uint64_t limit, MemberRule::Use use) {
                  return read_member(directory, path, limit, use);
                }};
}

Result<Source> archive_source(const Descriptor& file) {
  auto members = list_archive(file);
  if (!members) {
    return std::move(members).error();
  }
  Source source;
  std::map<std::string, ArchivedMember, std::less<>> places;
  for (auto& member : *members) {
    source.paths.push_back(member.path);
    places.emplace(member.path, std::move(member));
  }
  source.read = [&file, places = std::move(places)](const std::string& path, std::uint64_t limit,
                                                    MemberRule::Use use) -> Result<Member> {
    const auto& place = places.at(path);
    if (place.size_bytes > limit) {
      return Error{ErrorKind::untrusted, path + ": " + std::to_string(place.size_bytes) +
                                             " bytes, at most " + std::to_string(limit) +
                                             " are expected"};
    }
    auto member = read_stretch(file, place.at_byte, place.size_bytes, use);
    return member ? std::move(member) : Result<Member>(std::move(member).error().during(path));
  };
  return source;
}

/// What is kept in memory although a bundle may hold several of it.
struct KeptKind {
  const char* directory;
  const char* called;
  std::size_t most;
};
constexpr std::array kKeptKinds{
    KeptKind{bundle::kExternal, "external results", kMostExternalRuns},
    KeptKind{bundle::kAttestations, "attestations", kMostAttestations},
};

Result<void> require_few(const std::vector<std::string>& paths, const KeptKind& kind) {
  const auto prefix = std::string(kind.directory) + "/";
  const auto count = std::count_if(paths.begin(), paths.end(), [&prefix](const std::string& path) {
    return path.starts_with(prefix);
  });
  if (static_cast<std::size_t>(count) > kind.most) {
    return Error{ErrorKind::untrusted, prefix + ": " + std::to_string(count) + " " + kind.called +
                                           ", at most " + std::to_string(kind.most) +
                                           " are expected"};
  }
  return {};
}

/// Statements, what vouches for them, and notes on them: small, and kept.
bool is_of_the_head(const std::string& path) {
  const auto rule = member_rule(path);
  return rule && !rule->listed() && rule->use == MemberRule::Use::keep;
}

/// Those of the members that are of the head, or those that are not.
Result<void> read_those(const Source& source, const SizeByPath& sizes, bool of_the_head,
                        Bundle& bundle) {
  for (const auto& member : source.paths) {
    if (bundle.has(member) || is_of_the_head(member) != of_the_head) {
      continue;  // the manifest, read already, or of the other part
    }
    if (auto read = read_into(source, member, sizes, bundle); !read) {
      return read;
    }
  }
  return {};
}

/// The manifest first: what it lists limits how much is read of the rest.
Result<void> read_members(const Source& source, const BundleGate& gate, Bundle& bundle) {
  for (const auto& [unsealed, sealed] : {std::pair{bundle::kRunRecord, bundle::kRunRecordSealed},
                                         std::pair{bundle::kReport, bundle::kReportSealed}}) {
    if (auto one = require_one_of(source.paths, unsealed, sealed); !one) {
      return one;
    }
  }
  for (const auto& kind : kKeptKinds) {
    if (auto few = require_few(source.paths, kind); !few) {
      return few;
    }
  }
  if (std::binary_search(source.paths.begin(), source.paths.end(), bundle::kManifest)) {
    if (auto read = read_into(source, bundle::kManifest, {}, bundle); !read) {
      return read;
    }
  }
  const auto sizes = listed_sizes(bundle);
  auto read = read_those(source, sizes, true, bundle);
  if (read && gate) {
    read = gate(bundle);
  }
  return read ? read_those(source, sizes, false, bundle) : read;
}

}  // namespace

Result<Bundle> read_bundle(const std::string& path, const BundleGate& gate) {
  const auto opened = open_bundle(path);
  if (!opened) {
    return opened.error();
  }
  const auto source =
      opened->is_archive ? archive_source(opened->file) : directory_source(opened->file);
  Bundle bundle{path, {}, opened->is_archive};
  const auto read = source ? read_members(*source, gate, bundle) : source.error();
  if (!read) {
    return read.error().during(path);
  }
  return bundle;
}

}  // namespace rackproof
