#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "probes/sinks/otlp_names.h"
#include "probes/sinks/series_handle.h"
#include "schemas/device.h"
#include "schemas/sample.h"

namespace rackproof {

/// An ExportMetricsServiceRequest, ready to be sent.
struct OtlpRequest {
  std::string body;
  std::uint32_t samples = 0;
};

/// Makes OpenTelemetry requests of samples (OTLP 1, protobuf). A series that can no longer be read
/// gets one point without a value, and rackproof.reading_missing = 1 tells of each reading that
/// could not be had, by metric and reason. rackproof.device_info = 1 comes for each device once a
/// minute with maker, model, serial and firmware. Sums begin where this maker first saw them, and
/// anew where a counter fell. One thread at a time.
class OtlpRequestMaker {
 public:
  /// `resource`: host.name, site, rack; service.name and service.version are added. `most`: samples
  /// in one request.
  OtlpRequestMaker(const std::vector<OtlpAttribute>& resource, std::size_t most);

  /// `devices` as SampleSink::append() has it.
  void add(const Devices& devices, const Samples& samples);
  /// What was gathered so far becomes ready, too.
  void seal();
  std::vector<OtlpRequest> take();

  /// Samples that are gathered and not ready.
  [[nodiscard]] std::size_t gathered() const { return samples_; }

 private:
  /// A metric of the request and the points that were gathered for it.
  struct Family {
    std::string head;  ///< Its name and unit, encoded.
    OtlpInstrument instrument = OtlpInstrument::gauge;
    std::string points;
  };
  /// One series: what its points have in common.
  struct Line {
    Family* family = nullptr;  ///< Of families_, which never loses one.
    std::string attributes;    ///< Encoded.
    std::vector<int> codes;    ///< Of an OtlpState; empty where the reading itself is told.
    UtcTime start;
  };
  struct Slot {
    std::string device;  ///< Its id.
    double factor = 1;
    std::vector<Line> lines;  ///< One, or one a state.
    Line missing;
    std::string_view reason = {};
    bool is_readable = false;
    bool has_begun = false;
    Reading last;
    UtcTime last_at;
  };
  /// A sample's time and value, or that it has none.
  struct Told {
    UtcTime at;
    const Reading* reading = nullptr;  ///< Null: the series ends.
    double factor = 1;
  };

  Slot& slot_of(const Device& device, const Sample& sample);
  Family* family_of(const OtlpName& name);
  [[nodiscard]] Line own_line(std::string_view name, const std::vector<OtlpAttribute>& attributes,
                              UtcTime start);
  void put(const Line& line, const Told& told);
  void tell(const Device& device, const Sample& sample);
  void tell_end(Slot& slot, UtcTime at);
  void tell_value(Slot& slot, const Sample& sample);
  void tell_missing(Slot& slot, const Sample& sample);
  void tell_devices(const Devices& devices, UtcTime at);

  std::string resource_;  ///< Encoded.
  std::size_t most_;
  std::map<std::string, Family, std::less<>> families_;
  std::unordered_map<SeriesHandle, Slot, SeriesHandleHash> slots_;
  std::size_t infos_ = 0;  ///< Devices that were told already.
  UtcTime infos_at_;
  std::size_t samples_ = 0;
  std::vector<OtlpRequest> ready_;
};

}  // namespace rackproof
