#pragma once

#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"

namespace rackproof {

/// The machine as probes see it. Holds references only: the owner outlives every probe.
/// `files.is_this_machine()` false means a captured tree: ioctls, sockets, /dev and libraries stay
/// shut and everything read is marked simulated.
struct Host {
  const FileTree& files;
  const Clock& clock;
};

}  // namespace rackproof
