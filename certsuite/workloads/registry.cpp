#include "certsuite/workloads/registry.h"

#include <array>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/openblas_rate.h"

namespace rackproof {

namespace {

constexpr std::array kWorkloads{
    WorkloadEntry{"compile_corpus", make_compile_corpus},
    WorkloadEntry{"gemm_exact", make_gemm_exact},
    WorkloadEntry{"gemm_random", make_gemm_random},
    WorkloadEntry{"mem_pattern", make_mem_pattern},
    WorkloadEntry{"mem_triad", make_mem_triad},
    WorkloadEntry{"cpu_sdc", make_cpu_sdc},
    WorkloadEntry{"storage", make_storage},
    WorkloadEntry{"net_loopback", make_net_loopback},
    WorkloadEntry{"overlap", make_overlap},
    WorkloadEntry{"power_step", make_power_step},
    WorkloadEntry{"thermal_soak", make_thermal_soak},
    WorkloadEntry{"idle_recovery", make_idle_recovery},
};

}  // namespace

std::span<const WorkloadEntry> workload_registry() {
  return kWorkloads;
}

std::unique_ptr<Workload> make_workload(std::string_view name) {
  for (const auto& entry : kWorkloads) {
    if (entry.name == name) {
      return entry.make();
    }
  }
  // In no list: the program asks it of itself.
  return name == kOpenBlasRate ? make_openblas_rate() : nullptr;
}

}  // namespace rackproof
