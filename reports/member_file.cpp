#include "reports/member_file.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

Error refused(std::string_view path, std::string_view why) {
  return {ErrorKind::untrusted, printable(path) + ": " + std::string(why)};
}

/// ELOOP is what O_NOFOLLOW says of a symbolic link (open(2)).
Error open_error(std::string_view path, int number) {
  return number == ELOOP ? refused(path, "is a symbolic link, not a member")
                         : os_error(printable(path), number);
}

Result<Descriptor> open_in(const Descriptor& directory, const std::string& path, int flags) {
  const int number = ::openat(directory.get(), path.c_str(),
                              O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags);
  if (number < 0) {
    return open_error(path, errno);
  }
  return Descriptor(number);
}

/// Opens `path` with no link on the way: every directory of it is opened by itself.
Result<Descriptor> open_member(const Descriptor& directory, const std::string& path) {
  const auto slash = path.find('/');
  if (slash == std::string::npos) {
    return open_in(directory, path, 0);
  }
  const auto inner = open_in(directory, path.substr(0, slash), O_DIRECTORY);
  if (!inner) {
    return inner.error();
  }
  return open_member(*inner, path.substr(slash + 1));
}

Result<std::vector<std::string>> names_in(const Descriptor& directory) {
  const int again = ::openat(directory.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseDirectory> stream(again < 0 ? nullptr : ::fdopendir(again));
  if (!stream) {
    return os_error("reading a directory", errno);
  }
  std::vector<std::string> names;
  errno = 0;
  // readdir is safe here: the stream is this function's own (readdir(3)).
  while (const auto* entry = ::readdir(stream.get())) {  // NOLINT(concurrency-mt-unsafe)
    const std::string name(static_cast<const char*>(entry->d_name));
    if (name != "." && name != "..") {
      names.push_back(name);
    }
    if (names.size() > kMaxMembers) {
      return refused("bundle", "more than " + std::to_string(kMaxMembers) + " files");
    }
  }
  if (errno != 0) {
    return os_error("reading a directory", errno);
  }
  return names;
}

Result<void> collect(const Descriptor& directory, const std::string& prefix, int depth,
                     std::vector<std::string>& paths);

/// A directory in which members may lie is entered, a known name is taken, everything else is
/// refused.
Result<void> take_entry(const Descriptor& directory, const std::string& prefix,
                        const std::string& name, int depth, std::vector<std::string>& paths) {
  struct stat status {};
  if (::fstatat(directory.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return os_error(printable(prefix + name), errno);
  }
  if (S_ISDIR(status.st_mode)) {
    if (depth + 1 < kMaxDirectoryDepth && !is_member_directory(prefix + name)) {
      return refused(prefix + name, "no bundle has a directory of this name");
    }
    const auto inner = open_in(directory, name, O_DIRECTORY);
    return inner ? collect(*inner, prefix + name + "/", depth + 1, paths)
                 : Result<void>(inner.error());
  }
  if (!member_rule(prefix + name)) {
    return refused(prefix + name, "no bundle has a member of this name");
  }
  paths.push_back(prefix + name);
  return paths.size() > kMaxMembers ? Result<void>(refused("bundle", "too many files"))
                                    : Result<void>();
}

Result<void> collect(const Descriptor& directory, const std::string& prefix, int depth,
                     std::vector<std::string>& paths) {
  if (depth >= kMaxDirectoryDepth) {
    return refused(prefix, "directories nested too deep");
  }
  const auto names = names_in(directory);
  if (!names) {
    return names.error();
  }
  for (const auto& name : *names) {
    if (auto taken = take_entry(directory, prefix, name, depth, paths); !taken) {
      return taken;
    }
  }
  return {};
}

/// Gives the size.
Result<std::uint64_t> check_status(const Descriptor& file, const std::string& path,
                                   std::uint64_t limit) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return os_error(path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return refused(path, "is not a regular file");
  }
  if (status.st_nlink > 1) {
    return refused(path, "has other names (hard links) by which it can be changed");
  }
  if ((status.st_mode & (S_ISUID | S_ISGID)) != 0) {
    return refused(path, "has the setuid or setgid bit");
  }
  if (static_cast<std::uint64_t>(status.st_size) > limit) {
    return refused(path, std::to_string(status.st_size) + " bytes, at most " +
                             std::to_string(limit) + " are expected");
  }
  return static_cast<std::uint64_t>(status.st_size);
}

/// The file that a member is copied to, if it is.
Result<Descriptor> open_copy(MemberRule::Use use, Member& member) {
  if (use != MemberRule::Use::copy_to_file) {
    return Descriptor();
  }
  auto directory = ScratchDirectory::make_temporary();
  if (!directory) {
    return std::move(directory).error();
  }
  member.copy.emplace(*std::move(directory));
  const auto path = member.copy->path() + "/" + kCopyName;
  const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (number < 0) {
    return os_error(path, errno);
  }
  return Descriptor(number);
}

Result<void> write_all(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return os_error("copying to a temporary file", errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<long>(written, 0)));
  }
  return {};
}

