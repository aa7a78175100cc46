#include "probes/sinks/remote_write_codec.h"

#include <algorithm>
#include <array>
#include <bit>

#include <snappy.h>

#include "probes/sinks/protobuf.h"
#include "schemas/encoding.h"
#include "schemas/exposition_name.h"

namespace rackproof {
namespace {

// Field numbers of prometheus/prompb remote.proto and types.proto.
constexpr unsigned kTimeSeries = 1;  ///< Of a WriteRequest.
constexpr unsigned kLabel = 1;       ///< Of a TimeSeries, as the next.
constexpr unsigned kSample = 2;
constexpr unsigned kName = 1;  ///< Of a Label, as the next.
constexpr unsigned kValue = 2;
constexpr unsigned kNumber = 1;  ///< Of a Sample, as the next.
constexpr unsigned kTimestamp = 2;

}  // namespace

bool is_further_label(std::string_view name) {
  constexpr std::array<std::string_view, 10> kOwn{"device",   "kind",    "metric", "reason",
                                                  "parent",   "vendor",  "model",  "serial",
                                                  "firmware", "position"};
  return is_label_name(name) && std::ranges::find(kOwn, name) == kOwn.end();
}

std::string encode_write_labels(std::vector<WriteLabel> labels) {
  std::ranges::sort(labels, {}, &WriteLabel::name);
  std::string out;
  for (const auto& label : labels) {
    if (label.value.empty()) {
      continue;
    }
    std::string pair;
    protobuf::put_bytes(pair, kName, label.name);
    protobuf::put_bytes(pair, kValue, printable(label.value, label.value.size() * 4));
    protobuf::put_bytes(out, kLabel, pair);
  }
  return out;
}

void append_time_series(std::string& request, std::string_view labels, double value,
                        std::int64_t milliseconds) {
  const auto stamp = static_cast<std::uint64_t>(milliseconds);
  const auto sample = 1 + 8 + 1 + protobuf::varint_bytes(stamp);
  protobuf::begin_bytes(request, kTimeSeries, labels.size() + 2 + sample);
  request += labels;
  protobuf::begin_bytes(request, kSample, sample);  // two bytes: it is short
  protobuf::put_double(request, kNumber, value);
  protobuf::put_varint(request, kTimestamp, stamp);
}

std::string snappy_block(std::string_view bytes) {
  std::string out;
  snappy::Compress(bytes.data(), bytes.size(), &out);
  return out;
}

double staleness_marker() {
  return std::bit_cast<double>(std::uint64_t{0x7FF0000000000002});
}

std::int64_t write_milliseconds(UtcTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

}  // namespace rackproof
