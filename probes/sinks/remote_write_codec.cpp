#include "probes/sinks/remote_write_codec.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include <snappy.h>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

// Tags of the protobuf wire format: field number * 8 + wire type (0 varint, 1 eight bytes, 2
// length and bytes). prometheus/prompb remote.proto and types.proto:
constexpr char kTimeSeries = 0x0a;  ///< WriteRequest.timeseries = 1
constexpr char kLabel = 0x0a;       ///< TimeSeries.labels = 1
constexpr char kSample = 0x12;      ///< TimeSeries.samples = 2
constexpr char kName = 0x0a;        ///< Label.name = 1
constexpr char kValue = 0x12;       ///< Label.value = 2
constexpr char kNumber = 0x09;      ///< Sample.value = 1, double
constexpr char kTimestamp = 0x10;   ///< Sample.timestamp = 2, int64

void put_varint(std::string& out, std::uint64_t value) {
  constexpr std::uint64_t kMore = 0x80;
  while (value >= kMore) {
    out += static_cast<char>(value | kMore);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

std::size_t varint_bytes(std::uint64_t value) {
  return value == 0 ? 1 : (static_cast<std::size_t>(std::bit_width(value)) + 6) / 7;
}

void put_text(std::string& out, char tag, std::string_view text) {
  out += tag;
  put_varint(out, text.size());
  out += text;
}

void put_double(std::string& out, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out += static_cast<char>(bits >> shift & 0xFFU);
  }
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

bool is_label_name(std::string_view name) {
  const auto fits = [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, fits) &&
         !name.starts_with("__");
}

std::string encode_write_labels(std::vector<WriteLabel> labels) {
  std::ranges::sort(labels, {}, &WriteLabel::name);
  std::string out;
  for (const auto& label : labels) {
    if (label.value.empty()) {
      continue;
    }
    std::string pair;
    put_text(pair, kName, label.name);
    put_text(pair, kValue, printable(label.value, label.value.size() * 4));
    put_text(out, kLabel, pair);
  }
  return out;
}

void append_time_series(std::string& request, std::string_view labels, double value,
                        std::int64_t milliseconds) {
  const auto stamp = static_cast<std::uint64_t>(milliseconds);
  const std::size_t sample = 1 + 8 + 1 + varint_bytes(stamp);
  request += kTimeSeries;
  put_varint(request, labels.size() + 2 + sample);  // the sample's own length is one byte
  request += labels;
  request += kSample;
  put_varint(request, sample);
  request += kNumber;
  put_double(request, value);
  request += kTimestamp;
  put_varint(request, stamp);
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
