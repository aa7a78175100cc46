#pragma once

#include "probes/neuron/neuron_device.h"

namespace rackproof::neuron {

/// Reads the error counts of one device. Where the driver cannot read a register it prints 0; in
/// the same situation serial_number is an empty line. So the serial number is read before and after
/// and must be there both times, or every count is Error{io}. Where the driver has no serial_number
/// file, a 0 is Error{unsupported} and any other count stands.
///
/// Counts move: while a repair of HBM is pending, the uncorrectable ones are in the repairable
/// file, and go back when the repair fails. Both are read as one picture and bear one time, so that
/// a move is no new error and no reset; it is an event of its own.
void read_ecc(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
              ProbeReading& reading);

}  // namespace rackproof::neuron
