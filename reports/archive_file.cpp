#include "reports/archive_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "reports/ustar.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kCopiedTogether = std::size_t{1} << 18;

Error untrusted(std::string message) {
  return {ErrorKind::untrusted, std::move(message)};
}

struct Beginning {
  std::string_view bytes;
  std::string_view says;
};
using namespace std::string_view_literals;
constexpr std::array kOtherFormats{
    Beginning{"PK\3\4"sv, "a ZIP archive; a bundle is a directory or a strict ustar archive"},
    Beginning{"PK\5\6"sv, "a ZIP archive; a bundle is a directory or a strict ustar archive"},
    Beginning{"\x1f\x8b"sv, "compressed (gzip); unpack the archive itself first: gunzip"},
    Beginning{"\x28\xb5\x2f\xfd"sv, "compressed (zstd); unpack the archive itself first: unzstd"},
    Beginning{"\xfd\x37zXZ"sv, "compressed (xz); unpack the archive itself first: unxz"},
    Beginning{"BZh"sv, "compressed (bzip2); unpack the archive itself first: bunzip2"},
};

/// Reads the archive block by block; each is read once.
class Blocks {
 public:
  Blocks(const Descriptor& file, std::uint64_t size_bytes) : file_(file), size_bytes_(size_bytes) {}

  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] std::uint64_t left() const { return size_bytes_ - at_; }
  /// Not to go beyond the end, which left() says.
  void skip(std::uint64_t bytes) { at_ += bytes; }

  Result<ustar::Block> next() {
    ustar::Block block{};
    if (auto read = read_bytes(block.data(), block.size()); !read) {
      return std::move(read).error();
    }
    return block;
  }

  /// Whether the next `bytes`, fewer than a block, are zero.
  Result<bool> next_are_zero(std::size_t bytes) {
    ustar::Block block{};
    if (auto read = read_bytes(block.data(), bytes); !read) {
      return std::move(read).error();
    }
    return ustar::is_zero(block);
  }

 private:
  Result<void> read_bytes(char* into, std::size_t bytes) {
    for (std::size_t done = 0; done < bytes;) {
      const auto got =
          ::pread(file_.get(), into + done, bytes - done, static_cast<off_t>(at_ + done));
      if (got == 0) {
        return untrusted("the archive ends in the middle: it was cut off or changed meanwhile");
      }
      if (got < 0 && errno != EINTR) {
        return os_error("reading the archive", errno);
      }
      done += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    at_ += bytes;
    return {};
  }

  const Descriptor& file_;
  std::uint64_t size_bytes_;
  std::uint64_t at_ = 0;
};

Result<void> check_beginning(const ustar::Block& block) {
  const std::string_view bytes(block.data(), block.size());
  const auto other =
      std::find_if(kOtherFormats.begin(), kOtherFormats.end(),
                   [&](const Beginning& each) { return bytes.starts_with(each.bytes); });
  return other == kOtherFormats.end() ? Result<void>()
                                      : untrusted("is " + std::string(other->says));
}

/// The second zero block, and nothing behind it.
Result<void> check_end(Blocks& blocks) {
  if (blocks.left() < ustar::kBlock) {
    return untrusted("the archive's end is one zero block, not two");
  }
  const auto second = blocks.next();
  if (!second) {
    return second.error();
  }
  if (!ustar::is_zero(*second)) {
    return untrusted("something stands behind the archive's first zero block");
  }
  if (blocks.left() != 0) {
    return untrusted(std::to_string(blocks.left()) +
                     " bytes stand behind the archive's end: another archive, or text");
  }
  return {};
}

Result<void> check_order(const std::vector<ArchivedMember>& members, const std::string& path) {
  if (members.size() >= kMaxMembers) {
    return untrusted("more than " + std::to_string(kMaxMembers) + " members");
  }
  if (!member_rule(path)) {
    return untrusted(printable(path) + ": no bundle has a member of this name");
  }
  if (!members.empty() && members.back().path == path) {
    return untrusted(path + ": stands twice in the archive");
  }
  if (!members.empty() && members.back().path > path) {
    return untrusted(path + ": the members are not sorted by path, or one stands there twice");
  }
  return {};
}

/// Steps over a member's bytes and looks at what fills its last block.
Result<void> skip_member(Blocks& blocks, const ArchivedMember& member) {
  const auto fill = ustar::padding(member.size_bytes);
  if (blocks.left() < member.size_bytes || blocks.left() - member.size_bytes < fill) {
    return untrusted(member.path + ": its header says " + std::to_string(member.size_bytes) +
                     " bytes, the archive ends before");
  }
  blocks.skip(member.size_bytes);
  const auto zero = blocks.next_are_zero(fill);
  if (!zero) {
    return zero.error();
  }
  return *zero ? Result<void>() : untrusted(member.path + ": something stands in its padding");
}

