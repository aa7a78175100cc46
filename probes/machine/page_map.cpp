#include "probes/machine/page_map.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/os_error.h"

namespace rackproof {

namespace {

constexpr const char* kPageMap = "/proc/self/pagemap";
/// Bits 0 to 54 of an entry are the frame number, bit 63 says that the page is present.
constexpr std::uint64_t kFrameBits = (std::uint64_t{1} << 55U) - 1;
constexpr std::uint64_t kPresent = std::uint64_t{1} << 63U;

}  // namespace

Result<std::uint64_t> physical_address(const void* address) {
  const Descriptor file(::open(kPageMap, O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return os_error(kPageMap, errno);
  }
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const auto place = reinterpret_cast<std::uintptr_t>(address);
  std::uint64_t entry = 0;
  const auto offset = static_cast<off_t>(place / page * sizeof(entry));
  const auto got = ::pread(file.get(), &entry, sizeof(entry), offset);
  if (got < 0) {
    return os_error(kPageMap, errno);
  }
  if (got != sizeof(entry) || (entry & kPresent) == 0) {
    return Error{ErrorKind::absent, std::string(kPageMap) + ": the page is not in memory"};
  }
  if ((entry & kFrameBits) == 0) {
    return Error{ErrorKind::denied, std::string(kPageMap) + ": frame numbers need CAP_SYS_ADMIN"};
  }
  return (entry & kFrameBits) * page + place % page;
}

}  // namespace rackproof
