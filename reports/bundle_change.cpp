#include "reports/bundle_change.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/archive_change.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;

Result<void> check_names(const BundleChange& change) {
  for (const auto& each : change.put) {
    const auto rule = member_rule(each.path);
    if (!rule) {
      return Error{ErrorKind::io, each.path + ": no bundle has a member of this name"};
    }
    if (each.bytes.size() > rule->limit_bytes) {
      return Error{ErrorKind::out_of_range,
                   each.path + ": would have " + std::to_string(each.bytes.size()) +
                       " bytes, at most " + std::to_string(rule->limit_bytes) + " are taken"};
    }
  }
  return {};
}

/// Members of one directory, put one after the other; undone unless kept.
class DirectoryChange {
 public:
  DirectoryChange(const std::string& path, const BundleChange& change)
      : path_(path), change_(change) {}
  ~DirectoryChange() {
    for (auto entry = before_.rbegin(); !kept_ && entry != before_.rend(); ++entry) {
      put_back(*entry);
    }
  }
  DirectoryChange(const DirectoryChange&) = delete;
  DirectoryChange& operator=(const DirectoryChange&) = delete;
  DirectoryChange(DirectoryChange&&) = delete;
  DirectoryChange& operator=(DirectoryChange&&) = delete;

  Result<void> make() {
    for (const auto& each : change_.put) {
      if (auto done = put(each); !done) {
        return done;
      }
    }
    for (const auto& each : change_.gone) {
      if (auto done = take_away(each); !done) {
        return done;
      }
    }
    kept_ = true;
    return {};
  }

 private:
  /// A member as it was; none = it was not there.
  struct Before {
    std::string path;
    std::optional<std::string> bytes;
  };

  [[nodiscard]] std::string at(const std::string& member) const { return path_ + "/" + member; }

  Result<Before> look_at(const std::string& member) const {
    const auto directory = open_bundle_directory(path_);
    const auto rule = member_rule(member);
    if (!directory || !rule) {
      return directory ? changed_meanwhile(member) : directory.error();
    }
    auto read = read_member(*directory, member, rule->limit_bytes, MemberRule::Use::keep);
    if (!read) {
      return std::move(read).error();
    }
    return change_.is_as_known(member, read->sha256)
               ? Result<Before>(Before{member, std::move(read->bytes)})
               : changed_meanwhile(member);
  }

  Result<void> put(const MemberPut& member) {
    Result<Before> before = Before{member.path, std::nullopt};
    if (member.replaces) {
      before = look_at(member.path);
    }
    if (!before) {
      return std::move(before).error();
    }
    auto written = member.replaces ? write_file(at(member.path), member.bytes)
                                   : create_file(at(member.path), member.bytes);
    if (written) {
      before_.push_back(*std::move(before));
    }
    return written;
  }

  Result<void> take_away(const std::string& member) {
    auto before = look_at(member);
    if (!before) {
      return std::move(before).error();
    }
    if (::unlink(at(member).c_str()) != 0) {
      return os_error(member, errno);
    }
    before_.push_back(*std::move(before));
    return {};
  }

  /// As well as it goes: what failed is told already.
  void put_back(const Before& before) const {
    if (before.bytes) {
      static_cast<void>(write_file(at(before.path), *before.bytes));
    } else {
      ::unlink(at(before.path).c_str());
    }
  }

  const std::string& path_;
  const BundleChange& change_;
  std::vector<Before> before_;
  bool kept_ = false;
};

}  // namespace

bool BundleChange::is_as_known(const std::string& path, const std::string& sha256) const {
  const auto found = known.find(path);
  return found == known.end() || found->second == sha256;
}

Error changed_meanwhile(const std::string& path) {
  return {ErrorKind::untrusted,
          path + ": changed while this was at work; nothing was written, do it again"};
}

std::map<std::string, std::string, std::less<>> digests_of(const Bundle& bundle) {
  std::map<std::string, std::string, std::less<>> digests;
  for (const auto& [path, member] : bundle.members) {
    digests.emplace(path, member.sha256);
  }
  return digests;
}

Result<void> change_bundle(const std::string& path, const BundleChange& change) {
  std::error_code failed;
  const auto real = fs::canonical(path, failed).string();  // a rename would replace a link itself
  if (failed) {
    return os_error(path, failed.value());
  }
  const auto opened = open_bundle(real);
  auto done = opened ? check_names(change) : opened.error();
  if (done && opened->is_archive) {
    done = change_archive(real, opened->file, change);
  } else if (done) {
    done = DirectoryChange(real, change).make();
  }
  return done ? done : std::move(done).error().during(path);
}

void apply(const BundleChange& change, Bundle& bundle) {
  for (const auto& each : change.put) {
    Member member;
    member.size_bytes = each.bytes.size();
    member.sha256 = sha256_hex(each.bytes);
    member.bytes = each.bytes;
    bundle.members.erase(each.path);  // a Member is not assigned
    bundle.members.emplace(each.path, std::move(member));
  }
  for (const auto& each : change.gone) {
    bundle.members.erase(each);
  }
}

}  // namespace rackproof
