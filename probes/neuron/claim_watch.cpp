#include "probes/neuron/claim_watch.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "probes/neuron/neuron_log.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

constexpr std::size_t kMostClaims = 1000;  ///< Open at a time; a flood of lines proves nothing.
constexpr std::size_t kMostLines = 16;     ///< Of one claim that are remembered.
constexpr std::size_t kLongestText = 500;

/// Which counter bears out which kind of line. A hang shows at the device that waits, and is not
/// counted as an error of the hardware.
struct Witness {
  std::string_view kind;
  const Metric* metric;
};

// clang-format off
constexpr std::array kWitnesses{
    Witness{"SRAM_UNCORRECTABLE_ERROR", metrics::named("sram_ecc_uncorrectable_total")},
    Witness{"SRAM_UNCORRECTABLE_ERROR", metrics::named("neuron_status_hw_nc_ue_error_total")},
    Witness{"NC_UNCORRECTABLE_ERROR", metrics::named("neuron_status_hw_nc_ue_error_total")},
    Witness{"NC_UNCORRECTABLE_ERROR", metrics::named("sram_ecc_uncorrectable_total")},
    Witness{"HBM_UNCORRECTABLE_ERROR", metrics::named("hbm_ecc_uncorrectable_total")},
    Witness{"HBM_UNCORRECTABLE_ERROR", metrics::named("hbm_ecc_repairable_total")},
    Witness{"HBM_UNCORRECTABLE_ERROR", metrics::named("neuron_status_hw_hbm_ue_error_total")},
    Witness{"HBM_UNCORRECTABLE_ERROR", metrics::named("neuron_status_hw_repairable_hbm_ue_error_total")},
    Witness{"DMA_ERROR", metrics::named("neuron_status_hw_dma_abort_error_total")},
    Witness{"DMA_ERROR", metrics::named("neuron_status_hw_error_total")},
    Witness{kHangOnCollectives, metrics::named("neuron_status_hw_collectives_error_total")},
    Witness{kHangOnCollectives, metrics::named("neuron_status_timeout_total")},
};
// clang-format on

/// Of each sample that is read it is asked: the metrics in order of their places, found by halves.
bool is_witness(const Metric* metric) {
  static const auto kMetrics = [] {
    std::array<const Metric*, kWitnesses.size()> metrics{};
    std::ranges::transform(kWitnesses, metrics.begin(), &Witness::metric);
    std::ranges::sort(metrics, std::less<>());
    return metrics;
  }();
  return std::ranges::binary_search(kMetrics, metric, std::less<>());
}

bool bears_out(const Metric* metric, std::string_view kind) {
  return std::ranges::any_of(kWitnesses, [&](const Witness& witness) {
    return witness.metric == metric && witness.kind == kind;
  });
}

using ById = std::map<std::string_view, const Device*>;

/// The accelerator that a part belongs to; nullptr for a part of none.
const Device* accelerator_of(const Device& part, const ById& by_id) {
  constexpr int kHighest = 8;  // parents that go round in a circle
  const auto* device = &part;
  for (int level = 0; level < kHighest && device->kind != DeviceKind::accelerator; ++level) {
    const auto above = by_id.find(device->parent);
    if (above == by_id.end()) {
      return nullptr;
    }
    device = above->second;
  }
  return device->kind == DeviceKind::accelerator ? device : nullptr;
}

}  // namespace

ClaimWatch::ClaimWatch(const Devices& devices) {
  ById by_id;
  for (const auto& device : devices) {
    by_id.emplace(device.id, &device);
  }
  for (DeviceHandle handle = 0; handle < devices.size(); ++handle) {
    if (const auto* accelerator = accelerator_of(devices[handle], by_id)) {
      accelerators_.emplace(handle, accelerator->id);
      ids_.emplace(handle, devices[handle].id);
    }
  }
}

Events ClaimWatch::take(const Samples& samples, const Events& events, UtcTime now) {
  if (accelerators_.empty()) {
    return {};
  }
  for (const auto& sample : samples) {
    note(sample);
  }
  for (const auto& event : events) {
    hear(event, now);
  }
  Events found;
  std::erase_if(claims_, [&](const Claim& claim) {
    auto verdict = verdict_on(claim, now);
    if (!verdict) {
      return false;
    }
    found.push_back(*std::move(verdict));
    return true;
  });
  return found;
}

