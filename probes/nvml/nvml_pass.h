#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_fields.h"
#include "probes/vendor/vendor_reply.h"

namespace rackproof::nvml {

using vendor::DeviceReply;
using vendor::Facts;
using vendor::PlacedReading;

/// One GPU, or one partition, during one pass. Once it says that it is lost or must be reset it is
/// asked no more: each further call may hang, and the answer is known.
class DeviceCall {
 public:
  explicit DeviceCall(DeviceRef device) : device_(device) {}

  /// Calls `function`, NVML's `what`, unless the library lacks it or the device is gone.
  template <typename... Parameters, typename... Given>
  Result<void> ask(std::string_view what, int (*function)(DeviceRef, Parameters...),
                   Given... given) {
    if (gone_) {
      return *gone_;
    }
    if (function == nullptr) {
      return Error{ErrorKind::unsupported, std::string(what) + ": not in this driver's library"};
    }
    return answer(what, function(device_, given...));
  }

  /// What a return code means, remembered when it is the last.
  Result<void> answer(std::string_view what, int code) {
    if (code == code::kOk) {
      return {};
    }
    auto why = error_of(code, what);
    if (is_gone(code)) {
      gone_ = why;
    }
    return why;
  }

  /// To be asked nothing, for that reason.
  void refuse(Error why) { gone_ = std::move(why); }

  [[nodiscard]] const std::optional<Error>& gone() const { return gone_; }
  [[nodiscard]] DeviceRef device() const { return device_; }

 private:
  DeviceRef device_;
  std::optional<Error> gone_;
};

/// One unit of a raw number is `times` / `parts` of its metric's unit.
struct Scale {
  std::int64_t times = 1;
  std::int64_t parts = 1;
};

/// What one pass over one GPU has gathered so far.
struct DevicePass {
  const Api& api;
  DeviceCall call;
  DeviceReply& reply;

  void put(std::string_view at, const Metric* metric, Reading reading);
  /// A number, or why there is none.
  void put(std::string_view at, const Metric* metric, const Result<void>& asked, std::uint64_t raw,
           Scale scale = {});
  /// A number of 32 bits, of which all ones stand for none.
  void put_short(std::string_view at, const Metric* metric, const Result<void>& asked,
                 std::uint32_t raw, Scale scale = {});
  /// The reading so far, when it is that the device does not support it; else nullptr.
  [[nodiscard]] Reading* unsupported(std::string_view at, const Metric* metric);
  /// The text that `function`, NVML's `what`, gives; "" when it gives none.
  std::string text(std::string_view what, Api::Text function);
};

/// "0000:9b:00.0".
std::string address_of(const PciInfo& info);

// Each asks about one matter. What the device does not support is a reading with that reason.
void read_identity(DevicePass& pass);
void read_fabric(DevicePass& pass);
void read_fields(DevicePass& pass);
void read_temperatures(DevicePass& pass);
void read_power(DevicePass& pass);  ///< After read_fields(), which it fills up.
void read_clocks(DevicePass& pass);
void read_load(DevicePass& pass);
void read_memory_errors(DevicePass& pass);
void read_links(DevicePass& pass);
void read_partitions(DevicePass& pass);

/// Fields of `rows` for one part; `scope` as FieldValue's.
void read_fields_of(DevicePass& pass, std::span<const FieldRow> rows, const std::string& at,
                    std::uint32_t scope);

/// All of them.
void read_device(DevicePass& pass);

}  // namespace rackproof::nvml
