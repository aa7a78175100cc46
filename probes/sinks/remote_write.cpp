#include "probes/sinks/remote_write.h"

#include <algorithm>
#include <utility>

#include "probes/sinks/gathering.h"
#include "probes/sinks/write_request_maker.h"

namespace rackproof {
namespace {

/// Prometheus remote write 1.0, "Protocol".
PushFormat format_of_remote_write() {
  return {"application/x-protobuf", "snappy", {{"X-Prometheus-Remote-Write-Version", "0.1.0"}}};
}

Result<void> check_labels(const std::vector<WriteLabel>& labels) {
  for (const auto& label : labels) {
    const auto same = std::ranges::count(labels, label.name, &WriteLabel::name);
    if (!is_further_label(label.name) || same > 1) {
      return Error{ErrorKind::malformed, "label " + label.name + ": no name, or one that is taken"};
    }
  }
  return {};
}

class SpooledRemoteWrite final : public RemoteWrite {
 public:
  SpooledRemoteWrite(const RemoteWriteSettings& settings, const Clock& clock, PushLane lane)
      : gathering_(clock, settings.linger,
                   WriteRequestMaker(settings.labels, settings.most_samples), std::move(lane)) {}

  Result<void> append(const Devices& devices, const Samples& samples) override {
    return gathering_.append(devices, samples);
  }

  Result<void> append(const Events& /*events*/) override { return {}; }

  Result<void> commit() override { return gathering_.commit(); }

  [[nodiscard]] RemoteWriteState state() const override {
    auto push = gathering_.state();
    return gathering_.of_maker([&push](const WriteRequestMaker& maker) {
      return RemoteWriteState{std::move(push), maker.late_samples(), maker.crowded_samples()};
    });
  }

  bool drain(std::chrono::nanoseconds patience) override { return gathering_.drain(patience); }

 private:
  Gathering<WriteRequestMaker> gathering_;
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
