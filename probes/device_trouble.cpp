#include "probes/device_trouble.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kPresent = metrics::named("device_present");
constexpr auto kAnswers = metrics::named("neuron_serial_readable");

/// Which reading speaks against a device. A count does when it is above 0 and is told with its
/// number, in words that take an s in the plural.
enum class When { zero, one, two, counted };

struct Sign {
  const Metric* metric;
  When when;
  std::string_view words;
};

// clang-format off
constexpr std::array kSigns{
    Sign{metrics::named("accelerator_link_active"), When::zero, "link inactive"},
    Sign{metrics::named("hbm_ecc_uncorrectable_total"), When::counted, "uncorrectable HBM error"},
    Sign{metrics::named("hbm_ecc_repairable_total"), When::counted, "repairable HBM error"},
    Sign{metrics::named("hbm_pages_pending_count"), When::counted, "pending HBM page retirement"},
    Sign{metrics::named("hbm_pages_failed_count"), When::counted, "failed HBM page retirement"},
    Sign{metrics::named("sram_ecc_uncorrectable_total"), When::counted, "uncorrectable SRAM error"},
    Sign{metrics::named("memory_ecc_uncorrectable_total"), When::counted, "uncorrectable memory error"},
    Sign{metrics::named("neuron_status_hw_error_total"), When::counted, "hw_error execution"},
    Sign{metrics::named("neuron_status_hw_collectives_error_total"), When::counted, "hw_collectives_error execution"},
    Sign{metrics::named("neuron_status_hw_hbm_ue_error_total"), When::counted, "hw_hbm_ue_error execution"},
    Sign{metrics::named("neuron_status_hw_nc_ue_error_total"), When::counted, "hw_nc_ue_error execution"},
    Sign{metrics::named("neuron_status_hw_dma_abort_error_total"), When::counted, "hw_dma_abort_error execution"},
    Sign{metrics::named("neuron_unhealthy_hbm"), When::one, "hbm unhealthy"},
    Sign{metrics::named("neuron_unhealthy_sram"), When::one, "sram unhealthy"},
    Sign{metrics::named("neuron_unhealthy_firmware_service_api"), When::one, "firmware_service_api unhealthy"},
    Sign{metrics::named("neuron_unhealthy_firmware_service_processor"), When::one, "firmware_service_processor unhealthy"},
    Sign{metrics::named("neuron_unhealthy_link_intraserver"), When::one, "link_intraserver unhealthy"},
    Sign{metrics::named("neuron_unhealthy_link_host"), When::one, "link_host unhealthy"},
    Sign{metrics::named("neuron_unhealthy_link_efa"), When::one, "link_efa unhealthy"},
    Sign{metrics::named("neuron_unhealthy_link_interserver"), When::one, "link_interserver unhealthy"},
    Sign{metrics::named("neuron_unhealthy_link_switch"), When::one, "link_switch unhealthy"},
    Sign{metrics::named("neuron_unhealthy_axi_fabric"), When::one, "axi_fabric unhealthy"},
    Sign{metrics::named("neuron_unhealthy_other"), When::one, "unknown component unhealthy"},
    Sign{metrics::named("hbm_row_remap_failed"), When::one, "HBM row remapping failed"},
    Sign{metrics::named("hbm_row_remap_pending"), When::one, "HBM row remapping waits for a reset"},
    Sign{metrics::named("nvidia_page_retirement_pending"), When::one, "page retirement waits for a restart"},
    Sign{metrics::named("nvidia_xid_total"), When::counted, "XID event"},
    Sign{metrics::named("nvidia_nvlink_recovery_failure_total"), When::counted, "NVLink recovery failure"},
    Sign{metrics::named("nvidia_fabric_health"), When::two, "NVLink fabric unhealthy"},
    Sign{metrics::named("device_health"), When::one, "health warning"},
    Sign{metrics::named("device_health"), When::two, "health critical"},
    Sign{metrics::named("leak_detector_state"), When::one, "leak warning"},
    Sign{metrics::named("leak_detector_state"), When::two, "LEAK"},
    Sign{metrics::named("leak_detector_enabled"), When::zero, "leak detector switched off"},
    Sign{metrics::named("circuit_breaker_state"), When::one, "breaker tripped"},
    Sign{metrics::named("memory_alarm_uncorrectable_ecc"), When::one, "alarm: uncorrectable ECC"},
    Sign{metrics::named("memory_alarm_correctable_ecc"), When::one, "alarm: correctable ECC"},
    Sign{metrics::named("memory_alarm_temperature"), When::one, "alarm: temperature"},
    Sign{metrics::named("memory_alarm_spare_block"), When::one, "alarm: spare blocks"},
    Sign{metrics::named("sensor_fault"), When::one, "sensor fault"},
    Sign{metrics::named("sensor_emergency_alarm"), When::one, "emergency alarm"},
    Sign{metrics::named("sensor_critical_alarm"), When::one, "critical alarm"},
    Sign{metrics::named("sensor_lower_critical_alarm"), When::one, "lower critical alarm"},
};
// clang-format on

