#include "probes/neuron/neuron_files.h"

#include <array>

#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

// clang-format off
constexpr std::array kCoreFiles{
    FileRow{"stats/status/success/total", metrics::named("neuron_status_success_total"), parse_counter},
    FileRow{"stats/status/failure/total", metrics::named("neuron_status_failure_total"), parse_counter},
    FileRow{"stats/status/timeout/total", metrics::named("neuron_status_timeout_total"), parse_counter},
    FileRow{"stats/status/exec_bad_input/total", metrics::named("neuron_status_exec_bad_input_total"), parse_counter},
    FileRow{"stats/status/hw_error/total", metrics::named("neuron_status_hw_error_total"), parse_counter},
    FileRow{"stats/status/execute_completed_with_error/total", metrics::named("neuron_status_execute_completed_with_error_total"), parse_counter},
    FileRow{"stats/status/execute_completed_with_num_error/total", metrics::named("neuron_status_execute_completed_with_num_error_total"), parse_counter},
    FileRow{"stats/status/generic_error/total", metrics::named("neuron_status_generic_error_total"), parse_counter},
    FileRow{"stats/status/resource_error/total", metrics::named("neuron_status_resource_error_total"), parse_counter},
    FileRow{"stats/status/resource_nc_error/total", metrics::named("neuron_status_resource_nc_error_total"), parse_counter},
    FileRow{"stats/status/execute_failed_to_queue/total", metrics::named("neuron_status_execute_failed_to_queue_total"), parse_counter},
    FileRow{"stats/status/invalid_error/total", metrics::named("neuron_status_invalid_error_total"), parse_counter},
    FileRow{"stats/status/unsupported_neff_version/total", metrics::named("neuron_status_unsupported_neff_version_total"), parse_counter},
    FileRow{"stats/status/oob_error/total", metrics::named("neuron_status_oob_error_total"), parse_counter},
    FileRow{"stats/status/hw_collectives_error/total", metrics::named("neuron_status_hw_collectives_error_total"), parse_counter},
    FileRow{"stats/status/hw_hbm_ue_error/total", metrics::named("neuron_status_hw_hbm_ue_error_total"), parse_counter},
    FileRow{"stats/status/hw_nc_ue_error/total", metrics::named("neuron_status_hw_nc_ue_error_total"), parse_counter},
    FileRow{"stats/status/hw_dma_abort_error/total", metrics::named("neuron_status_hw_dma_abort_error_total"), parse_counter},
    FileRow{"stats/status/execute_sw_nq_overflow/total", metrics::named("neuron_status_execute_sw_nq_overflow_total"), parse_counter},
    FileRow{"stats/status/execute_sw_semaphore_error/total", metrics::named("neuron_status_execute_sw_semaphore_error_total"), parse_counter},
    FileRow{"stats/status/execute_sw_event_error/total", metrics::named("neuron_status_execute_sw_event_error_total"), parse_counter},
    FileRow{"stats/status/execute_sw_psum_collision/total", metrics::named("neuron_status_execute_sw_psum_collision_total"), parse_counter},
    FileRow{"stats/status/execute_sw_sequencer_fatal/total", metrics::named("neuron_status_execute_sw_sequencer_fatal_total"), parse_counter},
    FileRow{"stats/status/hw_repairable_hbm_ue_error/total", metrics::named("neuron_status_hw_repairable_hbm_ue_error_total"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/total", metrics::named("hbm_used_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/peak", metrics::named("neuron_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/collectives/total", metrics::named("neuron_memory_collectives_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/collectives/peak", metrics::named("neuron_memory_collectives_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/constants/total", metrics::named("neuron_memory_constants_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/constants/peak", metrics::named("neuron_memory_constants_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/dma_rings/total", metrics::named("neuron_memory_dma_rings_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/dma_rings/peak", metrics::named("neuron_memory_dma_rings_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/driver_memory/total", metrics::named("neuron_memory_driver_memory_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/driver_memory/peak", metrics::named("neuron_memory_driver_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/model_code/total", metrics::named("neuron_memory_model_code_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/model_code/peak", metrics::named("neuron_memory_model_code_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/model_shared_scratchpad/total", metrics::named("neuron_memory_model_shared_scratchpad_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/model_shared_scratchpad/peak", metrics::named("neuron_memory_model_shared_scratchpad_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/nonshared_scratchpad/total", metrics::named("neuron_memory_nonshared_scratchpad_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/nonshared_scratchpad/peak", metrics::named("neuron_memory_nonshared_scratchpad_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/notifications/total", metrics::named("neuron_memory_notifications_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/notifications/peak", metrics::named("neuron_memory_notifications_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/runtime_memory/total", metrics::named("neuron_memory_runtime_memory_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/runtime_memory/peak", metrics::named("neuron_memory_runtime_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/tensors/total", metrics::named("neuron_memory_tensors_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/tensors/peak", metrics::named("neuron_memory_tensors_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/uncategorized/total", metrics::named("neuron_memory_uncategorized_bytes"), parse_counter},
    FileRow{"stats/memory_usage/device_mem/uncategorized/peak", metrics::named("neuron_memory_uncategorized_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/total", metrics::named("neuron_host_memory_used_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/peak", metrics::named("neuron_host_memory_peak_bytes"), parse_counter},
    FileRow{"stats/other_info/flop_count/total", metrics::named("neuron_flop_total"), parse_filled_counter},
    FileRow{"stats/other_info/inference_count/total", metrics::named("neuron_inference_total"), parse_filled_counter},
    FileRow{"stats/other_info/model_load_count/total", metrics::named("neuron_model_load_total"), parse_filled_counter},
    FileRow{"stats/other_info/nc_time_in_use/total", metrics::named("neuron_core_busy_seconds_total"), parse_filled_microseconds},
    FileRow{"stats/other_info/reset_req_count/total", metrics::named("neuron_reset_request_total"), parse_counter},
    FileRow{"stats/other_info/reset_fail_count/total", metrics::named("neuron_reset_failure_total"), parse_counter},
};

constexpr std::array kDeviceFiles{
    FileRow{"stats/memory_usage/host_mem/total", metrics::named("neuron_host_memory_used_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/peak", metrics::named("neuron_host_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/application_memory/total", metrics::named("neuron_host_memory_application_memory_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/application_memory/peak", metrics::named("neuron_host_memory_application_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/constants/total", metrics::named("neuron_host_memory_constants_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/constants/peak", metrics::named("neuron_host_memory_constants_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/dma_buffers/total", metrics::named("neuron_host_memory_dma_buffers_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/dma_buffers/peak", metrics::named("neuron_host_memory_dma_buffers_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/dma_rings/total", metrics::named("neuron_host_memory_dma_rings_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/dma_rings/peak", metrics::named("neuron_host_memory_dma_rings_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/driver_memory/total", metrics::named("neuron_host_memory_driver_memory_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/driver_memory/peak", metrics::named("neuron_host_memory_driver_memory_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/notifications/total", metrics::named("neuron_host_memory_notifications_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/notifications/peak", metrics::named("neuron_host_memory_notifications_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/tensors/total", metrics::named("neuron_host_memory_tensors_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/tensors/peak", metrics::named("neuron_host_memory_tensors_peak_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/uncategorized/total", metrics::named("neuron_host_memory_uncategorized_bytes"), parse_counter},
    FileRow{"stats/memory_usage/host_mem/uncategorized/peak", metrics::named("neuron_host_memory_uncategorized_peak_bytes"), parse_counter},
};

constexpr std::array kEccFiles{
    FileRow{"stats/hardware/mem_ecc_uncorrected", metrics::named("hbm_ecc_uncorrectable_total"), parse_hbm_ecc, "2.14"},
    FileRow{"stats/hardware/mem_ecc_repairable_uncorrected", metrics::named("hbm_ecc_repairable_total"), parse_hbm_ecc, "2.28"},
    FileRow{"stats/hardware/mem_ecc_corrected", metrics::named("hbm_ecc_correctable_total"), parse_hbm_ecc, "2.30.2"},
    FileRow{"stats/hardware/sram_ecc_uncorrected", metrics::named("sram_ecc_uncorrectable_total"), parse_sram_ecc, "2.14"},
    FileRow{"stats/hardware/sram_ecc_corrected", metrics::named("sram_ecc_correctable_total"), parse_sram_ecc, "2.30.2"},
};
// clang-format on

}  // namespace

std::span<const FileRow> core_files() {
  return kCoreFiles;
}

std::span<const FileRow> device_files() {
  return kDeviceFiles;
}

std::span<const FileRow> ecc_files() {
  return kEccFiles;
}

}  // namespace rackproof::neuron
