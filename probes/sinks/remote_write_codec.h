#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/time.h"

/// Prometheus remote write 1.0: a WriteRequest in protobuf, in one snappy block.
namespace rackproof {

struct WriteLabel {
  std::string name;
  std::string value;

  bool operator==(const WriteLabel&) const = default;
};

/// A label that a push may add: a label's name, and none that a series of ours has by itself.
[[nodiscard]] bool is_further_label(std::string_view name);

/// The label fields of a TimeSeries: sorted by name as the specification demands, those with an
/// empty value left out, bytes that are no UTF-8 shown as \xNN.
[[nodiscard]] std::string encode_write_labels(std::vector<WriteLabel> labels);

/// Adds a TimeSeries of one sample to a WriteRequest. `labels` as encode_write_labels() gives.
void append_time_series(std::string& request, std::string_view labels, double value,
                        std::int64_t milliseconds);

/// The snappy block format, not the framed one.
[[nodiscard]] std::string snappy_block(std::string_view bytes);

/// Says of a series that it ends here: a NaN that no arithmetic gives (0x7FF0000000000002).
[[nodiscard]] double staleness_marker();

/// Since 1970, rounded down: the resolution of remote write.
[[nodiscard]] std::int64_t write_milliseconds(UtcTime time);

}  // namespace rackproof