double value_against(When when) {
  return when == When::zero ? 0 : when == When::one ? 1 : 2;
}

/// What a value says against its device, by one row; "" where it says nothing.
std::string words_by(const Sign& sign, double value) {
  if (sign.when != When::counted) {
    return value == value_against(sign.when) ? std::string(sign.words) : std::string();
  }
  if (value <= 0) {
    return {};
  }
  const auto count = static_cast<std::int64_t>(value);
  return std::to_string(count) + " " + std::string(sign.words) + (count == 1 ? "" : "s");
}

void add_signs(const Sample& sample, DeviceTrouble& trouble) {
  for (const auto& sign : kSigns) {
    auto words = sign.metric == sample.metric ? words_by(sign, as_double(sample.reading)) : "";
    if (!words.empty()) {
      trouble.signs.push_back(std::move(words));
    }
  }
}

void add_reason(const Error& why, DeviceTrouble& trouble) {
  if (why.kind == ErrorKind::saturated) {  // it stands at its end, where no reading is lost
    return;
  }
  const bool offered = why.kind != ErrorKind::unsupported && why.kind != ErrorKind::not_observable;
  ++(offered ? trouble.missing : trouble.not_offered);
}

void add_value(const Sample& sample, DeviceTrouble& trouble) {
  const bool is_zero = as_double(sample.reading) == 0;
  trouble.gone = trouble.gone || (sample.metric == kPresent && is_zero);
  trouble.silent = trouble.silent || (sample.metric == kAnswers && is_zero);
  add_signs(sample, trouble);
}

/// Of a link whose source says of both ends what they list.
bool peer_denies(const Device& device) {
  const auto listed = device.attributes.find("listed_by_peer");
  return listed != device.attributes.end() && listed->second == "no";
}

}  // namespace

DeviceTroubles troubles_of(const Devices& devices, const Samples& samples) {
  DeviceTroubles troubles;
  for (DeviceHandle handle = 0; handle < devices.size(); ++handle) {
    if (peer_denies(devices[handle])) {
      troubles[handle].signs.emplace_back("not listed by its other end");
    }
  }
  for (const auto& sample : samples) {
    auto& trouble = troubles[sample.device];
    ++trouble.asked;
    trouble.presence += sample.metric == kPresent ? 1 : 0;
    if (const auto* why = std::get_if<Error>(&sample.reading)) {
      add_reason(*why, trouble);
    } else {
      add_value(sample, trouble);
    }
  }
  return troubles;
}

std::vector<std::string> words_of(const DeviceTrouble& trouble) {
  std::vector<std::string> words;
  if (trouble.gone) {
    words.emplace_back("GONE");
  }
  if (trouble.silent) {
    words.emplace_back("does not answer");
  }
  words.insert(words.end(), trouble.signs.begin(), trouble.signs.end());
  if (trouble.missing > 0) {
    words.push_back(std::to_string(trouble.missing) + " of " + std::to_string(trouble.asked) +
                    " readings missing");
  }
  return words;
}

std::vector<Complaint> complaints_of(const Devices& devices, const DeviceTroubles& troubles) {
  std::vector<Complaint> complaints;
  for (const auto& [handle, trouble] : troubles) {
    auto words = words_of(trouble);
    if (handle < devices.size() && !words.empty()) {
      complaints.push_back({devices[handle].id, std::move(words)});
    }
  }
  return complaints;
}

}  // namespace rackproof
