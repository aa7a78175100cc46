#include "schemas/store/device_codec.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "schemas/store/bytes.h"

namespace rackproof::store {
namespace {

constexpr std::size_t kLongestDetail = 65'536;  // a longer fact about a device is cut
constexpr std::size_t kMostAttributes = 4096;
constexpr std::array kDetails{&Device::parent, &Device::vendor,   &Device::model,
                              &Device::serial, &Device::firmware, &Device::position};

std::string_view cut(std::string_view text) {
  return cut_text(text, kLongestDetail);
}

}  // namespace

std::string write_details(const Device& device) {
  ByteWriter out;
  out.text(word_of(kDeviceKinds, device.kind));
  for (const auto member : kDetails) {
    out.text(cut(device.*member));
  }
  const auto attributes = std::min(device.attributes.size(), kMostAttributes);
  out.number(attributes);
  auto attribute = device.attributes.begin();
  for (std::size_t i = 0; i < attributes; ++i, ++attribute) {
    out.text(cut(attribute->first));
    out.text(cut(attribute->second));
  }
  return out.take();
}

std::optional<Device> read_details(std::string_view id, std::string_view details) {
  ByteReader in(details);
  Device device;
  device.id = id;
  const auto kind = value_of(kDeviceKinds, in.text());
  device.kind = kind.value_or(DeviceKind::node);
  for (const auto member : kDetails) {
    device.*member = in.text();
  }
  const auto attributes = in.count(kMostAttributes);
  for (std::size_t i = 0; i < attributes && in.ok(); ++i) {
    const auto name = in.text();
    device.attributes.insert_or_assign(std::string(name), std::string(in.text()));
  }
  if (!kind || !in.ok() || in.left() != 0) {
    return std::nullopt;
  }
  return device;
}

}  // namespace rackproof::store
