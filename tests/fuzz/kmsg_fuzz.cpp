// Whatever a record of the kernel's log holds, its parser gives a record in printable words or an
// error, and what is read out of its text names a device in words that can be one.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/kmsg/kmsg_parse.h"
#include "probes/neuron/neuron_log.h"
#include "probes/nvml/xid_line.h"
#include "schemas/encoding.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_record(std::string_view bytes) {
  const auto record = kmsg::parse_record(bytes);
  if (!record) {
    require(!record.error().message.empty());
    return;
  }
  require(is_utf8(record->text));
  require(record->level >= 0 && record->level <= 7);
  const auto device = kmsg::device_id_of(*record);
  require(device == "node" || device.starts_with("node/pci:"));
  static_cast<void>(kmsg::severity_of(record->level));
}

void check_claims(std::string_view text) {
  if (const auto error = neuron::parse_hardware_error(text)) {
    require(!error->kind.empty() && error->kind.size() <= 64);
    require(error->serial.empty() || error->serial.size() == 16);
  }
  if (const auto line = nvml::parse_xid_line(text)) {
    require(line->xid >= 0 && line->xid <= 9999);
    require(line->address.size() >= std::string_view("0000:3b:00.0").size());
    require(line->address.size() <= std::string_view("00000000:3b:00.0").size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_record(bytes);
  check_claims(bytes.substr(bytes.find(';') + 1));
  return 0;
}
