#pragma once

#include <string>
#include <string_view>

/// A small reference of an imaginary node that loads and lints clean; tests break one line of it.
namespace rackproof::testing {

inline constexpr std::string_view kGoodReference = R"toml([reference]
id = "sim-node"
revision = 3
title = "An imaginary node with four accelerators"
status = "draft"
must_judge = ["memory"]

[[identity]]
pci = "1d0f:7364"
count = 4

[[part]]
kind = "accelerator"
count = { min = 4, unit = "1", basis = "vendor", source = "guide 1" }
hbm_bandwidth = { value = 2900, unit = "GB/s", dir = "one-way", basis = "vendor", source = "guide 2" }
power_limit = { basis = "not_public" }

[topology]
kind = "torus"
shape = [2, 2]

[[software]]
sdk = "2.33.0"
driver = "2.31.7.0"

[[phase]]
id = "triad"
workload = "mem_triad"
tier = ["quick", "check", "accept", "soak"]
seconds = { value = 60, unit = "s", basis = "derived", source = "workloads table" }

[[criterion]]
id = "memory-bandwidth"
class = "memory"
on = "accelerator"
measurement = "mem_triad_bytes_per_second"
during = "triad"
statistic = "p05"
at_least = { value = 0.85, unit = "ratio", of = "part.accelerator.hbm_bandwidth", basis = "derived", source = "fleet" }
rule = "guard_band"
min_windows = 20
required = true

[[criterion]]
id = "memory-uncorrectable"
class = "memory"
on = "memory_controller"
metric = "memory_ecc_uncorrectable_total"
during = "*"
statistic = "growth"
at_most = { value = 0, unit = "1", basis = "vendor", source = "guide 3" }
required = true
)toml";

/// kGoodReference with the first `what` replaced by `with`; `what` must stand in it.
inline std::string good_reference_but(std::string_view what, std::string_view with) {
  std::string text(kGoodReference);
  const auto at = text.find(what);
  return at == std::string::npos ? "" : text.replace(at, what.size(), with);
}

}  // namespace rackproof::testing
