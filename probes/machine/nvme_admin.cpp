#include "probes/machine/nvme_admin.h"

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <sys/ioctl.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/os_error.h"

namespace rackproof {
namespace {

// NVM Express Base Specification 2.0, 5.16 (Get Log Page) and figure 207 (SMART page).
constexpr std::uint8_t kGetLogPage = 0x02;
constexpr std::uint32_t kSmartPage = 0x02;
constexpr std::uint32_t kAllNamespaces = 0xFFFFFFFF;
constexpr std::uint32_t kPageBytes = 512;
constexpr std::uint32_t kTimeoutMs = 5000;

}  // namespace

Result<std::string> read_nvme_smart_log(const std::string& device) {
  const Descriptor controller(::open(device.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!controller.is_open()) {
    return os_error(device, errno);
  }
  std::string page(kPageBytes, '\0');
  nvme_admin_cmd command{};
  command.opcode = kGetLogPage;
  command.nsid = kAllNamespaces;
  command.addr = reinterpret_cast<std::uintptr_t>(page.data());
  command.data_len = kPageBytes;
  command.cdw10 = kSmartPage | ((kPageBytes / 4 - 1) << 16);  // number of dwords, zero based
  command.timeout_ms = kTimeoutMs;
  const int status = ::ioctl(controller.get(), NVME_IOCTL_ADMIN_CMD, &command);
  if (status < 0) {
    return os_error(device + ": SMART log", errno);
  }
  if (status > 0) {
    return Error{ErrorKind::unsupported,
                 device + ": SMART log: controller status " + std::to_string(status)};
  }
  return page;
}

}  // namespace rackproof
