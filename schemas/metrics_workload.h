#pragma once

#include <array>
#include <string_view>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// A gauge measured in windows by a workload.
constexpr Metric measured(std::string_view name, Unit unit, std::string_view help) {
  return Metric{
      .name = name, .unit = unit, .kind = MetricKind::gauge, .help = help, .measurement = true};
}

/// What the workloads measure, each in windows after warm-up. One line a metric.
// One line a metric.
// clang-format off
inline constexpr std::array kWorkloadMetrics{
    measured("gemm_exact_flops_per_second", Unit::flop_per_second, "Rate of the exact-integer matrix multiplication over one window."),
    measured("gemm_exact_mismatch_count", Unit::one, "Tiles whose digest was not the golden one, in one window."),
    measured("gemm_random_flops_per_second", Unit::flop_per_second, "Rate of the full-mantissa matrix multiplication over one window."),
    measured("gemm_random_mismatch_count", Unit::one, "Tiles whose bits were not those of most cores or whose checksum broke its rounding bound, in one window."),
    measured("mem_triad_bytes_per_second", Unit::byte_per_second, "Memory bandwidth of a triad over one window, bytes counted as STREAM does."),
    measured("mem_pattern_bytes_per_second", Unit::byte_per_second, "Bytes of memory checked per second by the pattern tests over one window."),
    measured("mem_pattern_tested_bytes", Unit::byte, "Distinct bytes of memory under test by the pattern tests."),
    measured("mem_pattern_tested_ratio", Unit::ratio, "Memory under test by the pattern tests, as a share of what was available when they began."),
    measured("mem_pattern_mismatch_count", Unit::one, "Words that did not hold their pattern, in one window."),
    measured("cpu_sdc_operations_per_second", Unit::operation_per_second, "Kernel rounds checked per second on one logical processor over one window."),
    measured("cpu_sdc_mismatch_count", Unit::one, "Kernel rounds with a wrong answer on one logical processor, in one window."),
    measured("net_loopback_bytes_per_second", Unit::byte_per_second, "Rate of checked TCP traffic from the node's own addresses to themselves over one window."),
    measured("net_loopback_mismatch_count", Unit::one, "Blocks that did not arrive as they were sent, and connections that broke, in one window."),
    measured("storage_write_bytes_per_second", Unit::byte_per_second, "Rate of stamped O_DIRECT writes over one window."),
    measured("storage_read_bytes_per_second", Unit::byte_per_second, "Rate of verified O_DIRECT reads over one window."),
    measured("storage_mismatch_count", Unit::one, "Blocks whose address, generation or digest was wrong, in one window."),
    measured("compile_corpus_compile_seconds", Unit::second, "Wall time to compile one unit with one compiler at one optimisation level."),
    measured("compile_corpus_failed_count", Unit::one, "Compilations that did not end in a loadable unit, per unit."),
    measured("compile_corpus_mismatch_count", Unit::one, "Executions whose answer broke the unit's oracle, per unit over all cores."),
    measured("overlap_flops_per_second", Unit::flop_per_second, "Rate of the exact matrix multiplication of one half of the processors while the other streams memory, over one window."),
    measured("overlap_bytes_per_second", Unit::byte_per_second, "Memory bandwidth of a triad of one half of the processors while the other multiplies, over one window."),
    measured("overlap_mismatch_count", Unit::one, "Tiles and triad results that were wrong while both ran at once, in one window."),
    measured("power_step_flops_per_second", Unit::flop_per_second, "Rate of the exact matrix multiplication in the stretches of full load, as of all processors, over one window."),
    measured("power_step_recovery_seconds", Unit::second, "From a step up of load until a processor is within 10 % of its sustained rate; the slowest one in one window."),
    measured("power_step_mismatch_count", Unit::one, "Tiles that were wrong under steps of load, in one window."),
    measured("thermal_soak_flops_per_second", Unit::flop_per_second, "Rate of the exact matrix multiplication while processors and memory are kept hot, over one window."),
    measured("thermal_soak_rate_ratio", Unit::ratio, "Rate of a window over the median rate of the first windows after warm-up."),
    measured("thermal_soak_mismatch_count", Unit::one, "Tiles and triad results that were wrong while processors and memory are kept hot, in one window."),
    measured("idle_recovery_seconds", Unit::second, "From the end of an idle stretch until a processor is within 10 % of its rate before it; the slowest one."),
    measured("idle_recovery_rate_ratio", Unit::ratio, "Rate after an idle stretch over the rate before it, of the processor that lost most."),
    measured("idle_recovery_mismatch_count", Unit::one, "Words of the standing pattern and tiles that were wrong after one idle stretch."),
    measured("compile_corpus_repeated_count", Unit::one, "Artefacts of an earlier lap that were compiled again and their outputs compared, in one lap."),
};
// clang-format on

}  // namespace rackproof::metrics
