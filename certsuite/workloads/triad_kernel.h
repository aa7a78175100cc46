#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rackproof {

/// One way to compute to[i] = from[i] + factor * other[i]. Addresses are 64-byte aligned and
/// `count` is a multiple of 8. Any thread.
struct TriadKernel {
  std::string_view name;
  void (*run)(double* to, const double* from, const double* other, double factor,
              std::size_t count);
};

/// Every way that this processor can go, the portable one first. Those with non-temporal stores
/// spare the reading of lines that are overwritten whole.
[[nodiscard]] std::vector<TriadKernel> triad_kernels();

}  // namespace rackproof
