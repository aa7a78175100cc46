#include "reports/member_copy.h"

#include <filesystem>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/member_file.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

Error changed(const std::string& path) {
  return {ErrorKind::untrusted, path + ": changed while it was being copied"};
}

}  // namespace

Result<MemberCopier> MemberCopier::of(const Bundle& old) {
  auto opened = open_bundle(old.path);
  if (!opened) {
    return std::move(opened).error();
  }
  MemberCopier copier(old, *std::move(opened));
  if (!copier.opened_.is_archive) {
    return copier;
  }
  auto members = list_archive(copier.opened_.file);
  if (!members) {
    return std::move(members).error().during(old.path);
  }
  for (auto& member : *members) {
    auto path = member.path;
    copier.places_.emplace(std::move(path), std::move(member));
  }
  return copier;
}

Result<void> MemberCopier::copy_from(const Descriptor& file, const ArchivedMember& place,
                                     const std::string& target) const {
  const auto& known = old_.members.at(place.path);
  if (place.size_bytes != known.size_bytes) {
    return changed(place.path);
  }
  return create_file_in_parts(target, [&](const ByteSink& out) {
    const auto digest = copy_stretch(file, place, out);
    if (!digest) {
      return Result<void>(digest.error());
    }
    return *digest == known.sha256 ? Result<void>() : changed(place.path);
  });
}

Result<void> MemberCopier::copy(const std::string& path, const BundleWriter& writer) const {
  const auto target = fs::path(writer.directory()) / path;
  if (auto made = make_directories(target.parent_path().string()); !made) {
    return made;
  }
  if (opened_.is_archive) {
    const auto place = places_.find(path);
    return place == places_.end() ? changed(path)
                                  : copy_from(opened_.file, place->second, target.string());
  }
  const auto member = open_plain_member(opened_.file, path, old_.members.at(path).size_bytes);
  return member ? copy_from(member->file, {path, 0, member->size_bytes}, target.string())
                : Result<void>(member.error());
}

}  // namespace rackproof
