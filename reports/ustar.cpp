#include "reports/ustar.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>
#include <span>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::ustar {
namespace {

/// A field of a header: where it stands and how long it is.
struct Field {
  std::size_t at;
  std::size_t length;
};
constexpr Field kName{0, 100};
constexpr Field kMode{100, 8};
constexpr Field kOwner{108, 8};
constexpr Field kGroup{116, 8};
constexpr Field kSize{124, 12};
constexpr Field kTime{136, 12};
constexpr Field kChecksum{148, 8};
constexpr std::size_t kType = 156;
constexpr Field kLink{157, 100};
constexpr Field kMagic{257, 8};
constexpr Field kDeviceMajor{329, 8};
constexpr Field kDeviceMinor{337, 8};
constexpr Field kPrefix{345, 155};

constexpr std::string_view kMagicText{"ustar\00000", 8};
constexpr std::string_view kGnuMagicText{"ustar  \0", 8};
constexpr std::uint64_t kMostBytes = (std::uint64_t{1} << 33) - 1;  // eleven octal digits

struct Kind {
  char type;
  std::string_view is;
};
constexpr std::array kRefusedKinds{
    Kind{'1', "a hard link"},
    Kind{'2', "a symbolic link"},
    Kind{'3', "a character device"},
    Kind{'4', "a block device"},
    Kind{'5', "a directory: an archive lists files alone"},
    Kind{'6', "a FIFO"},
    Kind{'7', "a contiguous file"},
    Kind{'\0', "a file of an older format of tar"},
    Kind{'x', "a pax header, which could rename or resize what follows"},
    Kind{'g', "a pax header for all that follows"},
    Kind{'L', "a GNU long name"},
    Kind{'K', "a GNU long link"},
    Kind{'S', "a sparse file"},
    Kind{'M', "the rest of another archive's file"},
    Kind{'V', "a volume label"},
};

std::string_view view_of(const Block& block, Field field) {
  return std::string_view(block.data(), block.size()).substr(field.at, field.length);
}

/// Up to the first NUL.
std::string_view text_of(const Block& block, Field field) {
  const auto whole = view_of(block, field);
  return whole.substr(0, whole.find('\0'));
}

void put(Block& block, Field field, std::string_view text) {
  std::copy(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(field.at));
}

/// Octal digits with leading zeros, and the NUL that ends them.
void put_octal(Block& block, Field field, std::uint64_t number) {
  for (auto place = field.length - 1; place > 0; --place) {
    block.at(field.at + place - 1) = static_cast<char>('0' + number % 8);
    number /= 8;
  }
  block.at(field.at + field.length - 1) = '\0';
}

std::optional<std::uint64_t> octal_of(std::string_view digits) {
  if (digits.empty() || digits.back() != '\0') {
    return std::nullopt;
  }
  digits.remove_suffix(1);
  std::uint64_t number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '7') {
      return std::nullopt;
    }
    number = number * 8 + static_cast<std::uint64_t>(digit - '0');
  }
  return number;
}

/// Sum of all bytes with the checksum's own taken as spaces.
unsigned checksum_of(const Block& block) {
  const auto sum = [](unsigned total, char byte) {
    return total + static_cast<unsigned char>(byte);
  };
  const auto own = view_of(block, kChecksum);
  return std::accumulate(block.begin(), block.end(), 0U, sum) -
         std::accumulate(own.begin(), own.end(), 0U, sum) + 8U * ' ';
}

/// Six digits, NUL, space.
void put_checksum(Block& block) {
  const auto sum = checksum_of(block);
  put_octal(block, {kChecksum.at, kChecksum.length - 1}, sum);
  block.at(kChecksum.at + kChecksum.length - 1) = ' ';
}

/// Where a path that is too long for the name is cut: the last '/' that leaves a prefix that fits.
std::optional<std::size_t> cut_of(std::string_view path) {
  const auto cut = path.rfind('/', kPrefix.length);
  const bool fits = cut != std::string_view::npos && cut > 0 &&
                    path.size() - cut - 1 <= kName.length && cut + 1 < path.size();
  return fits ? std::optional(cut) : std::nullopt;
}

