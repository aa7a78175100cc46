#pragma once

#include <memory>

#include "certsuite/workload.h"

/// One line a workload: its maker.
namespace rackproof {

std::unique_ptr<Workload> make_cpu_sdc();
std::unique_ptr<Workload> make_gemm_exact();
std::unique_ptr<Workload> make_gemm_random();
std::unique_ptr<Workload> make_compile_corpus();
std::unique_ptr<Workload> make_mem_pattern();
std::unique_ptr<Workload> make_mem_triad();
std::unique_ptr<Workload> make_net_loopback();
std::unique_ptr<Workload> make_storage();
std::unique_ptr<Workload> make_overlap();
std::unique_ptr<Workload> make_power_step();
std::unique_ptr<Workload> make_thermal_soak();
std::unique_ptr<Workload> make_idle_recovery();

}  // namespace rackproof
