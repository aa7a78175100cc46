#include "reports/bundle_writer.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/member_file.h"
#include "schemas/json/manifest_json.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

/// `out` without a slash at its end, so that OUT.part lies beside it.
std::string without_slash(std::string out) {
  while (out.size() > 1 && out.back() == '/') {
    out.pop_back();
  }
  return out;
}

Result<void> require_free(const std::string& out, const std::string& part) {
  std::error_code failed;
  const auto status = fs::symlink_status(out, failed);
  if (fs::exists(status) && (!fs::is_directory(status) || !fs::is_empty(out, failed) || failed)) {
    return Error{ErrorKind::io, out + ": exists; a bundle is never written over something"};
  }
  if (fs::exists(fs::symlink_status(part, failed))) {
    return Error{ErrorKind::io,
                 part + ": exists, left by a run that was killed; look at it and remove it first"};
  }
  return {};
}

}  // namespace

Result<BundleWriter> BundleWriter::create(const std::string& out) {
  const auto name = without_slash(out);
  const auto part = name + ".part";
  if (const auto is_free = require_free(name, part); !is_free) {
    return is_free.error();
  }
  if (const auto made = make_directories(part); !made) {
    return made.error();
  }
  return BundleWriter(name, part);
}

BundleWriter::BundleWriter(std::string out, std::string directory)
    : out_(std::move(out)), directory_(std::move(directory)) {}

BundleWriter::BundleWriter(BundleWriter&& other) noexcept
    : out_(std::move(other.out_)), directory_(std::exchange(other.directory_, {})) {}

BundleWriter::~BundleWriter() {
  if (!directory_.empty()) {
    std::error_code ignored;  // nothing can be done about it in a destructor
    fs::remove_all(directory_, ignored);
  }
}

Result<void> BundleWriter::write(std::string_view member, std::string_view bytes) {
  const std::string name(member);
  if (!member_rule(name)) {
    return Error{ErrorKind::io, name + ": no bundle has a member of this name"};
  }
  const auto path = directory_ + "/" + name;
  if (auto made = make_directories(fs::path(path).parent_path().string()); !made) {
    return made;
  }
  return write_file(path, bytes);
}

Result<Manifest> BundleWriter::write_manifest() {
  const auto directory = open_bundle_directory(directory_);
  if (!directory) {
    return directory.error();
  }
  const auto paths = list_members(*directory);
  if (!paths) {
    return Error{ErrorKind::io, paths.error().message}.during(directory_);
  }
  Manifest manifest;
  for (const auto& path : *paths) {
    const auto rule = member_rule(path);
    if (!rule || !rule->listed()) {
      continue;
    }
    const auto member = read_member(*directory, path, rule->limit_bytes, MemberRule::Use::none);
    if (!member) {
      return Error{ErrorKind::io, member.error().message}.during(directory_);
    }
    manifest.entries.push_back({path, member->size_bytes, member->sha256,
                                std::string(rule->media_type), std::string(rule->role)});
  }
  if (const auto written = write(bundle::kManifest, encode_manifest(manifest)); !written) {
    return written.error();
  }
  return manifest;
}

Result<void> BundleWriter::finish() {
  // rename(2) replaces an empty directory and refuses one that was filled meanwhile.
  if (std::rename(directory_.c_str(), out_.c_str()) != 0) {
    return os_error(out_, errno);
  }
  directory_.clear();
  return {};
}

}  // namespace rackproof
