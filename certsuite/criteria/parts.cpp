#include "certsuite/criteria/parts.h"

#include <cmath>
#include <optional>
#include <string>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/limits.h"

namespace rackproof::criteria {
namespace {

/// One part of the reference against what the inventory holds of it.
struct Stock {
  const Part& part;
  std::vector<const Device*> devices;
  std::int64_t declared = 0;
  std::optional<std::int64_t> most;
};

Verdict part_verdict(const Stock& stock, std::string device) {
  Verdict verdict;
  verdict.criterion = "part-" + std::string(word_of(kDeviceKinds, stock.part.kind));
  verdict.criterion_class = "inventory";
  verdict.device = std::move(device);
  verdict.observed = static_cast<double>(stock.devices.size());
  verdict.at_least = static_cast<double>(stock.declared);
  verdict.accept_at_least = verdict.at_least;
  if (stock.most) {
    verdict.at_most = static_cast<double>(*stock.most);
    verdict.accept_at_most = verdict.at_most;
  }
  return verdict;
}

Verdict uncounted(const Part& part, Outcome outcome, std::string reason) {
  auto verdict = part_verdict(Stock{.part = part, .devices = {}, .most = std::nullopt}, "");
  verdict.outcome = outcome;
  verdict.observed.reset();
  verdict.at_least.reset();
  verdict.accept_at_least.reset();
  verdict.reason = std::move(reason);
  return verdict;
}

bool usable(double count) {
  return std::isfinite(count) && count >= 0 && count <= static_cast<double>(kMostSlots);
}

void judge_places(const Stock& stock, const Inventory& inventory, std::vector<Verdict>& verdicts) {
  const auto present = static_cast<std::int64_t>(stock.devices.size());
  for (std::int64_t place = 0; place < stock.declared; ++place) {
    const bool filled = place < present;
    auto verdict = part_verdict(stock, filled ? stock.devices[static_cast<std::size_t>(place)]->id
                                              : slot_name(stock.part.kind, place));
    verdict.outcome = filled ? Outcome::pass : Outcome::fail;
    verdict.readable = filled ? 1 : 0;
    verdict.missing = filled ? 0 : 1;
    verdict.reason = filled
                         ? "the inventory lists it"
                         : empty_slot_reason(inventory, stock.part.kind, present, stock.declared);
    verdicts.push_back(std::move(verdict));
  }
  const auto beyond = stock.most.value_or(present);
  for (auto place = std::max(beyond, stock.declared); place < present; ++place) {
    auto verdict = part_verdict(stock, stock.devices[static_cast<std::size_t>(place)]->id);
    verdict.outcome = Outcome::fail;
    verdict.readable = 1;
    verdict.reason = "the reference declares at most " + std::to_string(beyond) +
                     " and the inventory holds " + std::to_string(present);
    verdicts.push_back(std::move(verdict));
  }
}

void judge_part(const Part& part, const Inventory& inventory, std::vector<Verdict>& verdicts) {
  if (part.count.basis == Basis::not_public) {
    verdicts.push_back(uncounted(part, Outcome::not_judged,
                                 "how many there are is not public, so nothing may be held to it"));
    return;
  }
  const auto least = number_of(part.count, true);
  const auto most = part.count.value ? part.count.value : part.count.max;
  if ((!least && !most) || !usable(least.value_or(0)) || !usable(most.value_or(0))) {
    verdicts.push_back(
        uncounted(part, Outcome::inconclusive, "the reference's count is not a usable number"));
    return;
  }
  Stock stock{.part = part, .devices = devices_of(inventory, part.kind), .most = std::nullopt};
  stock.declared = static_cast<std::int64_t>(std::ceil(least.value_or(0)));
  if (most) {
    stock.most = static_cast<std::int64_t>(std::floor(*most));
  }
  judge_places(stock, inventory, verdicts);
}

}  // namespace

std::vector<Verdict> judge_parts(const Architecture& reference, const Inventory& inventory) {
  std::vector<Verdict> verdicts;
  for (const auto& part : reference.parts) {
    judge_part(part, inventory, verdicts);
  }
  return verdicts;
}

}  // namespace rackproof::criteria
