#include "probes/sinks/otlp_request_maker.h"

#include <algorithm>

#include "probes/sinks/protobuf.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

using protobuf::put_bytes;
using protobuf::put_fixed64;
using protobuf::put_varint;

constexpr auto kInfoEvery = std::chrono::minutes(1);
constexpr std::string_view kSchema = "https://opentelemetry.io/schemas/1.44.0";

// Field numbers of opentelemetry/proto: collector/metrics/v1, metrics/v1, resource/v1, common/v1.
constexpr unsigned kResourceMetrics = 1;  ///< Of an ExportMetricsServiceRequest.
constexpr unsigned kResource = 1;         ///< Of ResourceMetrics, as the next two.
constexpr unsigned kScopeMetrics = 2;
constexpr unsigned kSchemaUrl = 3;
constexpr unsigned kScope = 1;  ///< Of ScopeMetrics, as the next.
constexpr unsigned kMetrics = 2;
constexpr unsigned kMetricName = 1;  ///< Of a Metric, as the next three.
constexpr unsigned kMetricUnit = 3;
constexpr unsigned kGauge = 5;
constexpr unsigned kSum = 7;
constexpr unsigned kTemporality = 2;  ///< Of a Sum, as the next; its points stand in front.
constexpr unsigned kIsMonotonic = 3;
constexpr unsigned kPoint = 1;  ///< Of a Gauge or a Sum.
constexpr unsigned kStart = 2;  ///< Of a NumberDataPoint, as the next five.
constexpr unsigned kTime = 3;
constexpr unsigned kAsDouble = 4;
constexpr unsigned kAsInt = 6;
constexpr unsigned kPointAttributes = 7;
constexpr unsigned kFlags = 8;
constexpr std::uint64_t kCumulative = 2;
constexpr std::uint64_t kNoRecordedValue = 1;

std::uint64_t nanoseconds_of(UtcTime time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

std::string as_utf8(std::string_view text) {
  return printable(text, text.size() * 4);
}

/// KeyValue { key = 1, value = 2 { string_value = 1 } }, as field `field` of each.
std::string encode_attributes(const std::vector<OtlpAttribute>& attributes, unsigned field) {
  std::string out;
  for (const auto& attribute : attributes) {
    std::string value;
    put_bytes(value, 1, as_utf8(attribute.value));
    std::string pair;
    put_bytes(pair, 1, as_utf8(attribute.key));
    put_bytes(pair, 2, value);
    put_bytes(out, field, pair);
  }
  return out;
}

std::string encode_scope() {
  std::string out;
  put_bytes(out, 1, "rackproof");
  put_bytes(out, 2, RACKPROOF_VERSION);
  return out;
}

std::vector<OtlpAttribute> facts_of(const Device& device) {
  std::vector<OtlpAttribute> facts{{"hw.id", device.id},
                                   {"hw.type", std::string(otlp_type(device.kind))},
                                   {"hw.parent", device.parent},
                                   {"hw.vendor", device.vendor},
                                   {"hw.model", device.model},
                                   {"hw.serial_number", device.serial},
                                   {"hw.firmware_version", device.firmware},
                                   {"hw.sensor_location", device.position}};
  std::erase_if(facts, [](const OtlpAttribute& fact) { return fact.value.empty(); });
  return facts;
}

/// Whether a counter began anew between the two.
bool fell(const Reading& before, const Reading& now) {
  const auto* a = std::get_if<std::int64_t>(&before);
  const auto* b = std::get_if<std::int64_t>(&now);
  return a != nullptr && b != nullptr ? *b < *a : as_double(now) < as_double(before);
}

void put_number(std::string& point, const Reading& reading, double factor) {
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (count != nullptr && factor == 1) {
    put_fixed64(point, kAsInt, static_cast<std::uint64_t>(*count));
  } else {
    protobuf::put_double(point, kAsDouble, as_double(reading) * factor);
  }
}

std::int64_t is_one_of(const Reading& reading, const std::vector<int>& codes) {
  const auto number = as_double(reading);
  return std::ranges::any_of(codes, [number](int code) { return number == code; }) ? 1 : 0;
}

}  // namespace

OtlpRequestMaker::OtlpRequestMaker(const std::vector<OtlpAttribute>& resource, std::size_t most)
    : most_(most) {
  std::vector<OtlpAttribute> all{{"service.name", "rackproof"},
                                 {"service.version", RACKPROOF_VERSION}};
  all.insert(all.end(), resource.begin(), resource.end());
  resource_ = encode_attributes(all, 1);
}

OtlpRequestMaker::Family* OtlpRequestMaker::family_of(const OtlpName& name) {
  auto& family = families_[name.name];
  if (family.head.empty()) {
    put_bytes(family.head, kMetricName, as_utf8(name.name));
    put_bytes(family.head, kMetricUnit, name.unit);
    family.instrument = name.instrument;
  }
  return &family;
}

OtlpRequestMaker::Line OtlpRequestMaker::own_line(std::string_view name,
                                                  const std::vector<OtlpAttribute>& attributes,
                                                  UtcTime start) {
  OtlpName own;
  own.name = name;
  own.unit = "1";
  return {family_of(own), encode_attributes(attributes, kPointAttributes), {}, start};
}

