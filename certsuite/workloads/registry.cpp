#include "certsuite/workloads/registry.h"

#include <array>

#include "certsuite/workloads/corpus_unit.h"
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

/// Parts that a workload starts as processes of their own. No list shows them, no phase names them.
constexpr std::array kParts{
    WorkloadEntry{"corpus_unit", make_corpus_unit},
    WorkloadEntry{kOpenBlasRate, make_openblas_rate},
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
  for (const auto& part : kParts) {
    if (part.name == name) {
      return part.make();
    }
  }
  return nullptr;
}

}  // namespace rackproof
