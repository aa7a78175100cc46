#include "probes/neuron/monitor_rows.h"

#include <array>

#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

// clang-format off
constexpr std::array kRows{
    MonitorRow{"neuron_runtime_data[].report.execution_stats.period", metrics::named("neuron_period_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.generic", metrics::named("neuron_period_generic_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.numerical", metrics::named("neuron_period_numerical_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.transient", metrics::named("neuron_period_transient_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.model", metrics::named("neuron_period_model_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.runtime", metrics::named("neuron_period_runtime_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.error_summary.hardware", metrics::named("neuron_period_hardware_errors_count"), MonitorScope::node, Take::errors},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.completed", metrics::named("neuron_period_completed_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.completed_with_err", metrics::named("neuron_period_completed_with_err_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.completed_with_num_err", metrics::named("neuron_period_completed_with_num_err_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.timed_out", metrics::named("neuron_period_timed_out_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.incorrect_input", metrics::named("neuron_period_incorrect_input_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.execution_summary.failed_to_queue", metrics::named("neuron_period_failed_to_queue_count"), MonitorScope::node, Take::executions},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p0", metrics::named("neuron_total_latency_p0_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p1", metrics::named("neuron_total_latency_p1_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p25", metrics::named("neuron_total_latency_p25_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p50", metrics::named("neuron_total_latency_p50_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p75", metrics::named("neuron_total_latency_p75_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p99", metrics::named("neuron_total_latency_p99_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.total_latency.p100", metrics::named("neuron_total_latency_p100_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p0", metrics::named("neuron_device_latency_p0_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p1", metrics::named("neuron_device_latency_p1_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p25", metrics::named("neuron_device_latency_p25_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p50", metrics::named("neuron_device_latency_p50_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p75", metrics::named("neuron_device_latency_p75_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p99", metrics::named("neuron_device_latency_p99_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.execution_stats.latency_stats.device_latency.p100", metrics::named("neuron_device_latency_p100_seconds"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.host", metrics::named("neuron_runtime_host_memory_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.neuron_device", metrics::named("neuron_runtime_device_memory_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.host.application_memory", metrics::named("neuron_host_memory_application_memory_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.host.constants", metrics::named("neuron_host_memory_constants_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.host.dma_buffers", metrics::named("neuron_host_memory_dma_buffers_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.host.tensors", metrics::named("neuron_host_memory_tensors_bytes"), MonitorScope::node, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.neuroncore_memory_usage.*.constants", metrics::named("neuron_runtime_core_constants_bytes"), MonitorScope::core, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.neuroncore_memory_usage.*.model_code", metrics::named("neuron_runtime_core_model_code_bytes"), MonitorScope::core, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.neuroncore_memory_usage.*.model_shared_scratchpad", metrics::named("neuron_runtime_core_model_shared_scratchpad_bytes"), MonitorScope::core, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.neuroncore_memory_usage.*.runtime_memory", metrics::named("neuron_runtime_core_runtime_memory_bytes"), MonitorScope::core, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.memory_used.neuron_runtime_used_bytes.usage_breakdown.neuroncore_memory_usage.*.tensors", metrics::named("neuron_runtime_core_tensors_bytes"), MonitorScope::core, Take::sum},
    MonitorRow{"neuron_runtime_data[].report.neuron_runtime_vcpu_usage.vcpu_usage.user", metrics::named("neuron_runtime_vcpu_user_ratio"), MonitorScope::node, Take::percent},
    MonitorRow{"neuron_runtime_data[].report.neuron_runtime_vcpu_usage.vcpu_usage.system", metrics::named("neuron_runtime_vcpu_system_ratio"), MonitorScope::node, Take::percent},
    MonitorRow{"neuron_runtime_data[].report.neuroncore_counters.neuroncores_in_use.*.neuroncore_utilization", metrics::named("accelerator_utilization_ratio"), MonitorScope::core, Take::percent},
    MonitorRow{"neuron_runtime_data[].report.neuroncore_counters.neuroncores_in_use.*.effective_flops", metrics::named("neuron_effective_flops_per_second"), MonitorScope::core, Take::sum},
    MonitorRow{"system_data.neuron_hw_counters.neuron_devices[].mem_ecc_corrected", metrics::named("neuron_monitor_hbm_ecc_correctable_total"), MonitorScope::device, Take::rise},
    MonitorRow{"system_data.neuron_hw_counters.neuron_devices[].mem_ecc_uncorrected", metrics::named("neuron_monitor_hbm_ecc_uncorrectable_total"), MonitorScope::device, Take::rise},
    MonitorRow{"system_data.neuron_hw_counters.neuron_devices[].sram_ecc_corrected", metrics::named("neuron_monitor_sram_ecc_correctable_total"), MonitorScope::device, Take::rise},
    MonitorRow{"system_data.neuron_hw_counters.neuron_devices[].sram_ecc_uncorrected", metrics::named("neuron_monitor_sram_ecc_uncorrectable_total"), MonitorScope::device, Take::rise},
    MonitorRow{"neuron_hardware_info.neuron_device_count", metrics::named("neuron_monitor_devices_count"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_hardware_info.neuroncore_per_device_count", metrics::named("neuron_monitor_cores_per_device_count"), MonitorScope::node, Take::highest},
    MonitorRow{"neuron_hardware_info.neuron_device_memory_size", metrics::named("hbm_size_bytes"), MonitorScope::each_hbm, Take::highest},
};

struct Refusal {
  std::string_view path;  ///< The beginning of a path.
  std::string_view why;
};

constexpr std::array kRefusals{
    Refusal{"neuron_runtime_data[].pid", "names a process, measures nothing"},
    Refusal{"neuron_runtime_data[].report.memory_used.period", "that of execution_stats stands for all groups of a runtime"},
    Refusal{"neuron_runtime_data[].report.neuron_runtime_vcpu_usage.period", "that of execution_stats stands for all groups of a runtime"},
    Refusal{"neuron_runtime_data[].report.neuroncore_counters.period", "that of execution_stats stands for all groups of a runtime"},
    Refusal{"neuron_runtime_data[].report.memory_used.loaded_models", "the customer's models are not ours to tell"},
    Refusal{"system_data.neuron_hw_counters.neuron_devices[].neuron_device_index", "names the device of its neighbours"},
    Refusal{"system_data.neuron_hw_counters.period", "counters need no period"},
    Refusal{"system_data.vcpu_usage", "the host's own probes measure the host"},
    Refusal{"system_data.memory_info", "the host's own probes measure the host"},
    Refusal{"neuron_hardware_info.logical_neuroncore_config", "says how cores are numbered, and is used for that"},
};
// clang-format on

}  // namespace

std::span<const MonitorRow> monitor_rows() {
  return kRows;
}

std::string_view why_left_out(std::string_view path) {
  for (const auto& refusal : kRefusals) {
    if (path.starts_with(refusal.path)) {
      return refusal.why;
    }
  }
  return "";
}

}  // namespace rackproof::neuron
