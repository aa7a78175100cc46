#include "certsuite/criteria/identity.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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

std::string node_architecture(const Inventory& inventory) {
  for (const auto& device : inventory.devices) {
    if (device.kind == DeviceKind::node) {
      return attribute(device, "architecture");
    }
  }
  return "";
}

/// The inventory as identity terms ask for it, gone through once for however many of them.
class Machine {
 public:
  explicit Machine(const Inventory& inventory);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& architecture() const { return architecture_; }
  /// Functions of the PCI id "vendor:device", both hexadecimal ("1d0f:7364", "0x1D0F:0x7364").
  [[nodiscard]] int count_pci(std::string_view pci) const;

 private:
  using PciId = std::pair<std::uint64_t, std::uint64_t>;

  std::string name_;
  std::string architecture_;
  std::map<PciId, std::set<std::string_view>> functions_;  ///< Ids of devices.
};

Machine::Machine(const Inventory& inventory)
    : name_(inventory.machine), architecture_(node_architecture(inventory)) {
  for (const auto& device : inventory.devices) {
    const auto vendor = parse_hex(attribute(device, "vendor_id"));
    const auto id = parse_hex(attribute(device, "device_id"));
    if (vendor && id) {
      functions_[{*vendor, *id}].insert(device.id);
    }
  }
}

int Machine::count_pci(std::string_view pci) const {
  const auto words = split(pci, ':');
  if (words.size() != 2) {
    return 0;
  }
  const auto vendor = parse_hex(words[0]);
  const auto id = parse_hex(words[1]);
  const auto found = vendor && id ? functions_.find({*vendor, *id}) : functions_.end();
  return found == functions_.end() ? 0 : static_cast<int>(found->second.size());
}

std::string found_text(const std::string& found) {
  return found.empty() ? "which the inventory does not say" : "found '" + found + "'";
}

/// Whether the term's machine is there but for some of its PCI functions.
bool lacks_only_functions(const IdentityTerm& term, const Machine& machine) {
  const bool named = (term.machine.empty() || term.machine == machine.name()) &&
                     (term.architecture.empty() || term.architecture == machine.architecture());
  const int count = machine.count_pci(term.pci);
  return named && term.count && count > 0 && count < *term.count;
}

/// Why the term does not match; "" when it does.
std::string mismatch_of(const IdentityTerm& term, const Machine& machine) {
  if (!term.machine.empty() && term.machine != machine.name()) {
    return "machine '" + term.machine + "' asked, " + found_text(machine.name());
  }
  const auto& architecture = machine.architecture();
  if (!term.architecture.empty() && term.architecture != architecture) {
    return "architecture '" + term.architecture + "' asked, " + found_text(architecture);
  }
  if (!term.pci.empty()) {
    const int count = machine.count_pci(term.pci);
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

/// Versions by name; of several under one name the first.
using Versions = std::map<std::string_view, std::string_view>;

Versions versions_of(const Inventory& inventory) {
  Versions versions;
  for (const auto& software : inventory.software) {
    versions.try_emplace(software.name, software.version);
  }
  return versions;
}

/// Whether a version is one that its row asks for; nothing where the two cannot be compared.
std::optional<bool> suits(std::string_view found, const std::string& asked) {
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

RowMatch match_row(const SoftwareRow& row, const Versions& versions) {
  RowMatch match;
  for (const auto& [name, version] : row.versions) {
    const auto found = versions.find(name);
    const bool listed = found != versions.end();
    const auto suited = listed ? suits(found->second, version) : std::nullopt;
    if (suited == true) {
      continue;
    }
    ++(suited ? match.different : match.missing);
    match.text += match.text.empty() ? "" : ", ";
    match.text += name;
    match.text += " ";
    match.text += version;
    match.text += " asked, ";
    match.text += listed ? std::string(found->second) + " found" : "not in the inventory";
    match.text += listed && !suited ? ", which cannot be compared" : "";
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
  const Machine machine(inventory);
  for (const auto& term : reference.identity) {
    const auto mismatch = mismatch_of(term, machine);
    if (mismatch.empty()) {
      verdict.outcome = Outcome::pass;
      verdict.readable = 1;
      verdict.reason = "the machine is one that reference '" + reference.id + "' is for";
      return verdict;
    }
    text += (text.empty() ? "" : "; ") + mismatch;
    if (lacks_only_functions(term, machine)) {
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
  const auto versions = versions_of(inventory);
  for (const auto& row : reference.software) {
    matches.push_back(match_row(row, versions));
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
