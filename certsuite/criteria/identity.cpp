#include "certsuite/criteria/identity.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/criteria/grounds.h"
#include "schemas/text.h"
#include "schemas/version_window.h"

namespace rackproof::criteria {
namespace {

std::string attribute(const Device& device, std::string_view name) {
  const auto found = device.attributes.find(name);
  return found == device.attributes.end() ? "" : found->second;
}

/// Whether `id` ("0x1d0f", "1D0F") is the hexadecimal number `wanted` ("1d0f").
bool same_hex(std::string_view id, std::string_view wanted) {
  const auto a = parse_hex(id);
  const auto b = parse_hex(wanted);
  return a && b && *a == *b;
}

int count_pci(const Inventory& inventory, std::string_view pci) {
  const auto words = split(pci, ':');
  if (words.size() != 2) {
    return 0;
  }
  std::vector<std::string_view> counted;
  for (const auto& device : inventory.devices) {
    if (same_hex(attribute(device, "vendor_id"), words[0]) &&
        same_hex(attribute(device, "device_id"), words[1]) &&
        std::ranges::find(counted, device.id) == counted.end()) {
      counted.emplace_back(device.id);
    }
  }
  return static_cast<int>(counted.size());
}

std::string node_architecture(const Inventory& inventory) {
  for (const auto& device : inventory.devices) {
    if (device.kind == DeviceKind::node) {
      return attribute(device, "architecture");
    }
  }
  return "";
}

std::string found_text(const std::string& found) {
  return found.empty() ? "which the inventory does not say" : "found '" + found + "'";
}

/// Whether the term's machine is there but for some of its PCI functions.
bool lacks_only_functions(const IdentityTerm& term, const Inventory& inventory) {
  const bool named =
      (term.machine.empty() || term.machine == inventory.machine) &&
      (term.architecture.empty() || term.architecture == node_architecture(inventory));
  const int count = count_pci(inventory, term.pci);
  return named && term.count && count > 0 && count < *term.count;
}

/// Why the term does not match; "" when it does.
std::string mismatch_of(const IdentityTerm& term, const Inventory& inventory) {
  if (!term.machine.empty() && term.machine != inventory.machine) {
    return "machine '" + term.machine + "' asked, " + found_text(inventory.machine);
  }
  const auto architecture = node_architecture(inventory);
  if (!term.architecture.empty() && term.architecture != architecture) {
    return "architecture '" + term.architecture + "' asked, " + found_text(architecture);
  }
  if (!term.pci.empty()) {
    const int count = count_pci(inventory, term.pci);
    if (term.count ? count != *term.count : count == 0) {
      return (term.count ? std::to_string(*term.count) : std::string("one or more")) +
             " of PCI id " + term.pci + " asked, found " + std::to_string(count);
    }
  } else if (term.machine.empty() && term.architecture.empty()) {
    return "an identity term that asks for nothing";
  }
  return "";
}

Verdict node_verdict(std::string criterion, std::string criterion_class) {
  Verdict verdict;
  verdict.criterion = std::move(criterion);
  verdict.criterion_class = std::move(criterion_class);
  verdict.device = std::string(kNodeId);
  verdict.grounds = exact_grounds();
  return verdict;
}

const SoftwareVersion* find_software(const Inventory& inventory, const std::string& name) {
  const auto found = std::ranges::find(inventory.software, name, &SoftwareVersion::name);
  return found == inventory.software.end() ? nullptr : &*found;
}

/// Whether a version is one that its row asks for; nothing where the two cannot be compared.
std::optional<bool> suits(const std::string& found, const std::string& asked) {
  if (!is_version_window(asked)) {
    return found == asked;
  }
  const auto bounds = parse_version_window(asked);
  return bounds ? within_window(found, *bounds) : std::nullopt;
}

/// How one row stands against the machine.
struct RowMatch {
  int missing = 0;    ///< Names that the inventory does not list, or whose order is not known.
  int different = 0;  ///< Versions that were read and are others.
  std::string text;   ///< What is missing or different.
};

RowMatch match_row(const SoftwareRow& row, const Inventory& inventory) {
  RowMatch match;
  for (const auto& [name, version] : row.versions) {
    const auto* found = find_software(inventory, name);
    const auto suited = found == nullptr ? std::nullopt : suits(found->version, version);
    if (suited == true) {
      continue;
    }
    ++(suited ? match.different : match.missing);
    match.text += match.text.empty() ? "" : ", ";
    match.text += name;
    match.text += " ";
    match.text += version;
    match.text += " asked, ";
    match.text += found == nullptr ? "not in the inventory" : found->version + " found";
    match.text += found != nullptr && !suited ? ", which cannot be compared" : "";
  }
  return match;
}

}  // namespace

std::optional<Verdict> judge_identity(const Architecture& reference, const Inventory& inventory) {
  if (reference.identity.empty()) {
    return std::nullopt;
  }
  auto verdict = node_verdict("identity", "identity");
  std::string text;
  for (const auto& term : reference.identity) {
    const auto mismatch = mismatch_of(term, inventory);
    if (mismatch.empty()) {
      verdict.outcome = Outcome::pass;
      verdict.readable = 1;
      verdict.reason = "the machine is one that reference '" + reference.id + "' is for";
      return verdict;
    }
    text += (text.empty() ? "" : "; ") + mismatch;
    if (lacks_only_functions(term, inventory)) {
      verdict.readable = 1;
    }
  }
  verdict.outcome = Outcome::inconclusive;
  verdict.missing = 1;
  verdict.reason = "reference '" + reference.id + "' is not for this machine: " + text;
  return verdict;
}

std::optional<Verdict> judge_software(const Architecture& reference, const Inventory& inventory) {
  if (reference.software.empty()) {
    return std::nullopt;
  }
  auto verdict = node_verdict("software", "inventory");
  std::vector<RowMatch> matches;
  for (const auto& row : reference.software) {
    matches.push_back(match_row(row, inventory));
  }
  // The nearest row first: the fewest contradictions, then the fewest names not known.
  const auto nearest = std::ranges::min_element(matches, [](const auto& a, const auto& b) {
    return a.different != b.different ? a.different < b.different : a.missing < b.missing;
  });
  if (nearest->different > 0) {
    verdict.outcome = Outcome::fail;
    verdict.readable = 1;
    verdict.reason = "no software row matches; the nearest: " + nearest->text;
  } else if (nearest->missing > 0) {
    verdict.outcome = Outcome::inconclusive;
    verdict.missing = nearest->missing;
    verdict.reason = "no software row could be confirmed; the nearest: " + nearest->text;
  } else {
    const auto& row = reference.software[static_cast<std::size_t>(nearest - matches.begin())];
    verdict.outcome = row.versions.empty() ? Outcome::inconclusive : Outcome::pass;
    verdict.readable = 1;
    verdict.reason = row.versions.empty() ? "the reference's software row asks for nothing"
                                          : "one software row matches as a whole";
  }
  return verdict;
}

}  // namespace rackproof::criteria
