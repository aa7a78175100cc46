#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/machine/file_tree.h"
#include "probes/machine/host.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What surrounds a run and can make it slower or faster without being its subject: clock governor
/// and driver, cgroup limits, processors allowed, load, huge pages, mitigations, power caps, clock
/// source. A fact that could not be read says so and why in its value.
std::vector<Fact> environment_facts(const FileTree& files);

/// Those of them that must not change while a step runs.
std::vector<Fact> condition_facts(const FileTree& files);

/// How the wall clock is synchronised, as the kernel tells it. Not told of a captured tree.
ClockSync clock_sync(const Host& host);

/// The kernel's clock source ("tsc"), or "not given".
std::string clock_source(const FileTree& files);

}  // namespace rackproof