Result<void> take_member(const ustar::Block& block, Blocks& blocks,
                         std::vector<ArchivedMember>& members) {
  auto header = ustar::parse_header(block);
  if (!header) {
    return std::move(header).error();
  }
  if (auto fits = check_order(members, header->path); !fits) {
    return fits;
  }
  members.push_back({std::move(header->path), blocks.at(), header->size_bytes});
  return skip_member(blocks, members.back());
}

/// The bytes of `member` from its beginning to its end; how many there were.
Result<std::uint64_t> copy_bytes(const OpenMember& member, const ByteSink& out) {
  std::string block(kCopiedTogether, '\0');
  std::uint64_t copied = 0;
  while (true) {
    const auto got = ::read(member.file.get(), block.data(), block.size());
    if (got < 0 && errno != EINTR) {
      return os_error("reading", errno);
    }
    if (got == 0) {
      return copied;
    }
    const auto bytes = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    copied += bytes;
    if (auto written = out({block.data(), bytes}); !written) {
      return std::move(written).error();
    }
  }
}

Result<void> pack_member(const OpenMember& member, const std::string& path, const ByteSink& out) {
  const auto header = ustar::header(path, member.size_bytes);
  if (!header) {
    return header.error();
  }
  if (auto written = out({header->data(), header->size()}); !written) {
    return written;
  }
  const auto copied = copy_bytes(member, out);
  if (!copied) {
    return copied.error().during(path);
  }
  if (*copied != member.size_bytes) {
    return Error{ErrorKind::io, path + ": changed while it was packed"};
  }
  return out(std::string(ustar::padding(*copied), '\0'));
}

/// What reading a bundle would refuse is here somebody's file in the wrong place.
Error not_packed(Error error, const std::string& directory) {
  if (error.kind == ErrorKind::untrusted) {
    error.kind = ErrorKind::io;
  }
  return error.during(directory);
}

Result<void> pack_members(const Descriptor& directory, const std::vector<std::string>& paths,
                          const ByteSink& out) {
  for (const auto& path : paths) {
    const auto rule = member_rule(path);
    const auto member = open_plain_member(directory, path, rule ? rule->limit_bytes : 0);
    auto packed = member ? pack_member(*member, path, out) : member.error();
    if (!packed) {
      return packed;
    }
  }
  return out(std::string(ustar::kEndBlocks * ustar::kBlock, '\0'));
}

}  // namespace

Result<std::vector<ArchivedMember>> list_archive(const Descriptor& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return os_error("the archive", errno);
  }
  Blocks blocks(file, static_cast<std::uint64_t>(status.st_size));
  std::vector<ArchivedMember> members;
  while (blocks.left() >= ustar::kBlock) {
    const auto block = blocks.next();
    if (!block) {
      return block.error();
    }
    if (ustar::is_zero(*block)) {
      auto ended = check_end(blocks);
      return ended ? Result<std::vector<ArchivedMember>>(std::move(members))
                   : std::move(ended).error();
    }
    auto taken = members.empty() ? check_beginning(*block) : Result<void>();
    taken = taken ? take_member(*block, blocks, members) : taken;
    if (!taken) {
      return std::move(taken).error();
    }
  }
  return untrusted("the archive has no end: it was cut off, or is no ustar archive");
}

Result<std::string> copy_stretch(const Descriptor& file, const ArchivedMember& member,
                                 const ByteSink& out) {
  std::string block(kCopiedTogether, '\0');
  Sha256 hash;
  for (std::uint64_t done = 0; done < member.size_bytes;) {
    const auto wanted = std::min<std::uint64_t>(block.size(), member.size_bytes - done);
    const auto got =
        ::pread(file.get(), block.data(), wanted, static_cast<off_t>(member.at_byte + done));
    if (got == 0) {
      return untrusted(member.path + ": was cut off while it was read");
    }
    if (got < 0 && errno != EINTR) {
      return os_error(member.path, errno);
    }
    const std::string_view bytes(block.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    hash.update(bytes);
    done += bytes.size();
    if (auto written = out(bytes); !written) {
      return std::move(written).error();
    }
  }
  return to_hex(hash.finish());
}

Result<void> pack_bundle(const std::string& directory, const std::string& out) {
  const auto bundle = open_bundle_directory(directory);
  const auto paths = bundle ? list_members(*bundle) : bundle.error();
  if (!paths) {
    return not_packed(paths.error(), directory);
  }
  auto packed = create_file_in_parts(
      out, [&](const ByteSink& sink) { return pack_members(*bundle, *paths, sink); });
  return packed ? packed : not_packed(std::move(packed).error(), directory);
}

}  // namespace rackproof