OtlpRequestMaker::Slot& OtlpRequestMaker::slot_of(const Device& device, const Sample& sample) {
  auto& slot = slots_[{sample.device, sample.metric}];
  if (slot.device == device.id) {
    return slot;
  }
  slot = Slot{};
  slot.device = device.id;
  const auto name = otlp_name(*sample.metric, device);
  slot.factor = name.factor;
  auto* const family = family_of(name);
  const auto common = encode_attributes(name.attributes, kPointAttributes);
  for (const auto& state : name.states) {
    const auto further =
        state.name.empty()
            ? std::string()
            : encode_attributes({{"hw.state", std::string(state.name)}}, kPointAttributes);
    slot.lines.push_back({family, common + further, state.codes, sample.taken_at});
  }
  if (name.states.empty()) {
    slot.lines.push_back({family, common, {}, sample.taken_at});
  }
  return slot;
}

void OtlpRequestMaker::put(const Line& line, const Told& told) {
  auto& family = *line.family;
  std::string point;
  if (family.instrument != OtlpInstrument::gauge) {
    put_fixed64(point, kStart, nanoseconds_of(line.start));
  }
  put_fixed64(point, kTime, nanoseconds_of(told.at));
  if (told.reading == nullptr) {
    put_varint(point, kFlags, kNoRecordedValue);
  } else if (line.codes.empty()) {
    put_number(point, *told.reading, told.factor);
  } else {
    put_number(point, Reading(is_one_of(*told.reading, line.codes)), 1);
  }
  protobuf::begin_bytes(family.points, kPoint, point.size() + line.attributes.size());
  family.points += point;
  family.points += line.attributes;
  ++samples_;
}

void OtlpRequestMaker::tell_value(Slot& slot, const Sample& sample) {
  const bool anew = slot.has_begun && sample.metric->kind == MetricKind::counter &&
                    fell(slot.last, sample.reading);
  for (auto& line : slot.lines) {
    line.start = anew ? slot.last_at : (slot.has_begun ? line.start : sample.taken_at);
    put(line, {sample.taken_at, &sample.reading, slot.factor});
  }
  slot.has_begun = true;
  slot.is_readable = true;
  slot.last = sample.reading;
  slot.last_at = sample.taken_at;
}

void OtlpRequestMaker::tell_missing(Slot& slot, const Sample& sample) {
  const auto* why = std::get_if<Error>(&sample.reading);
  const auto reason = why == nullptr ? std::string_view() : to_string(why->kind);
  const Reading one = std::int64_t{1};
  if (slot.reason != reason && !slot.reason.empty()) {
    put(slot.missing, {sample.taken_at});
  }
  if (why != nullptr && slot.reason != reason) {
    slot.missing = own_line("rackproof.reading_missing",
                            {{"hw.id", slot.device},
                             {"rackproof.metric", std::string(sample.metric->name)},
                             {"rackproof.reason", std::string(reason)}},
                            sample.taken_at);
  }
  slot.reason = reason;
  if (why != nullptr) {
    put(slot.missing, {sample.taken_at, &one});
  }
}

void OtlpRequestMaker::tell_devices(const Devices& devices, UtcTime at) {
  const bool is_due = infos_ == 0 || at - infos_at_ >= kInfoEvery;
  const Reading one = std::int64_t{1};
  for (std::size_t i = is_due ? 0 : infos_; i < devices.size(); ++i) {
    put(own_line("rackproof.device_info", facts_of(devices[i]), at), {at, &one});
  }
  infos_at_ = is_due ? at : infos_at_;
  infos_ = std::max(infos_, devices.size());
}

void OtlpRequestMaker::tell_end(Slot& slot, UtcTime at) {
  if (std::exchange(slot.is_readable, false)) {
    for (const auto& line : slot.lines) {
      put(line, {at});
    }
  }
}

void OtlpRequestMaker::tell(const Device& device, const Sample& sample) {
  auto& slot = slot_of(device, sample);
  if (has_value(sample.reading)) {
    tell_value(slot, sample);
  } else {
    tell_end(slot, sample.taken_at);
  }
  if (!has_value(sample.reading) || !slot.reason.empty()) {
    tell_missing(slot, sample);
  }
}

void OtlpRequestMaker::add(const Devices& devices, const Samples& samples) {
  for (const auto& sample : samples) {
    if (sample.metric != nullptr && sample.device < devices.size()) {
      tell(devices[sample.device], sample);
    }
    if (samples_ >= most_) {
      seal();
    }
  }
  if (!samples.empty()) {
    tell_devices(devices, samples.back().taken_at);
  }
}

void OtlpRequestMaker::seal() {
  if (samples_ == 0) {
    return;
  }
  std::string scope;
  put_bytes(scope, kScope, encode_scope());
  for (auto& [name, family] : families_) {
    if (family.points.empty()) {
      continue;
    }
    auto values = std::exchange(family.points, {});
    if (family.instrument != OtlpInstrument::gauge) {
      put_varint(values, kTemporality, kCumulative);
      put_varint(values, kIsMonotonic, family.instrument == OtlpInstrument::counter ? 1 : 0);
    }
    auto metric = family.head;
    put_bytes(metric, family.instrument == OtlpInstrument::gauge ? kGauge : kSum, values);
    put_bytes(scope, kMetrics, metric);
  }
  put_bytes(scope, kSchemaUrl, kSchema);
  std::string all;
  put_bytes(all, kResource, resource_);
  put_bytes(all, kScopeMetrics, scope);
  put_bytes(all, kSchemaUrl, kSchema);
  OtlpRequest request{{}, static_cast<std::uint32_t>(samples_)};
  put_bytes(request.body, kResourceMetrics, all);
  ready_.push_back(std::move(request));
  samples_ = 0;
}

std::vector<OtlpRequest> OtlpRequestMaker::take() {
  return std::exchange(ready_, {});
}

}  // namespace rackproof
