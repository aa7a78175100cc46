#include "reports/member_copy.h"

#include <filesystem>
#include <system_error>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/member_file.h"

namespace rackproof {

namespace fs = std::filesystem;

Result<void> copy_member(const std::string& path, const Bundle& old, const BundleWriter& writer) {
  if (!fs::is_directory(old.path)) {
    return Error{ErrorKind::io, old.path + ": is an archive; unpack it first: tar -xf"};
  }
  const auto target = fs::path(writer.directory()) / path;
  if (auto made = make_directories(target.parent_path().string()); !made) {
    return made;
  }
  std::error_code failed;
  fs::copy_file(fs::path(old.path) / path, target, failed);
  if (failed) {
    return os_error(target.string(), failed.value());
  }
  const auto directory = open_bundle_directory(writer.directory());
  if (!directory) {
    return directory.error();
  }
  const auto& known = old.members.at(path);
  const auto copy = read_member(*directory, path, known.size_bytes, MemberRule::Use::none);
  if (!copy) {
    return copy.error();
  }
  return copy->sha256 == known.sha256
             ? Result<void>()
             : Error{ErrorKind::untrusted, path + ": changed while it was being copied"};
}

}  // namespace rackproof
