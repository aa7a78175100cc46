// An archive that is listed has one spelling: packing its members again gives the very same bytes.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

#include "reports/archive_file.h"
#include "reports/ustar.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const Descriptor file(::memfd_create("archive", MFD_CLOEXEC));
  if (!file.is_open() || ::write(file.get(), data, size) != static_cast<ssize_t>(size)) {
    return 0;
  }
  const auto members = list_archive(file);
  if (!members) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string again;
  for (const auto& member : *members) {
    const auto header = ustar::header(member.path, member.size_bytes);
    if (!header || member.at_byte > size || member.size_bytes > size - member.at_byte) {
      std::abort();
    }
    again.append(header->data(), header->size());
    again += bytes.substr(member.at_byte, member.size_bytes);
    again.append(ustar::padding(member.size_bytes), '\0');
  }
  again.append(ustar::kEndBlocks * ustar::kBlock, '\0');
  if (again != bytes) {
    std::abort();
  }
  return 0;
}
