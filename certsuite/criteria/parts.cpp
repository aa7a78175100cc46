#include "certsuite/criteria/parts.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/ruling.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

/// What a count is held against.
struct Declared {
  const Architecture& reference;
  const Inventory& inventory;
};

/// How many there must be.
struct Wanted {
  std::int64_t least = 0;
  std::optional<std::int64_t> most;
};

/// One part of the reference against what the inventory holds of it.
struct Stock {
  const Part& part;
  Wanted wanted;
  std::vector<const Device*> devices;
};

std::string kind_word(DeviceKind kind) {
  return std::string(word_of(kDeviceKinds, kind));
}

Verdict settled(const Part& part, std::string device, Ruling ruling) {
  Verdict verdict;
  verdict.criterion = part_requirement(part.kind);
  verdict.criterion_class = "inventory";
  verdict.device = std::move(device);
  verdict.outcome = ruling.outcome;
  verdict.reason = std::move(ruling.reason);
  verdict.grounds = exact_grounds();
  return verdict;
}

/// The reference itself leaves nothing to hold the inventory to.
Verdict not_asked(const Part& part, Ruling ruling) {
  auto verdict = settled(part, "", std::move(ruling));
  verdict.grounds = exact_grounds(false);
  return verdict;
}

/// The same with the numbers that it rests on.
Verdict counted_verdict(const Stock& stock, std::string device, Ruling ruling) {
  auto verdict = settled(stock.part, std::move(device), std::move(ruling));
  verdict.observed = static_cast<double>(stock.devices.size());
  verdict.at_least = static_cast<double>(stock.wanted.least);
  verdict.accept_at_least = verdict.at_least;
  if (stock.wanted.most) {
    verdict.at_most = static_cast<double>(*stock.wanted.most);
    verdict.accept_at_most = verdict.at_most;
  }
  verdict.readable = 1;
  return verdict;
}

bool usable(double count) {
  return std::isfinite(count) && count >= 0 && count <= static_cast<double>(kMostSlots);
}

std::optional<Wanted> wanted_of(const Part& part) {
  const auto least = number_of(part.count, true);
  const auto most = part.count.value ? part.count.value : part.count.max;
  if ((!least && !most) || !usable(least.value_or(0)) || !usable(most.value_or(0))) {
    return std::nullopt;
  }
  Wanted wanted{static_cast<std::int64_t>(std::ceil(least.value_or(0))), std::nullopt};
  if (most) {
    wanted.most = static_cast<std::int64_t>(std::floor(*most));
  }
  return wanted;
}

/// Whether a device is what the part asks for.
Ruling as_asked(const Part& part, const Device& device) {
  if (!part.model.empty() && device.model.empty()) {
    return {Outcome::inconclusive, "it does not say its model, '" + part.model + "' asked"};
  }
  if (!part.model.empty() && !matches_pattern(device.model, part.model)) {
    return {Outcome::fail, "it is '" + device.model + "', '" + part.model + "' asked"};
  }
  if (part.serial && device.serial.empty()) {
    return {Outcome::inconclusive, "it does not say its serial number"};
  }
  return {Outcome::pass, "the inventory lists it"};
}

Ruling one_too_many(const Stock& stock) {
  return {Outcome::fail, "the reference declares at most " + std::to_string(*stock.wanted.most) +
                             " and the inventory holds " + std::to_string(stock.devices.size())};
}

/// A verdict for each place, and one for each device that has none.
void judge_places(const Stock& stock, const Inventory& inventory, std::vector<Verdict>& verdicts) {
  const auto present = static_cast<std::int64_t>(stock.devices.size());
  const auto& [least, most] = stock.wanted;
  for (std::int64_t place = 0; place < present; ++place) {
    const auto& device = *stock.devices[static_cast<std::size_t>(place)];
    if (most && place >= std::max(*most, least)) {
      verdicts.push_back(counted_verdict(stock, device.id, one_too_many(stock)));
    } else if (place < least) {
      verdicts.push_back(counted_verdict(stock, device.id, as_asked(stock.part, device)));
    }
  }
  if (present >= least) {
    return;
  }
  const auto why = empty_slot_reason(inventory, stock.part.kind, present, least);
  for (auto place = present; place < least; ++place) {
    verdicts.push_back(
        counted_verdict(stock, slot_name(stock.part.kind, place), {Outcome::fail, why}));
    verdicts.back().readable = 0;
    verdicts.back().missing = 1;
  }
}

