#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/device.h"
#include "schemas/event.h"
#include "schemas/metric.h"
#include "schemas/time.h"

/// What a vendor's library tells of by itself: events, counted one by one; a last value would hide
/// how often.
namespace rackproof::vendor {

/// What one of the vendor's numbers stands for.
struct Meaning {
  std::string code;  ///< Event::code: "xid_79".
  Severity severity = Severity::info;
  std::string name;                 ///< For people: "Xid 79".
  const Metric* counter = nullptr;  ///< What one occurrence adds to; nullptr: it is none of those.
};

using MeaningOf = Meaning (*)(std::int64_t number);

/// One kind of event in one pass.
struct Heard {
  std::int64_t number = 0;
  std::int64_t times = 0;
  std::string text;  ///< The library's words for the last of them, or "".
};

/// How often each device had each kind since this process began to listen.
class HeardBook {
 public:
  /// `source` is Event::source and outlives the book.
  HeardBook(std::string_view source, MeaningOf meaning) : source_(source), meaning_(meaning) {}

  /// Adds what one pass heard of.
  Event note(DeviceHandle device, const std::string& id, const Heard& heard, UtcTime now);
  /// All that one device had of the kinds that `counter` counts.
  [[nodiscard]] std::int64_t total(DeviceHandle device, const Metric* counter) const;

 private:
  struct Entry {
    std::int64_t count = 0;
    UtcTime first;
  };

  std::string_view source_;
  MeaningOf meaning_;
  std::map<std::pair<DeviceHandle, std::int64_t>, Entry> entries_;
  std::uint64_t events_ = 0;
};

}  // namespace rackproof::vendor
