#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "schemas/exposition_name.h"
#include "schemas/sample.h"

namespace rackproof {

/// One moment on two clocks.
struct Moment {
  std::chrono::nanoseconds monotonic{};  ///< Clock::monotonic(): what ages are measured with.
  UtcTime utc;
};

/// After how long without a new reading a series is stale: so many of its own periods, within
/// bounds, but never before two of them are over. A series read less than three times has no sure
/// period yet, and the upper bound counts.
struct StaleRule {
  int periods = 4;
  std::chrono::nanoseconds at_least = std::chrono::seconds(15);
  std::chrono::nanoseconds at_most = std::chrono::minutes(10);
};

/// The last reading of one series. The words of a reason are not kept.
struct LastReading {
  DeviceHandle device = 0;
  std::variant<std::int64_t, double, ErrorKind> value;
  std::chrono::nanoseconds heard{};    ///< When it came, on the monotonic clock.
  std::chrono::nanoseconds lag{};      ///< How old it was when it came; never below 0.
  std::chrono::nanoseconds period{};   ///< Between it and the one before; 0 = there was none.
  std::chrono::nanoseconds period2{};  ///< Between the two before it; 0 = unknown.
  UtcTime taken_at;
};

/// How long ago it was taken.
[[nodiscard]] std::chrono::nanoseconds age_of(const LastReading& last, const Moment& now);
[[nodiscard]] std::chrono::nanoseconds stale_after(const LastReading& last, const StaleRule& rule);
/// Nothing new came for longer than that. A source that gives one old reading again and again says
/// nothing new.
[[nodiscard]] bool is_stale(const LastReading& last, const StaleRule& rule, const Moment& now);

/// It is told as a value: no reason, and not stale.
[[nodiscard]] bool holds_value(const LastReading& last, const StaleRule& rule, const Moment& now);

/// What never changes about the series of one metric.
struct SeriesFamily {
  const Metric* metric = nullptr;
  ExpositionName spelled;
  std::string metric_label;  ///< metric="..."
};

/// All series at one moment, families in order of their names.
struct SeriesSnapshot {
  struct Slice {
    const SeriesFamily* family = nullptr;  ///< Lives as long as the table.
    std::size_t first = 0;                 ///< Into `readings`.
    std::size_t count = 0;
  };
  std::vector<Slice> families;
  std::vector<LastReading> readings;  ///< Within a slice by device.
};

/// The last reading of every series, up to a limit. One thread at a time.
class SeriesTable {
 public:
  /// `most` series are kept. Where that is not enough, those that nothing was heard of for
  /// `forget_after` make room; what still finds none is counted.
  explicit SeriesTable(std::size_t most,
                       std::chrono::nanoseconds forget_after = std::chrono::hours(1))
      : most_(most), forget_after_(forget_after) {}

  void take(const Samples& samples, const Moment& now);

  [[nodiscard]] SeriesSnapshot snapshot() const;
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t most() const { return most_; }
  /// Readings that found no room.
  [[nodiscard]] std::int64_t refused() const { return refused_; }
  /// Series forgotten so that others had room.
  [[nodiscard]] std::int64_t forgotten() const { return forgotten_; }

 private:
  struct Family {
    SeriesFamily head;
    std::vector<LastReading> series;  ///< By device.
  };

  Family& family_of(const Metric& metric);
  void keep(Family& family, const Sample& sample, const Moment& now);
  bool make_room(const Moment& now);

  std::size_t most_;
  std::chrono::nanoseconds forget_after_;
  std::size_t size_ = 0;
  std::int64_t refused_ = 0;
  std::int64_t forgotten_ = 0;
  std::chrono::nanoseconds swept_{-1};             ///< When room was last looked for.
  std::vector<std::unique_ptr<Family>> families_;  ///< By name; never removed.
  std::unordered_map<const Metric*, Family*> by_metric_;
};

}  // namespace rackproof