/// Whether one holder has as many as it must.
Ruling as_many_as_asked(const Stock& stock) {
  const auto present = static_cast<std::int64_t>(stock.devices.size());
  const bool too_many = stock.wanted.most && present > *stock.wanted.most;
  const auto text = "it holds " + std::to_string(present) + " of " + kind_word(stock.part.kind);
  if (present < stock.wanted.least) {
    return {Outcome::fail, text + ", at least " + std::to_string(stock.wanted.least) + " asked"};
  }
  if (too_many) {
    return {Outcome::fail, text + ", at most " + std::to_string(*stock.wanted.most) + " asked"};
  }
  return {Outcome::pass, text};
}

/// A verdict for each device that holds such parts, and one for each of those that is missing.
void judge_holders(const Part& part, const Wanted& wanted, const Declared& seen,
                   std::vector<Verdict>& verdicts) {
  const auto holders = devices_of(seen.inventory, *part.in);
  const auto held = devices_by_holder(seen.inventory, part.kind);
  for (const auto* holder : holders) {
    const Stock stock{part, wanted, devices_in(held, holder->id)};
    verdicts.push_back(counted_verdict(stock, holder->id, as_many_as_asked(stock)));
  }
  const auto present = static_cast<std::int64_t>(holders.size());
  const auto declared = declared_count(seen.reference, *part.in);
  const auto why = present < declared
                       ? empty_slot_reason(seen.inventory, *part.in, present, declared)
                       : std::string();
  for (auto slot = present; slot < declared; ++slot) {
    verdicts.push_back(settled(part, slot_name(*part.in, slot), {Outcome::fail, why}));
    verdicts.back().missing = 1;
  }
  if (holders.empty() && declared == 0) {
    verdicts.push_back(
        settled(part, "", {Outcome::not_judged, "the inventory holds no " + kind_word(*part.in)}));
  }
}

void judge_part(const Part& part, const Declared& seen, std::vector<Verdict>& verdicts) {
  if (part.count.basis == Basis::not_public) {
    verdicts.push_back(not_asked(
        part,
        {Outcome::not_judged, "how many there are is not public, so nothing may be held to it"}));
    return;
  }
  const auto wanted = wanted_of(part);
  if (!wanted) {
    verdicts.push_back(
        not_asked(part, {Outcome::inconclusive, "the reference's count is not a usable number"}));
    return;
  }
  if (part.in) {
    judge_holders(part, *wanted, seen, verdicts);
    return;
  }
  judge_places({part, *wanted, devices_of(seen.inventory, part.kind)}, seen.inventory, verdicts);
}

/// What the maker does not say is said to be so, not left out.
void tell_not_public(const Part& part, std::vector<Verdict>& verdicts) {
  for (const auto& [name, quantity] : part.quantities) {
    if (quantity.basis != Basis::not_public) {
      continue;
    }
    std::string why = "its maker does not publish it";
    why += quantity.note.empty() ? "" : ": " + quantity.note;
    auto verdict = not_asked(part, {Outcome::not_judged, std::move(why)});
    verdict.criterion = unpublished_requirement(part.kind, name);
    verdict.criterion_class = "not_public";
    verdict.required = false;
    verdict.unit = unit_row(quantity.unit).base;
    verdicts.push_back(std::move(verdict));
  }
}

}  // namespace

std::string part_requirement(DeviceKind kind) {
  return "part-" + kind_word(kind);
}

std::string unpublished_requirement(DeviceKind kind, std::string_view figure) {
  return kind_word(kind) + "-" + std::string(figure);
}

std::vector<Verdict> judge_parts(const Architecture& reference, const Inventory& inventory) {
  std::vector<Verdict> verdicts;
  for (const auto& part : reference.parts) {
    judge_part(part, {reference, inventory}, verdicts);
    tell_not_public(part, verdicts);
    if (verdicts.size() > kMostVerdicts) {
      break;  // whoever judges refuses them all
    }
  }
  return verdicts;
}

}  // namespace rackproof::criteria
