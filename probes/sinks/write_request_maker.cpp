#include "probes/sinks/write_request_maker.h"

#include <algorithm>
#include <utility>

#include "schemas/exposition_name.h"
#include "schemas/metric.h"

namespace rackproof {
namespace {

constexpr std::int64_t kInfoEvery = 60'000;  ///< Milliseconds; engines look back five minutes.

constexpr std::string_view kMissing = "rackproof_reading_missing";
constexpr std::string_view kDeviceInfo = "rackproof_device_info";

WriteLabel kind_of(const Device& device) {
  return {"kind", std::string(word_of(kDeviceKinds, device.kind))};
}

/// What every reading says of its device, besides which one it is.
std::vector<WriteLabel> words_of(const Device& device) {
  return {kind_of(device), {"position", device.position}};
}

std::vector<WriteLabel> facts_of(const Device& device) {
  return {kind_of(device),
          {"parent", device.parent},
          {"vendor", device.vendor},
          {"model", device.model},
          {"serial", device.serial},
          {"firmware", device.firmware},
          {"position", device.position}};
}

}  // namespace

std::string WriteRequestMaker::labels_of(const Device& device, std::string_view name,
                                         std::vector<WriteLabel> further) const {
  further.insert(further.end(), labels_.begin(), labels_.end());
  further.push_back({"__name__", std::string(name)});
  further.push_back({"device", device.id});
  return encode_write_labels(std::move(further));
}

WriteRequestMaker::Slot& WriteRequestMaker::slot_of(const Device& device, const Sample& sample) {
  auto& slot = slots_[{sample.device, sample.metric}];
  if (slot.device != device.id) {  // never seen, or the list is another one
    const auto spelled = exposition_name(*sample.metric);
    slot = Slot{device.id, {labels_of(device, spelled.name, words_of(device))}, {}, spelled.factor};
  }
  return slot;
}

void WriteRequestMaker::finish(Draft& gathering) {
  if (gathering.samples > 0) {
    ready_.push_back({snappy_block(gathering.bytes), gathering.samples});
  }
  gathering.bytes.clear();
  gathering.samples = 0;
  ++gathering.turn;
}

void WriteRequestMaker::gather(Draft& into, std::uint64_t& turn, const Track& track,
                               std::int64_t milliseconds, double value) {
  if (turn == into.turn || into.samples >= most_) {
    finish(into);
  }
  turn = into.turn;
  append_time_series(into.bytes, track.labels, value, milliseconds);
  ++into.samples;
}

void WriteRequestMaker::put(Track& track, std::int64_t milliseconds, double value) {
  if (milliseconds > track.newest) {
    track.newest = milliseconds;
    gather(in_order_, track.turn, track, milliseconds, value);
  } else if (milliseconds < track.newest) {
    ++late_samples_;
    gather(late_, track.late_turn, track, milliseconds, value);
  } else {
    ++crowded_samples_;
  }
}

void WriteRequestMaker::tell_missing(Slot& slot, const Device& device, const Sample& sample) {
  const auto now = write_milliseconds(sample.taken_at);
  const auto* why = std::get_if<Error>(&sample.reading);
  const auto reason = why == nullptr ? std::string_view() : to_string(why->kind);
  if (slot.reason != reason && !slot.reason.empty()) {
    put(slot.missing, now, staleness_marker());
  }
  if (slot.reason != reason && why != nullptr) {
    slot.missing = Track{labels_of(device, kMissing,
                                   {{"metric", std::string(sample.metric->name)},
                                    {"position", device.position},
                                    {"reason", std::string(reason)}})};
  }
  slot.reason = reason;
  if (why != nullptr) {
    put(slot.missing, now, 1);
  }
}

/// What a device is may change, as by an update: that ends the series that said so before.
void WriteRequestMaker::tell_devices(const Devices& devices, std::int64_t milliseconds) {
  const bool is_due = milliseconds - kInfoEvery >= infos_at_;
  for (std::size_t i = is_due ? 0 : infos_.size(); i < devices.size(); ++i) {
    infos_.resize(std::max(infos_.size(), i + 1));
    auto labels = labels_of(devices[i], kDeviceInfo, facts_of(devices[i]));
    if (infos_[i].labels != labels) {
      if (!infos_[i].labels.empty()) {
        put(infos_[i], milliseconds, staleness_marker());
      }
      infos_[i] = Track{std::move(labels)};
    }
    put(infos_[i], milliseconds, 1);
  }
  infos_at_ = is_due ? milliseconds : infos_at_;
}

void WriteRequestMaker::add(const Devices& devices, const Samples& samples) {
  for (const auto& sample : samples) {
    if (sample.metric == nullptr || sample.device >= devices.size()) {
      continue;
    }
    const auto& device = devices[sample.device];
    const auto now = write_milliseconds(sample.taken_at);
    auto& slot = slot_of(device, sample);
    if (has_value(sample.reading)) {
      put(slot.value, now, as_double(sample.reading) * slot.factor);
      slot.is_readable = true;
    } else if (std::exchange(slot.is_readable, false)) {
      put(slot.value, now, staleness_marker());
    }
    if (!has_value(sample.reading) || !slot.reason.empty()) {
      tell_missing(slot, device, sample);
    }
  }
  if (!samples.empty()) {
    tell_devices(devices, write_milliseconds(samples.back().taken_at));
  }
}

void WriteRequestMaker::seal() {
  finish(in_order_);
  finish(late_);
}

std::vector<WriteRequest> WriteRequestMaker::take() {
  return std::exchange(ready_, {});
}

}  // namespace rackproof
