#pragma once

#include <memory>

#include "probes/neuron/neuron_ls.h"
#include "probes/probe.h"

namespace rackproof {

/// The Neuron driver's files; `tool` (may be empty) gives what neuron-ls prints, at discovery.
std::unique_ptr<Probe> make_neuron_probe(const Host& host, neuron::LsReader tool);

}  // namespace rackproof