Result<void> take_block(std::string_view block, MemberRule::Use use, const Descriptor& copy,
                        Member& member) {
  member.size_bytes += block.size();
  if (use == MemberRule::Use::keep) {
    member.bytes += block;
  }
  return copy.is_open() ? write_all(copy, block) : Result<void>();
}

/// Reads from `at_byte` on until the end of the file, or until `limit` bytes were read.
Result<void> read_bytes(const Descriptor& file, std::uint64_t at_byte, std::uint64_t limit,
                        MemberRule::Use use, Member& member) {
  const auto copy = open_copy(use, member);
  if (!copy) {
    return copy.error();
  }
  std::string block(kBlock, '\0');
  Sha256 hash;
  while (member.size_bytes < limit) {
    const auto wanted = std::min<std::uint64_t>(kBlock, limit - member.size_bytes);
    const auto got =
        ::pread(file.get(), block.data(), wanted, static_cast<off_t>(at_byte + member.size_bytes));
    if (got == 0) {
      break;
    }
    if (got < 0 && errno != EINTR) {
      return os_error("reading", errno);
    }
    const auto length = static_cast<std::size_t>(std::max<long>(got, 0));
    hash.update({block.data(), length});
    if (auto taken = take_block({block.data(), length}, use, *copy, member); !taken) {
      return taken;
    }
  }
  member.sha256 = to_hex(hash.finish());
  return {};
}

}  // namespace

Result<Descriptor> open_bundle_directory(const std::string& path) {
  const int number = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) {
    return os_error(path, errno);
  }
  return Descriptor(number);
}

Result<OpenBundle> open_bundle(const std::string& path) {
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (number < 0) {
    return os_error(path, errno);
  }
  OpenBundle bundle{Descriptor(number), false};
  struct stat status {};
  if (::fstat(bundle.file.get(), &status) != 0) {
    return os_error(path, errno);
  }
  bundle.is_archive = S_ISREG(status.st_mode);
  if (!bundle.is_archive && !S_ISDIR(status.st_mode)) {
    return Error{ErrorKind::io, path + ": is neither a bundle directory nor an archive of one"};
  }
  return bundle;
}

Result<std::vector<std::string>> list_members(const Descriptor& directory) {
  std::vector<std::string> paths;
  if (const auto collected = collect(directory, "", 0, paths); !collected) {
    return collected.error();
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<OpenMember> open_plain_member(const Descriptor& directory, const std::string& path,
                                     std::uint64_t limit) {
  auto file = open_member(directory, path);
  if (!file) {
    return std::move(file).error();
  }
  const auto size = check_status(*file, path, limit);
  if (!size) {
    return size.error();
  }
  return OpenMember{*std::move(file), *size};
}

Result<Member> read_member(const Descriptor& directory, const std::string& path,
                           std::uint64_t limit, MemberRule::Use use) {
  const auto opened = open_plain_member(directory, path, limit);
  if (!opened) {
    return opened.error();
  }
  Member member;
  if (const auto read = read_bytes(opened->file, 0, limit + 1, use, member); !read) {
    return read.error().during(printable(path));
  }
  if (member.size_bytes > limit) {
    return refused(path, "longer than the " + std::to_string(limit) + " bytes expected");
  }
  return member;
}

Result<Member> read_stretch(const Descriptor& file, std::uint64_t at_byte, std::uint64_t size_bytes,
                            MemberRule::Use use) {
  Member member;
  if (auto read = read_bytes(file, at_byte, size_bytes, use, member); !read) {
    return std::move(read).error();
  }
  if (member.size_bytes != size_bytes) {
    return Error{ErrorKind::untrusted, "the archive was cut off while it was read"};
  }
  return member;
}

}  // namespace rackproof