Events ClaimWatch::end(UtcTime now) {
  Events found;
  for (const auto& claim : std::exchange(claims_, {})) {
    found.push_back(ruled(claim, now, "claim_not_checked", "the run ended before 2 min were over"));
  }
  return found;
}

void ClaimWatch::note(const Sample& sample) {
  if (!has_value(sample.reading) || !is_witness(sample.metric)) {
    return;
  }
  const auto accelerator = accelerators_.find(sample.device);
  if (accelerator == accelerators_.end()) {
    return;
  }
  const auto value = as_double(sample.reading);
  auto& counts = counts_[accelerator->second];
  const auto [place, is_new] = counts.try_emplace({sample.device, sample.metric});
  auto& count = place->second;
  if (is_new) {
    count = {ids_.at(sample.device), sample.metric, value, sample.taken_at, value, std::nullopt};
    return;
  }
  if (value > count.last) {
    count.grew_at = sample.taken_at;
  }
  count.last = value;
}

void ClaimWatch::hear(const Event& event, UtcTime now) {
  const auto line = event.source == "kmsg" ? parse_hardware_error(event.text) : std::nullopt;
  if (!line) {
    return;
  }
  const auto open = std::ranges::find_if(claims_, [&](const Claim& claim) {
    return claim.device == event.device && claim.kind == line->kind;
  });
  if (open != claims_.end()) {
    ++open->more;
    if (open->lines.size() < kMostLines) {
      open->lines.push_back(event.sequence);
    }
  } else if (claims_.size() < kMostClaims) {
    claims_.push_back({event.device, line->kind, event.taken_at, now, 0, {event.sequence}});
  }
}

std::vector<std::uint64_t> ClaimWatch::open_lines() const {
  std::vector<std::uint64_t> all;
  for (const auto& claim : claims_) {
    all.insert(all.end(), claim.lines.begin(), claim.lines.end());
  }
  std::ranges::sort(all);
  return all;
}

/// What a counter says for the claim; "" when nothing.
std::string ClaimWatch::words_of(const Count& count, const Claim& claim) {
  const auto name = count.device + ": " + std::string(count.metric->name);
  if (count.grew_at && std::chrono::abs(*count.grew_at - claim.made_at) <= kWindow) {
    return name + " grew to " + format_double(count.last) + " at that time";
  }
  const bool read_soon =
      count.first_at > claim.made_at && count.first_at - claim.made_at <= kWindow;
  if (read_soon && count.first > 0) {
    return name + " stood at " + format_double(count.first) + " when it was first read after it";
  }
  return {};
}

ClaimWatch::Finding ClaimWatch::look(const Claim& claim) const {
  Finding finding;
  const auto counts = counts_.find(claim.device);
  if (counts == counts_.end()) {
    return finding;
  }
  for (const auto& [key, count] : counts->second) {
    if (bears_out(count.metric, claim.kind) && count.first_at - claim.made_at <= kWindow) {
      finding.readable = true;
      finding.words = finding.words.empty() ? words_of(count, claim) : finding.words;
    }
  }
  return finding;
}

std::optional<Event> ClaimWatch::verdict_on(const Claim& claim, UtcTime now) {
  const auto finding = look(claim);
  if (!finding.words.empty()) {
    return ruled(claim, now, "claim_borne_out", finding.words);
  }
  if (now - std::max(claim.made_at, claim.heard_at) <= kWindow) {
    return std::nullopt;
  }
  if (!finding.readable) {
    return ruled(claim, now, "claim_not_checked",
                 "no counter of that kind could be read of it then");
  }
  return ruled(claim, now, "claim_not_borne_out",
               "no counter of that kind grew within 2 min; " + std::string(kForgeable));
}

Event ClaimWatch::ruled(const Claim& claim, UtcTime now, std::string_view code,
                        const std::string& why) {
  const auto more =
      claim.more > 0 ? " (and " + std::to_string(claim.more) + " more lines like it)" : "";
  const auto severity = code == "claim_borne_out" ? Severity::error : Severity::warning;
  return {claim.device, now,
          "neuron",     std::string(code),
          severity,     printable("NEURON_HW_ERR=" + claim.kind + more + ": " + why, kLongestText),
          ++events_};
}

}  // namespace rackproof::neuron
