#include "cli/confining.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "probes/machine/scratch.h"

namespace rackproof {

Result<std::optional<Confined>> confine_to(const VerifyRequest& request) {
  constexpr std::uint64_t kMostMemoryBytes = std::uint64_t{512} << 20;
  if (!request.confined) {
    return std::optional<Confined>();
  }
  Confinement confinement{request.bundles, {temporary_directory()}, kMostMemoryBytes};
  if (!request.seen.empty()) {
    const auto parent = std::filesystem::path(request.seen).parent_path().string();
    confinement.writable.push_back(parent.empty() ? "." : parent);
  }
  // SQLite asks for random numbers, and fills up what is closed of the first three descriptors.
  confinement.readable.insert(confinement.readable.end(),
                              {"/proc/self", "/dev/urandom", "/dev/null"});
  const auto confined = confine(confinement);
  return confined ? Result<std::optional<Confined>>(*confined)
                  : Result<std::optional<Confined>>(confined.error());
}

std::string unconfined_words(const Confined& confined) {
  struct Part {
    bool held;
    std::string_view otherwise;
  };
  const std::array parts{
      Part{confined.files, "open every file that its user may (no Landlock)"},
      Part{confined.system_calls, "use the network and start programs (no seccomp)"},
      Part{confined.privileges, "use its capabilities"},
      Part{confined.memory || !limits_memory(), "take memory without limit"},
  };
  std::string words;
  for (const auto& [held, otherwise] : parts) {
    if (!held) {
      words.append(words.empty() ? "" : ", ").append(otherwise);
    }
  }
  return words.empty() ? "" : "this kernel does not confine the verifier: it could " + words;
}

}  // namespace rackproof
