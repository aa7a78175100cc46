#include "probes/vendor/vendor_fleet.h"

#include <algorithm>

namespace rackproof::vendor {
namespace {

const DeviceReply* told_by(const PassReply& reply, int index) {
  const auto found = std::ranges::find(reply.devices, index, &DeviceReply::index);
  return index < 0 || found == reply.devices.end() ? nullptr : &*found;
}

/// Facts of one GPU; what it does not tell stays as it was.
void describe(Device& device, const DeviceReply& told) {
  device.model = told.model;
  device.serial = told.serial;
  device.firmware = told.firmware;
  device.position = told.position;
  device.attributes.insert(told.attributes.begin(), told.attributes.end());
}

}  // namespace

void Fleet::discover(const std::vector<std::string>& functions, const PassReply& reply,
                     Survey& survey) {
  heard_.insert(heard_.end(), reply.heard.begin(), reply.heard.end());
  gpus_.clear();
  series_.clear();
  for (const auto& address : functions) {
    gpus_.emplace_back().address = address;
  }
  for (const auto& told : reply.devices) {
    if (!told.address.empty() && std::ranges::find(functions, told.address) == functions.end()) {
      gpus_.emplace_back().address = told.address;
    }
  }
  match(reply);
  for (auto& gpu : gpus_) {
    const auto* told = told_by(reply, gpu.index);
    add_devices(gpu, told, survey);
    series_.emplace(gpu.handle, kind_.always);
    for (const auto& reading : told == nullptr ? std::vector<PlacedReading>{} : told->readings) {
      series_.emplace(gpu.parts.find(reading.at)->second, reading.metric);
    }
    if (told == nullptr) {
      const auto why = reason_for(gpu, reply);
      survey.note(gpu.id, why,
                  why.kind == ErrorKind::timed_out ? kind_.remedy_for_hang : std::string_view());
    }
  }
}

/// Finds out which of the library's numbers is which GPU: by address, and of those that are lost
/// before they told it, in the order of the bus.
void Fleet::match(const PassReply& reply) {
  for (const auto& told : reply.devices) {
    const auto gpu = std::ranges::find(gpus_, told.address, &Gpu::address);
    if (gpu == gpus_.end() || gpu->index == told.index) {
      continue;
    }
    if (auto* before = gpu_with(told.index)) {
      before->index = -1;
    }
    gpu->index = told.index;
  }
  for (const auto& told : reply.devices) {
    const auto unknown = std::ranges::find(gpus_, -1, &Gpu::index);
    if (gpu_with(told.index) == nullptr && unknown != gpus_.end()) {
      unknown->index = told.index;
    }
  }
}

void Fleet::add_devices(Gpu& gpu, const DeviceReply* told, Survey& survey) {
  auto device = device_of("node/accelerator:" + gpu.address, DeviceKind::accelerator);
  device.vendor = kind_.vendor;
  device.attributes["pci_address"] = gpu.address;
  if (told != nullptr) {
    device.attributes["driver"] = kind_.driver;
    describe(device, *told);
  }
  gpu.handle = survey.add(std::move(device));
  gpu.id = survey.device(gpu.handle).id;
  gpu.parts.emplace("", gpu.handle);
  if (told == nullptr) {
    return;
  }
  for (const auto& part : told->parts) {
    auto below = device_of(gpu.id + part.at, part.kind, gpu.id);
    below.position = part.at.substr(1);
    below.attributes = part.attributes;
    gpu.parts.emplace(part.at, survey.add(std::move(below)));
  }
}

Fleet::Gpu* Fleet::gpu_with(int index) {
  const auto found = std::ranges::find(gpus_, index, &Gpu::index);
  return index < 0 || found == gpus_.end() ? nullptr : &*found;
}

Error Fleet::reason_for(const Gpu& gpu, const PassReply& reply) const {
  const auto alone = reply.left_alone.find(gpu.index);
  if (alone != reply.left_alone.end()) {
    return alone->second;
  }
  if (reply.why) {
    return *reply.why;
  }
  if (gpu.index < 0 && !reply.left_alone.empty()) {
    return reply.left_alone.begin()->second;  // it never told which number it has
  }
  return Error{ErrorKind::absent, std::string(kind_.called) + " does not tell this any more"};
}

void Fleet::Pass::take(const Series& series, const Reading& reading) {
  if (seen.insert(series).second) {
    samples.push_back({series.first, series.second, now, reading});
  }
}

void Fleet::take_readings(const PassReply& reply, Pass& pass) {
  for (const auto& told : reply.devices) {
    const auto* gpu = gpu_with(told.index);
    if (gpu == nullptr) {
      continue;
    }
    for (const auto& reading : told.readings) {
      take_reading(*gpu, reading, pass);
    }
  }
}

void Fleet::take_reading(const Gpu& gpu, const PlacedReading& reading, Pass& pass) {
  const auto part = gpu.parts.find(reading.at);
  if (part != gpu.parts.end()) {
    pass.take({part->second, reading.metric}, reading.reading);
  }
}

Events Fleet::take_heard(const PassReply& reply, UtcTime now) {
  std::map<std::pair<int, std::int64_t>, Heard> kinds;
  heard_.insert(heard_.end(), reply.heard.begin(), reply.heard.end());
  for (const auto& one : heard_) {
    auto& heard = kinds[{one.index, one.number}];
    heard.number = one.number;
    heard.text = one.text;
    ++heard.times;
  }
  heard_.clear();
  Events events;
  for (const auto& [key, heard] : kinds) {
    if (const auto* gpu = gpu_with(key.first)) {
      events.push_back(book_.note(gpu->handle, gpu->id, heard, now));
    }
  }
  return events;
}

/// Of the GPUs that are listened to: a pass that did not come to its end heard of none.
void Fleet::count_heard(const PassReply& reply, Pass& pass) {
  for (const auto& told : reply.devices) {
    const auto* gpu = gpu_with(told.index);
    const bool whole = gpu != nullptr && !reply.why;
    for (const auto* counter : whole ? kind_.counters : std::span<const Metric* const>()) {
      pass.take({gpu->handle, counter}, book_.total(gpu->handle, counter));
    }
  }
}

ProbeReading Fleet::read(const PassReply& reply, UtcTime now) {
  match(reply);
  Pass pass{now, {}, {}};
  take_readings(reply, pass);
  auto events = take_heard(reply, now);
  count_heard(reply, pass);
  series_.insert(pass.seen.begin(), pass.seen.end());
  for (const auto& gpu : gpus_) {
    const auto why = reason_for(gpu, reply);
    for (const auto& [at, handle] : gpu.parts) {
      tell_missing(handle, why, pass);
    }
  }
  return {std::move(pass.samples), std::move(events)};
}

void Fleet::tell_missing(DeviceHandle part, const Error& why, Pass& pass) const {
  const auto from = series_.lower_bound({part, nullptr});
  for (auto one = from; one != series_.end() && one->first == part; ++one) {
    if (!pass.seen.contains(*one)) {
      pass.samples.push_back({part, one->second, pass.now, why});
    }
  }
}

}  // namespace rackproof::vendor
