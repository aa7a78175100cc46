#pragma once

#include <string>

#include "reports/seal/signer.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

namespace rackproof {

/// Seals the statement of `role` in the bundle directory: run-record.json (collector) or
/// report.json (certifier) becomes its .dsse.json, byte for byte. A statement that is sealed
/// already gets a signature by `key` besides those that it has. Error{io} when `key` has signed it,
/// Error{absent} when there is none, Error{malformed} when it is not a statement of ours or
/// mandatory items are missing. Nothing is changed on failure. Works on a BundleWriter's directory,
/// on a finished bundle and on a copy of one.
Result<void> seal_statement(const std::string& directory, seal::Role role, const seal::Signer& key);

}  // namespace rackproof
