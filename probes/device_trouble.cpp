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
enum class When { zero, one, counted };

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
};
// clang-format on

/// What a value says against its device; "" where it says nothing.
std::string sign_of(const Sample& sample) {
  const auto sign = std::ranges::find(kSigns, sample.metric, &Sign::metric);
  if (sign == kSigns.end()) {
    return {};
  }
  const auto value = as_double(sample.reading);
  if (sign->when != When::counted) {
    const double against = sign->when == When::zero ? 0 : 1;
    return value == against ? std::string(sign->words) : std::string();
  }
  if (value <= 0) {
    return {};
  }
  const auto count = static_cast<std::int64_t>(value);
  return std::to_string(count) + " " + std::string(sign->words) + (count == 1 ? "" : "s");
}

void add_reason(const Error& why, DeviceTrouble& trouble) {
  const bool offered = why.kind != ErrorKind::unsupported && why.kind != ErrorKind::not_observable;
  ++(offered ? trouble.missing : trouble.not_offered);
}

void add_value(const Sample& sample, DeviceTrouble& trouble) {
  const bool is_zero = as_double(sample.reading) == 0;
  trouble.gone = trouble.gone || (sample.metric == kPresent && is_zero);
  trouble.silent = trouble.silent || (sample.metric == kAnswers && is_zero);
  auto sign = sign_of(sample);
  if (!sign.empty()) {
    trouble.signs.push_back(std::move(sign));
  }
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
