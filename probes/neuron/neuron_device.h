#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "probes/machine/clock.h"
#include "probes/machine/kept_files.h"
#include "probes/neuron/neuron_ls.h"
#include "probes/probe.h"
#include "probes/survey.h"

namespace rackproof::neuron {

/// What a pass reads through: files that stay open from pass to pass, and the clock.
struct Source {
  KeptFiles& files;
  const Clock& clock;
};

/// A link to another device of the same node, as the driver lists it.
struct Link {
  std::int64_t peer = 0;    ///< The other end's kernel number.
  DeviceHandle handle = 0;  ///< Of the accelerator_link.
};

/// A die, as the driver numbers it.
struct Die {
  std::int64_t number = 0;
  DeviceHandle handle = 0;
};

/// A reading that every pass gives a reason for: its file is not there.
struct Missing {
  DeviceHandle device = 0;
  const Metric* metric = nullptr;
  Error why;
};

/// One Neuron device and where its files lie. A path is "" where the driver has no such file.
struct NeuronDevice {
  std::int64_t number = 0;  ///< The kernel's; it names nothing outside this boot.
  std::string id;           ///< Device::id of the accelerator.
  DeviceHandle handle = 0;
  DeviceHandle hbm = 0;
  std::vector<DeviceHandle> cores;
  std::string directory;
  std::string serial_path;
  std::string power_path;
  std::string die_power_path;
  std::string connected_path;
  std::string unhealthy_path;
  std::string heartbeat_path;
  Attributes ecc;  ///< In the order of ecc_files(); only those that are there.
  std::vector<Die> dies;
  std::vector<Link> links;
};

/// What is remembered of a device from pass to pass, and over a new discovery.
struct DeviceMemory {
  std::string serial;  ///< The last that it gave.
  std::optional<std::int64_t> uncorrectable;
  std::optional<std::int64_t> repairable;
  std::optional<std::int64_t> heartbeat;
  std::chrono::nanoseconds heartbeat_seen{0};  ///< When it last moved, by the monotonic clock.
  std::vector<std::string> unhealthy;
};

using DeviceMemories = std::map<std::int64_t, DeviceMemory>;  ///< By the kernel's number.

/// All devices of the node and the files that each pass reads beside those that NeuronDevice names.
struct Fleet {
  LsDevices tool;  ///< What neuron-ls says; empty where it was not to be had.
  std::vector<NeuronDevice> devices;
  Attributes plain;   ///< Tried once at discovery.
  Attributes filled;  ///< Counters that many drivers never fill; 0 there is no news.
  std::vector<Missing> missing;
};

}  // namespace rackproof::neuron
