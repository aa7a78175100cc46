#pragma once

#include <string>

#include "reports/seal/private_key.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

namespace rackproof {

/// Seals the statement of `role` in the bundle directory: run-record.json (collector) or
/// report.json (certifier) becomes its .dsse.json, byte for byte. Error{io} when it is sealed
/// already or not there, Error{malformed} when it is not a statement of ours or mandatory items are
/// missing. Nothing is changed on failure. Works on a BundleWriter's directory and on a finished
/// bundle.
Result<void> seal_statement(const std::string& directory, seal::Role role,
                            const seal::PrivateKey& key);

}  // namespace rackproof
