#include "probes/sinks/compat_facts.h"

#include <algorithm>

#include "probes/sinks/exposition_text.h"

namespace rackproof::compat {

std::string labels(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
  std::string text;
  for (const auto& [name, value] : pairs) {
    text += text.empty() ? "" : ",";
    text += label_text(name, value);
  }
  return text;
}

std::optional<std::string_view> after(std::string_view text, std::string_view start) {
  if (!text.starts_with(start)) {
    return std::nullopt;
  }
  return text.substr(start.size());
}

std::string_view fact(const Device& device, std::string_view name) {
  const auto found = device.attributes.find(name);
  return found == device.attributes.end() ? std::string_view() : std::string_view(found->second);
}

const Device* device_named(std::string_view id, const CompatContext& context) {
  const auto found = std::ranges::find(*context.devices, id, &Device::id);
  return found == context.devices->end() ? nullptr : &*found;
}

std::string_view digits_at_end(std::string_view text) {
  const auto last = text.find_last_not_of("0123456789");
  return last == std::string_view::npos ? text : text.substr(last + 1);
}

}  // namespace rackproof::compat
