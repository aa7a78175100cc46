#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/event.h"

namespace rackproof {

/// How far the kernel log of a boot was told. Whoever reads the log from its beginning again, as
/// each start does, neither tells a record twice by it nor forgets a claim that was still open.
struct KernelLogMark {
  std::optional<std::uint64_t> newest;  ///< Records up to this one were told; none = none was.
  /// Of those: lines of claims that were not ruled on yet (neuron/claim_watch.h), in order.
  std::vector<std::uint64_t> open;

  bool operator==(const KernelLogMark&) const = default;

  [[nodiscard]] bool was_told(const Event& event) const;
  /// Takes out of `events` what was told, and gives those of it whose claim was open: to be heard
  /// again, and told to nobody.
  [[nodiscard]] Events take_told(Events& events) const;
};

/// What /dev/kmsg gave: of the kernel itself, or of a process that wrote to it.
[[nodiscard]] bool is_of_kernel_log(const Event& event);

/// "BOOT NEWEST OPEN OPEN...", of a mark that has a newest record.
[[nodiscard]] std::string format_mark(const std::string& boot_id, const KernelLogMark& mark);
/// The inverse; nothing told where the text is another boot's, or none of ours.
[[nodiscard]] KernelLogMark parse_mark(std::string_view text, std::string_view boot_id);

}  // namespace rackproof
