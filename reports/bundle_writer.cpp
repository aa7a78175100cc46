#include "reports/bundle_writer.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "probes/machine/journal_file.h"
#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "reports/member_file.h"
#include "schemas/json/manifest_json.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBundle = "/bundle";
constexpr std::string_view kState = "/state";

Result<void> require_out_free(const std::string& out) {
  std::error_code failed;
  const auto status = fs::symlink_status(out, failed);
  if (fs::exists(status) && (!fs::is_directory(status) || !fs::is_empty(out, failed) || failed)) {
    return Error{ErrorKind::io, out + ": exists; a bundle is never written over something"};
  }
  return {};
}

Result<void> require_free(const std::string& out, const std::string& part) {
  if (auto is_free = require_out_free(out); !is_free) {
    return is_free;
  }
  std::error_code failed;
  if (fs::exists(part + std::string(kState), failed)) {
    return Error{ErrorKind::io, part + ": exists, left by a run that was killed; `rackproof " +
                                    "certify --resume " + out + "` goes on with it"};
  }
  if (fs::exists(fs::symlink_status(part, failed))) {
    return Error{ErrorKind::io, part + ": exists; look at it and remove it first"};
  }
  return {};
}

}  // namespace

std::string bundle_name(std::string out) {
  while (out.size() > 1 && out.back() == '/') {
    out.pop_back();
  }
  return out;
}

std::string part_of(const std::string& name) {
  return name + ".part";
}

Result<BundleWriter> BundleWriter::create(const std::string& out) {
  const auto name = bundle_name(out);
  const auto part = part_of(name);
  if (const auto is_free = require_free(name, part); !is_free) {
    return is_free.error();
  }
  const auto directory = part + std::string(kBundle);
  if (const auto made = make_directories(directory); !made) {
    return made.error();
  }
  return BundleWriter(name, directory);
}

Result<BundleWriter> BundleWriter::go_on(const std::string& out) {
  const auto name = bundle_name(out);
  if (const auto is_free = require_out_free(name); !is_free) {
    return is_free.error();
  }
  const auto directory = part_of(name) + std::string(kBundle);
  std::error_code failed;
  fs::remove_all(directory, failed);
  if (const auto made = make_directories(directory); !made) {
    return made.error();
  }
  BundleWriter writer(name, directory);
  writer.keep_state();
  return writer;
}

std::string BundleWriter::state() const {
  return part_of(out_) + std::string(kState);
}

BundleWriter::BundleWriter(std::string out, std::string directory)
    : out_(std::move(out)), directory_(std::move(directory)) {}

BundleWriter::BundleWriter(BundleWriter&& other) noexcept
    : out_(std::move(other.out_)),
      directory_(std::exchange(other.directory_, {})),
      keeps_state_(other.keeps_state_) {}

BundleWriter::~BundleWriter() {
  if (!directory_.empty()) {
    std::error_code ignored;  // nothing can be done about it in a destructor
    fs::remove_all(keeps_state_ ? directory_ : part_of(out_), ignored);
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
  const auto parent = fs::path(out_).parent_path().string();
  auto lasting = sync_directory(parent.empty() ? "." : parent);
  if (!lasting) {
    return lasting;
  }
  clean_up();
  return {};
}

Result<void> BundleWriter::finish_archive() {
  if (auto packed = pack_bundle(directory_, out_); !packed) {
    return packed;
  }
  directory_.clear();
  clean_up();
  return {};
}

void BundleWriter::clean_up() {
  std::error_code ignored;  // the bundle is whole; what stays beside it is in nobody's way
  fs::remove_all(part_of(out_), ignored);
}

}  // namespace rackproof
