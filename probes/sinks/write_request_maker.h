#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "probes/sinks/remote_write_codec.h"
#include "probes/sinks/series_handle.h"
#include "schemas/device.h"
#include "schemas/sample.h"

namespace rackproof {

/// A WriteRequest, ready to be sent.
struct WriteRequest {
  std::string body;  ///< snappy
  std::uint32_t samples = 0;
};

/// Makes remote write requests of samples. No request holds two samples of one series: an engine
/// that refuses what it has then takes a request twice without a word. A sample that is not newer
/// than the one before it in its series goes, with its like, into a request of its own, so that an
/// engine that refuses it refuses nothing else.
///
/// Series are named, scaled and labelled as in the exposition (exposition_name.h):
/// rackproof_<metric>{device, kind}, and rackproof_reading_missing{device, metric, reason} = 1 for
/// what could not be read; both have the device's position as well, where it has one. When a
/// reading turns from a number to a reason, or from one reason to another, the series that it
/// leaves gets a staleness marker. rackproof_device_info{…} = 1 comes for each device once a
/// minute. Counts above 2^53 lose low bits: remote write knows doubles only. One thread at a time.
class WriteRequestMaker {
 public:
  /// `labels` go to every series: site, rack, node. `most`: samples in one request.
  WriteRequestMaker(std::vector<WriteLabel> labels, std::size_t most)
      : labels_(std::move(labels)), most_(most) {}

  /// `devices` as SampleSink::append() has it.
  void add(const Devices& devices, const Samples& samples);
  /// What was gathered so far becomes ready, too.
  void seal();
  /// The requests that are ready, in the order in which they are to be sent.
  std::vector<WriteRequest> take();

  /// Samples that are gathered and not ready.
  [[nodiscard]] std::size_t gathered() const { return in_order_.samples + late_.samples; }
  /// Samples in requests of their own, since they are older than one before them.
  [[nodiscard]] std::int64_t late_samples() const { return late_samples_; }
  /// Left out: a series has one sample a millisecond.
  [[nodiscard]] std::int64_t crowded_samples() const { return crowded_samples_; }

 private:
  /// A series at the engine.
  struct Track {
    std::string labels;
    std::int64_t newest = std::numeric_limits<std::int64_t>::min();  ///< Milliseconds.
    std::uint64_t turn = 0;       ///< Of in_order_, when it got its last sample.
    std::uint64_t late_turn = 0;  ///< The same of late_.
  };
  /// A metric of a device: its numbers, and the reason why there are none.
  struct Slot {
    std::string device;  ///< Its id.
    Track value;
    Track missing;      ///< Of the reason that holds; without labels when none does.
    double factor = 1;  ///< From the catalogue's unit to the exposition's.
    std::string_view reason = {};
    bool is_readable = false;
  };
  /// A request that is being gathered.
  struct Draft {
    std::string bytes;
    std::uint32_t samples = 0;
    std::uint64_t turn = 1;
  };

  Slot& slot_of(const Device& device, const Sample& sample);
  [[nodiscard]] std::string labels_of(const Device& device, std::string_view name,
                                      std::vector<WriteLabel> further) const;
  void put(Track& track, std::int64_t milliseconds, double value);
  void gather(Draft& into, std::uint64_t& turn, const Track& track, std::int64_t milliseconds,
              double value);
  void finish(Draft& gathering);
  void tell_missing(Slot& slot, const Device& device, const Sample& sample);
  void tell_devices(const Devices& devices, std::int64_t milliseconds);

  std::vector<WriteLabel> labels_;
  std::size_t most_;
  std::unordered_map<SeriesHandle, Slot, SeriesHandleHash> slots_;
  std::vector<Track> infos_;  ///< One a device.
  std::int64_t infos_at_ = std::numeric_limits<std::int64_t>::min();
  Draft in_order_;
  Draft late_;
  std::vector<WriteRequest> ready_;
  std::int64_t late_samples_ = 0;
  std::int64_t crowded_samples_ = 0;
};

}  // namespace rackproof
