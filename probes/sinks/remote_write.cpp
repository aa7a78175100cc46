#include "probes/sinks/remote_write.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "probes/sinks/write_request_maker.h"

namespace rackproof {
namespace {

/// Prometheus remote write 1.0, "Protocol".
PushFormat format_of_remote_write() {
  return {"application/x-protobuf", "snappy", {{"X-Prometheus-Remote-Write-Version", "0.1.0"}}};
}

Result<void> check_labels(const std::vector<WriteLabel>& labels) {
  constexpr std::array<std::string_view, 10> kOwn{"device",   "kind",    "metric", "reason",
                                                  "parent",   "vendor",  "model",  "serial",
                                                  "firmware", "position"};
  for (const auto& label : labels) {
    const auto same = std::ranges::count(labels, label.name, &WriteLabel::name);
    if (!is_label_name(label.name) || std::ranges::count(kOwn, label.name) > 0 || same > 1) {
      return Error{ErrorKind::malformed, "label " + label.name + ": no name, or one that is taken"};
    }
  }
  return {};
}

class SpooledRemoteWrite final : public RemoteWrite {
 public:
  SpooledRemoteWrite(const RemoteWriteSettings& settings, const Clock& clock, PushLane lane)
      : clock_(clock),
        linger_(settings.linger),
        maker_(settings.labels, settings.most_samples),
        lane_(std::move(lane)) {}

  ~SpooledRemoteWrite() override {
    static_cast<void>(flush());
    static_cast<void>(lane_.sync());
  }
  SpooledRemoteWrite(const SpooledRemoteWrite&) = delete;
  SpooledRemoteWrite& operator=(const SpooledRemoteWrite&) = delete;
  SpooledRemoteWrite(SpooledRemoteWrite&&) = delete;
  SpooledRemoteWrite& operator=(SpooledRemoteWrite&&) = delete;

  Result<void> append(const Devices& devices, const Samples& samples) override {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.monotonic();
    gathering_since_ = maker_.gathered() == 0 ? now : gathering_since_;
    maker_.add(devices, samples);
    return now - gathering_since_ >= linger_ ? spool_all() : spool_ready();
  }

  Result<void> append(const Events& /*events*/) override { return {}; }

  Result<void> commit() override {
    auto done = flush();
    return done ? lane_.sync() : done;
  }

  [[nodiscard]] RemoteWriteState state() const override {
    const std::lock_guard lock(mutex_);
    return {lane_.state(), maker_.late_samples(), maker_.crowded_samples()};
  }

  bool drain(std::chrono::nanoseconds patience) override {
    return flush() && lane_.drain(patience);
  }

 private:
  Result<void> flush() {
    const std::lock_guard lock(mutex_);
    return spool_all();
  }

  Result<void> spool_all() {
    maker_.seal();
    return spool_ready();
  }

  /// The first thing that went wrong; all are tried.
  Result<void> spool_ready() {
    Result<void> outcome;
    for (const auto& request : maker_.take()) {
      auto done = lane_.append(request.body, request.samples);
      outcome = outcome ? std::move(done) : std::move(outcome);
    }
    return outcome;
  }

  const Clock& clock_;
  std::chrono::nanoseconds linger_;
  mutable std::mutex mutex_;
  // All of the following under the lock.
  std::chrono::nanoseconds gathering_since_{0};
  WriteRequestMaker maker_;
  PushLane lane_;
};

}  // namespace

Result<std::unique_ptr<RemoteWrite>> make_remote_write(const RemoteWriteSettings& settings,
                                                       const Clock& clock) {
  if (auto fit = check_labels(settings.labels); !fit) {
    return std::move(fit).error();
  }
  if (settings.most_samples == 0) {
    return Error{ErrorKind::malformed, "requests of no samples"};
  }
  auto lane = PushLane::open(
      {settings.target, format_of_remote_write(), settings.spool, settings.replay}, clock);
  if (!lane) {
    return lane.error().during("remote write");
  }
  std::unique_ptr<RemoteWrite> sink =
      std::make_unique<SpooledRemoteWrite>(settings, clock, *std::move(lane));
  return sink;
}

}  // namespace rackproof
