#include "cli/interrupted_run.h"

#include <cstddef>
#include <utility>

#include "certsuite/runner_evidence.h"
#include "cli/certify_run.h"
#include "probes/machine/output_file.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/run_request_json.h"
#include "schemas/toml/reference.h"
#include "schemas/toml/site_file.h"

namespace rackproof {
namespace {

constexpr std::size_t kStateLimit = std::size_t{256} << 20;

Result<RunRequest> read_request(const std::string& path) {
  const auto bytes = read_file(path, kStateLimit);
  if (!bytes) {
    return bytes.error();
  }
  auto request = decode_run_request(*bytes);
  return request ? std::move(request) : Result<RunRequest>(request.error().during(path));
}

/// The history that `path` tells, and the inventory that it brought last into `inventory`.
Result<RunHistory> read_journal(const std::string& path, Inventory& inventory) {
  const auto journal = read_file(path, kStateLimit);
  if (!journal && journal.error().kind != ErrorKind::absent) {
    return journal.error();
  }
  auto history = read_history(journal ? *journal : "");
  if (!history) {
    return history.error().during(path);
  }
  if (!history->inventory.empty()) {
    auto later = decode_inventory(history->inventory);
    if (!later) {
      return later.error().during(path);
    }
    inventory = *std::move(later);
  }
  return history;
}

}  // namespace

Result<InterruptedRun> read_interrupted_run(const std::string& state) {
  auto request = read_request(request_path(state));
  if (!request) {
    return std::move(request).error();
  }
  auto inventory = request->inventory;
  auto history = read_journal(state + "/" + std::string(kJournalName), inventory);
  if (!history) {
    return std::move(history).error();
  }
  return InterruptedRun{*std::move(request), *std::move(history), std::move(inventory)};
}

Result<CertifyInputs> restore_inputs(const RunRequest& request, const std::string& state) {
  const auto path = request_path(state);
  CertifyInputs inputs;
  auto reference = load_reference({path, request.reference_toml}, no_overlays);
  if (!reference) {
    return std::move(reference).error();
  }
  inputs.reference = *std::move(reference);
  inputs.site_toml = request.site_toml;
  if (!inputs.site_toml.empty()) {
    auto site = load_site(inputs.site_toml, path);
    if (!site) {
      return std::move(site).error();
    }
    inputs.site = *std::move(site);
  }
  inputs.order = request.order;
  return inputs;
}

}  // namespace rackproof
