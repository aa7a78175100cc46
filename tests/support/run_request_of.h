#pragma once

#include <string>

#include "reports/evidence.h"
#include "schemas/run_journal.h"

namespace rackproof::testing {

/// What the run that the bundle tells of was asked to do, as its state would say had it been
/// killed.
inline RunRequest run_request_of(const Loaded& loaded, const std::string& root) {
  const auto& record = loaded.run_record.record;
  RunRequest request;
  request.run_id = record.run_id;
  request.started = record.started;
  request.suite_version = record.suite_version;
  request.suite_digest = record.suite_digest;
  request.reference_toml = loaded.reference.canonical_toml;
  request.reference_digest = record.reference_digest;
  request.plan_digest = record.plan_digest;
  request.tier = record.tier;
  request.root = root;
  request.command_line = record.command_line;
  request.environment = record.environment;
  request.inventory = loaded.inventory;
  request.external_results = record.external_results;
  return request;
}

}  // namespace rackproof::testing
