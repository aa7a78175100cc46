#include "probes/kmsg/kernel_log_mark.h"

#include <algorithm>
#include <utility>

#include "schemas/text.h"

namespace rackproof {

bool is_of_kernel_log(const Event& event) {
  return event.source == "kmsg" || event.source == "user";
}

bool KernelLogMark::was_told(const Event& event) const {
  return newest && is_of_kernel_log(event) && event.sequence <= *newest;
}

Events KernelLogMark::take_told(Events& events) const {
  Events again;
  std::erase_if(events, [&](Event& event) {
    const bool told = was_told(event);
    if (told && std::ranges::binary_search(open, event.sequence)) {
      again.push_back(std::move(event));
    }
    return told;
  });
  return again;
}

std::string format_mark(const std::string& boot_id, const KernelLogMark& mark) {
  auto text = boot_id + " " + std::to_string(mark.newest.value_or(0));
  for (const auto sequence : mark.open) {
    text += " " + std::to_string(sequence);
  }
  return text;
}

KernelLogMark parse_mark(std::string_view text, std::string_view boot_id) {
  const auto fields = words(text);
  KernelLogMark mark;
  if (fields.size() < 2 || fields[0] != boot_id) {
    return mark;
  }
  for (std::size_t i = 1; i < fields.size(); ++i) {
    const auto sequence = parse_unsigned(fields[i]);
    if (!sequence) {
      return {};
    }
    if (i == 1) {
      mark.newest = *sequence;
    } else {
      mark.open.push_back(*sequence);
    }
  }
  std::ranges::sort(mark.open);
  return mark;
}

}  // namespace rackproof
