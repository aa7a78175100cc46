#include "reports/presence_facts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "reports/figures.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostNamed = 20;  ///< inventory.json names them all.

void add_more(const char* name, std::size_t count, std::vector<PresenceFact>& facts) {
  if (count > kMostNamed) {
    facts.push_back({name, "and " + std::to_string(count - kMostNamed) + " more"});
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

}  // namespace

std::vector<PresenceFact> presence_facts(const Inventory& inventory) {
  const auto& [expected_by, expected, present, readable] = inventory.presence;
  std::vector<PresenceFact> facts;
  if (!expected_by.empty()) {
    facts.push_back({"Presence", std::to_string(expected) + " devices expected by " + expected_by +
                                     ", " + std::to_string(present) + " present, " +
                                     std::to_string(readable) + " of them readable"});
  }
  const auto& missing = inventory.missing;
  for (std::size_t i = 0; i < std::min(missing.size(), kMostNamed); ++i) {
    facts.push_back({"Missing", figures::device_name(missing[i].device.id) + ", expected by " +
                                    missing[i].expected_by});
  }
  add_more("Missing", missing.size(), facts);
  const auto& complaints = inventory.complaints;
  for (std::size_t i = 0; i < std::min(complaints.size(), kMostNamed); ++i) {
    facts.push_back({"Said against", figures::device_name(complaints[i].device) + ": " +
                                         joined(complaints[i].words)});
  }
  add_more("Said against", complaints.size(), facts);
  return facts;
}

}  // namespace rackproof
