#include "certsuite/workloads/pages.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <sys/mman.h>

namespace rackproof {

Result<Pages> Pages::map(std::size_t bytes) {
  void* address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED) {
    return Error{ErrorKind::out_of_range, "mapping " + std::to_string(bytes) + " B of memory: " +
                                              std::generic_category().message(errno)};
  }
  // A wish only: kernels without transparent huge pages refuse it.
  static_cast<void>(::madvise(address, bytes, MADV_HUGEPAGE));
  return Pages(address, bytes);
}

Pages::~Pages() {
  if (address_ != nullptr) {
    ::munmap(address_, bytes_);
  }
}

Pages::Pages(Pages&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

Pages& Pages::operator=(Pages&& other) noexcept {
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

}  // namespace rackproof