Error refused(std::string_view what) {
  return {ErrorKind::untrusted, std::string(what)};
}

std::string shown(const Block& block) {
  const auto prefix = text_of(block, kPrefix);
  const std::string path =
      std::string(prefix) + (prefix.empty() ? "" : "/") + std::string(text_of(block, kName));
  return printable(path);
}

/// What a person should be told of a header that is not in the one spelling; "" where nothing of it
/// has a name.
std::string oddity_of(const Block& block) {
  if (view_of(block, kMagic) == kGnuMagicText) {
    return "is in the GNU format of tar, not in POSIX ustar (tar --format=ustar)";
  }
  if (view_of(block, kMagic) != kMagicText) {
    return "is no ustar header";
  }
  const auto mode = octal_of(view_of(block, kMode));
  if (mode && (*mode & 06000U) != 0) {
    return "has the setuid or setgid bit";
  }
  if (mode != 0644U) {
    return "has another mode than 0644";
  }
  if (octal_of(view_of(block, kOwner)) != 0U || octal_of(view_of(block, kGroup)) != 0U) {
    return "has an owner or a group other than 0";
  }
  if (octal_of(view_of(block, kTime)) != 0U) {
    return "has a time other than 0";
  }
  return text_of(block, kLink).empty() ? "" : "names a link";
}

}  // namespace

Result<Block> header(std::string_view path, std::uint64_t size_bytes) {
  if (size_bytes > kMostBytes) {
    return Error{ErrorKind::out_of_range, std::string(path) + ": ustar holds files up to 8 GiB"};
  }
  Block block{};
  if (path.size() <= kName.length) {
    put(block, kName, path);
  } else if (const auto cut = cut_of(path)) {
    put(block, kPrefix, path.substr(0, *cut));
    put(block, kName, path.substr(*cut + 1));
  } else {
    return Error{ErrorKind::out_of_range, std::string(path) + ": too long a name for ustar"};
  }
  put_octal(block, kMode, 0644);
  put_octal(block, kOwner, 0);
  put_octal(block, kGroup, 0);
  put_octal(block, kSize, size_bytes);
  put_octal(block, kTime, 0);
  block.at(kType) = '0';
  put(block, kMagic, kMagicText);
  put_octal(block, kDeviceMajor, 0);
  put_octal(block, kDeviceMinor, 0);
  put_checksum(block);
  return block;
}

Result<Header> parse_header(const Block& block) {
  const auto name = shown(block);
  const auto kind = std::find_if(kRefusedKinds.begin(), kRefusedKinds.end(),
                                 [&](const Kind& each) { return each.type == block.at(kType); });
  if (view_of(block, kMagic).starts_with("ustar") && kind != kRefusedKinds.end()) {
    return refused(name + ": is " + std::string(kind->is));
  }
  if (const auto odd = oddity_of(block); !odd.empty()) {
    return refused(name + ": " + odd);
  }
  const auto size = octal_of(view_of(block, kSize));
  if (!size) {
    return refused(name + ": its size is not eleven octal digits");
  }
  const auto prefix = text_of(block, kPrefix);
  Header read{
      std::string(prefix) + (prefix.empty() ? "" : "/") + std::string(text_of(block, kName)),
      *size};
  const auto canonical = header(read.path, read.size_bytes);
  if (!canonical) {
    return refused(name + ": " + canonical.error().message);
  }
  if (view_of(*canonical, kChecksum) != view_of(block, kChecksum)) {
    return refused(name +
                   ": the checksum of its header is wrong, or something optional stands in it");
  }
  if (*canonical != block) {
    return refused(name + ": its header is not in the one spelling that a bundle has");
  }
  return read;
}

bool is_zero(const Block& block) {
  return std::all_of(block.begin(), block.end(), [](char byte) { return byte == '\0'; });
}

std::size_t padding(std::uint64_t size_bytes) {
  return (kBlock - size_bytes % kBlock) % kBlock;
}

}  // namespace rackproof::ustar
