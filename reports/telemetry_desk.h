#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probes/machine/clock.h"
#include "reports/telemetry_api.h"
#include "schemas/telemetry_source.h"

namespace rackproof {

struct DeskLimits {
  std::size_t readers = 1;  ///< Sources that are open at once; each costs memory of its own.
  std::chrono::milliseconds patience{5000};                   ///< For one of them to become free.
  std::chrono::nanoseconds unused = std::chrono::minutes(2);  ///< See close_unused().
  /// A reader that is older is opened anew: the file may have been replaced by another.
  std::chrono::nanoseconds renewed = std::chrono::minutes(10);
};

/// Kept telemetry for many who ask at once: a few readers, opened when they are first needed, kept
/// warm from question to question, each in one hand at a time. Who finds none free waits for a
/// while and is then told so. Any thread.
class TelemetryDesk {
 public:
  using Opener = std::function<Result<std::unique_ptr<TelemetrySource>>()>;

  /// `open` is called from any thread, also by several at once; what it needs and the clock outlive
  /// this.
  TelemetryDesk(Opener open, const Clock& clock, const DeskLimits& limits = {});

  /// answer_api() by a reader, as of now; 503 where none becomes free in time.
  [[nodiscard]] std::optional<ApiAnswer> answer(
      std::string path, std::vector<std::pair<std::string, std::string>> parameters);

  /// Hands a reader to `use`, which says whether it may be kept for others. Error{timed_out}: none
  /// became free; else what the opener said.
  Result<void> lend(const std::function<bool(TelemetrySource&)>& use);

  /// Closes what nobody asked for a while.
  void close_unused();

  [[nodiscard]] std::size_t open_readers() const;

 private:
  struct Reader {
    std::unique_ptr<TelemetrySource> source;
    std::chrono::nanoseconds opened{};
    std::chrono::nanoseconds used{};
  };

  Result<Reader> borrow();
  Result<Reader> opened_anew();
  void give_back(Reader reader);

  Opener open_;
  const Clock& clock_;
  DeskLimits limits_;
  mutable std::mutex mutex_;  ///< Of what follows.
  std::condition_variable freed_;
  std::vector<Reader> free_;  ///< The last one was used last.
  std::size_t lent_ = 0;
};

}  // namespace rackproof
