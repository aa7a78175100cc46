#include "reports/declared.h"

#include <algorithm>

#include "reports/figures.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

constexpr std::string_view kPartPrefix = "part-";

std::string in_words(const IdentityTerm& term) {
  std::string text;
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      text += (text.empty() ? "" : ", ") + std::string(name) + " " + value;
    }
  };
  add("architecture", term.architecture);
  add("machine", term.machine);
  add("PCI function", term.pci);
  add("times", term.count ? std::to_string(*term.count) : "");
  return text;
}

std::string identity(const Architecture& reference) {
  std::string text;
  for (const auto& term : reference.identity) {
    text += (text.empty() ? "" : "; or ") + in_words(term);
  }
  return "the reference is for: " + text;
}

std::string part(const Part& part) {
  std::string text = "the reference counts";
  if (part.in) {
    text += " in each " + std::string(word_of(kDeviceKinds, *part.in));
  }
  text += ": " + figures::quantity(part.count) +
          " \xC2\xB7 basis: " + std::string(word_of(kBases, part.count.basis)) +
          " \xC2\xB7 source: " + figures::given(part.count.source);
  if (!part.model.empty()) {
    text += " \xC2\xB7 model: " + part.model;
  }
  return part.serial ? text + " \xC2\xB7 each with a serial number" : text;
}

std::string topology(const Architecture& reference) {
  std::string text = "the reference asks for: " + reference.topology_kind;
  const char* join = " ";
  for (const int length : reference.topology_shape) {
    text += join + std::to_string(length);
    join = " x ";
  }
  return text;
}

}  // namespace

std::string declared(const Architecture& reference, std::string_view criterion) {
  if (criterion == "identity" && !reference.identity.empty()) {
    return identity(reference);
  }
  if (criterion == "software" && !reference.software.empty()) {
    return "one of " +
           figures::counted(static_cast<std::int64_t>(reference.software.size()), "row") +
           " of versions must match as a whole";
  }
  if (criterion == "topology" && !reference.topology_kind.empty()) {
    return topology(reference);
  }
  if (criterion.starts_with(kPartPrefix)) {
    const auto kind = value_of(kDeviceKinds, criterion.substr(kPartPrefix.size()));
    const auto found = std::ranges::find_if(
        reference.parts, [kind](const Part& each) { return kind && each.kind == *kind; });
    return found == reference.parts.end() ? "" : part(*found);
  }
  return "";
}

}  // namespace rackproof
