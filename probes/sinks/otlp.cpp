#include "probes/sinks/otlp.h"

#include <algorithm>
#include <utility>

#include "probes/sinks/gathering.h"
#include "probes/sinks/otlp_request_maker.h"

namespace rackproof {
namespace {

Result<void> check_resource(const std::vector<OtlpAttribute>& resource) {
  for (const auto& attribute : resource) {
    const auto same = std::ranges::count(resource, attribute.key, &OtlpAttribute::key);
    if (attribute.key.empty() || attribute.key.starts_with("service.") || same > 1) {
      return Error{ErrorKind::malformed,
                   "resource attribute '" + attribute.key + "': no name, or one that is taken"};
    }
  }
  return {};
}

class SpooledOtlp final : public Otlp {
 public:
  SpooledOtlp(const OtlpSettings& settings, const Clock& clock, PushLane lane)
      : gathering_(clock, settings.linger,
                   OtlpRequestMaker(settings.resource, settings.most_samples), std::move(lane)) {}

  Result<void> append(const Devices& devices, const Samples& samples) override {
    return gathering_.append(devices, samples);
  }
  Result<void> append(const Events& /*events*/) override { return {}; }
  Result<void> commit() override { return gathering_.commit(); }
  [[nodiscard]] PushState state() const override { return gathering_.state(); }
  bool drain(std::chrono::nanoseconds patience) override { return gathering_.drain(patience); }

 private:
  Gathering<OtlpRequestMaker> gathering_;
};

}  // namespace

Result<std::unique_ptr<Otlp>> make_otlp(const OtlpSettings& settings, const Clock& clock) {
  if (auto fit = check_resource(settings.resource); !fit) {
    return fit.error().during("OTLP");
  }
  if (settings.most_samples == 0) {
    return Error{ErrorKind::malformed, "OTLP: requests of no samples"};
  }
  PushLaneSettings lane_settings{
      settings.target, {"application/x-protobuf", "", {}}, settings.spool, {}, judge_otlp};
  auto lane = PushLane::open(lane_settings, clock);
  if (!lane) {
    return lane.error().during("OTLP");
  }
  std::unique_ptr<Otlp> sink = std::make_unique<SpooledOtlp>(settings, clock, *std::move(lane));
  return sink;
}

}  // namespace rackproof
