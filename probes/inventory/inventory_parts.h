#pragma once

#include <string>
#include <vector>

#include "probes/inventory/cpuinfo_parse.h"
#include "probes/survey.h"

/// The parts that the inventory probe is made of; each adds its devices to the survey.
namespace rackproof::inventory {

/// A device that is on the machine while its path is there.
struct Presence {
  DeviceHandle device = 0;
  std::string path;
};

/// One processor: there while /sys/devices/system/cpu/online names it.
struct ProcessorHandle {
  DeviceHandle device = 0;
  int number = 0;
};

/// The node: DMI names, host name, boot id, architecture, hypervisor. The machine id is not read:
/// it names an installation, not a machine, and is nobody else's business.
void survey_node(Survey& survey, const CpuInfo& cpus);

/// Packages and logical processors; those that sysfs lists and /proc/cpuinfo does not are offline
/// and listed all the same.
std::vector<ProcessorHandle> survey_processors(Survey& survey, const CpuInfo& cpus);

/// Main memory and NUMA nodes.
void survey_memory(Survey& survey);

/// Block devices with hardware behind them: no loop, ram, zram, device-mapper, md, optical, floppy
/// or network block device.
std::vector<Presence> survey_disks(Survey& survey);

/// Kernel, operating system, firmware and microcode, modules that state a version.
std::vector<SoftwareVersion> survey_software(Survey& survey, const CpuInfo& cpus);

}  // namespace rackproof::inventory
