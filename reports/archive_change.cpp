#include "reports/archive_change.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/archive_file.h"
#include "reports/ustar.h"

namespace rackproof {
namespace {

constexpr unsigned kPermissions = 0777;

Error exists(const std::string& path) {
  return {ErrorKind::io, path + ": exists already"};
}

const MemberPut* put_of(const BundleChange& change, std::string_view path) {
  const auto found = std::find_if(change.put.begin(), change.put.end(),
                                  [path](const MemberPut& each) { return each.path == path; });
  return found == change.put.end() ? nullptr : &*found;
}

bool goes(const BundleChange& change, const std::string& path) {
  return std::find(change.gone.begin(), change.gone.end(), path) != change.gone.end();
}

/// A member of the archive that comes to be: bytes that are at hand, or a stretch of the old one.
struct NewEntry {
  std::string path;
  const MemberPut* put = nullptr;
  ArchivedMember old;
};

/// Sorted by path, as an archive has them.
Result<std::vector<NewEntry>> entries_of(const std::vector<ArchivedMember>& members,
                                         const BundleChange& change) {
  std::vector<NewEntry> entries;
  for (const auto& member : members) {
    const auto* put = put_of(change, member.path);
    if (put != nullptr && !put->replaces) {
      return exists(member.path);
    }
    if (put == nullptr && !goes(change, member.path)) {
      entries.push_back({member.path, nullptr, member});
    }
  }
  for (const auto& each : change.put) {
    entries.push_back({each.path, &each, {}});
  }
  if (entries.size() > kMaxMembers) {
    return Error{ErrorKind::out_of_range,
                 "would have more than " + std::to_string(kMaxMembers) + " members"};
  }
  std::sort(entries.begin(), entries.end(),
            [](const NewEntry& left, const NewEntry& right) { return left.path < right.path; });
  return entries;
}

Result<void> write_entry(const NewEntry& entry, const Descriptor& file, const BundleChange& change,
                         const ByteSink& out) {
  const auto size = entry.put != nullptr ? entry.put->bytes.size() : entry.old.size_bytes;
  const auto header = ustar::header(entry.path, size);
  if (!header) {
    return header.error();
  }
  if (auto written = out({header->data(), header->size()}); !written) {
    return written;
  }
  if (entry.put != nullptr) {
    if (auto written = out(entry.put->bytes); !written) {
      return written;
    }
  } else {
    const auto digest = copy_stretch(file, entry.old, out);
    if (!digest) {
      return digest.error();
    }
    if (!change.is_as_known(entry.path, *digest)) {
      return changed_meanwhile(entry.path);
    }
  }
  return out(std::string(ustar::padding(size), '\0'));
}

/// What is replaced or goes must still be there, and be what was read.
Result<void> check_leaving(const std::vector<ArchivedMember>& members, const Descriptor& file,
                           const BundleChange& change) {
  std::vector<std::string> leaving = change.gone;
  for (const auto& each : change.put) {
    if (each.replaces) {
      leaving.push_back(each.path);
    }
  }
  for (const auto& path : leaving) {
    const auto found =
        std::find_if(members.begin(), members.end(),
                     [&path](const ArchivedMember& each) { return each.path == path; });
    if (found == members.end()) {
      return changed_meanwhile(path);
    }
    const auto digest = copy_stretch(file, *found, [](std::string_view) { return Result<void>(); });
    if (!digest) {
      return digest.error();
    }
    if (!change.is_as_known(path, *digest)) {
      return changed_meanwhile(path);
    }
  }
  return {};
}

Result<void> write_entries(const std::vector<NewEntry>& entries, const Descriptor& file,
                           const BundleChange& change, const ByteSink& out) {
  for (const auto& entry : entries) {
    if (auto written = write_entry(entry, file, change, out); !written) {
      return written;
    }
  }
  return out(std::string(ustar::kEndBlocks * ustar::kBlock, '\0'));
}

}  // namespace

Result<void> change_archive(const std::string& path, const Descriptor& file,
                            const BundleChange& change) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return os_error(path, errno);
  }
  const auto members = list_archive(file);
  if (!members) {
    return members.error();
  }
  const auto entries = entries_of(*members, change);
  if (!entries) {
    return entries.error();
  }
  if (auto leaving = check_leaving(*members, file, change); !leaving) {
    return leaving;
  }
  return write_file_in_parts(path, status.st_mode & kPermissions, [&](const ByteSink& out) {
    return write_entries(*entries, file, change, out);
  });
}

}  // namespace rackproof
