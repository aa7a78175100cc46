#pragma once

#include <string>
#include <string_view>
#include <vector>

/// /proc/cpuinfo. Pure; what a line does not say stays empty, since the file has no format that
/// all architectures share.
namespace rackproof::inventory {

struct Processor {
  int number = 0;
  int package = 0;  ///< "physical id"; 0 where the file names none.
  int core = -1;    ///< "core id"; -1 where the file names none.
  std::string vendor;
  std::string model;
  std::string microcode;

  bool operator==(const Processor&) const = default;
};

struct CpuInfo {
  std::vector<Processor> processors;  ///< In the file's order.
  std::string architecture;           ///< "x86_64", "aarch64"; "" where the file does not tell.
  bool hypervisor_flag = false;       ///< CPUID leaf 1, ECX bit 31, as the flag "hypervisor".
};

CpuInfo parse_cpuinfo(std::string_view text);

}  // namespace rackproof::inventory
