#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// What a process that reads untrusted bytes keeps of its rights. Files that are open already stay
/// usable whatever is said here.
struct Confinement {
  std::vector<std::string>
      readable;  ///< Files, and directories with all beneath; missing ones count for nothing.
  std::vector<std::string>
      writable;  ///< Directories in which files may be made, changed and removed too.
  std::uint64_t memory_bytes = 0;  ///< Most private memory (RLIMIT_DATA); 0 = as it was.
};

/// What of it this kernel holds the process to.
struct Confined {
  bool privileges =
      false;  ///< No program it might start gains any, and capabilities but reading are gone.
  bool files = false;  ///< Landlock (Linux 5.13): no other file can be opened.
  bool system_calls =
      false;  ///< Seccomp: no network, no other program, no look at other processes.
  bool memory = false;
};

/// Takes from this process what it does not need, for good; to be called once, with one thread
/// running. What the kernel does not offer is left out and told. System calls that are taken away
/// fail with EPERM, files with EACCES. Error{io} where the kernel offers it and then fails at it.
/// Under AddressSanitizer the memory stays unlimited, and what its leak check needs is not taken
/// away.
Result<Confined> confine(const Confinement& confinement);

/// Whether this build limits the memory at all: false under AddressSanitizer.
[[nodiscard]] bool limits_memory();

}  // namespace rackproof
