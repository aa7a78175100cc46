#include "cli/certify_inputs.h"

#include <utility>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/requirements.h"
#include "certsuite/criteria/waivers.h"
#include "cli/order_file.h"
#include "probes/collector.h"
#include "probes/machine/output_file.h"
#include "probes/registry.h"
#include "reports/sealer_credentials.h"
#include "schemas/toml/site_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

std::optional<CertifyInputs> refuse(const Error& error, Refusal& refusal) {
  refusal = {exit_code_of_input(error), error.message};
  return std::nullopt;
}

}  // namespace

std::optional<CertifyInputs> read_inputs(const CertifyOptions& options, Refusal& refusal) {
  CertifyInputs inputs;
  auto reference = find_reference(options.reference);
  if (!reference) {
    return refuse(reference.error(), refusal);
  }
  inputs.reference = *std::move(reference);
  if (!options.site.empty()) {
    auto text = read_file(options.site, kTomlLimit);
    if (!text) {
      return refuse(text.error(), refusal);
    }
    auto site = load_site(*text, options.site);
    if (!site) {
      return refuse(site.error(), refusal);
    }
    const auto waived = criteria::check_waived(
        site->waivers, criteria::requirements_of(inputs.reference.architecture));
    if (!waived) {
      return refuse(waived.error().during(options.site), refusal);
    }
    inputs.site_toml = *std::move(text);
    inputs.site = *std::move(site);
  }
  if (!options.order.empty()) {
    auto order = read_order_file(options.order);
    if (!order) {
      return refuse(order.error(), refusal);
    }
    inputs.order = std::move(order->envelope);
  }
  auto external = read_external_files(options.ocptv);
  if (!external) {
    return refuse(external.error(), refusal);
  }
  inputs.external = *std::move(external);
  if (!read_key(options, inputs, refusal)) {
    return std::nullopt;
  }
  return inputs;
}

bool read_key(const CertifyOptions& options, CertifyInputs& inputs, Refusal& refusal) {
  if (options.key.empty()) {
    const auto nothing = read_credentials(options, options.credentials);
    if (!nothing) {
      refuse(nothing.error(), refusal);
    }
    return nothing.has_value();
  }
  auto key = open_signer(options);
  if (!key) {
    refuse(key.error(), refusal);
    return false;
  }
  if (const auto tried = try_signer(**key); !tried) {
    refuse(tried.error(), refusal);
    return false;
  }
  inputs.key = *std::move(key);
  auto credentials = read_credentials(options, options.credentials);
  if (!credentials) {
    refuse(credentials.error(), refusal);
    return false;
  }
  inputs.credentials = *std::move(credentials);
  const auto sound = check_credentials(inputs, nullptr, SystemClock().now());
  if (!sound) {
    refuse(sound.error(), refusal);
  }
  return sound.has_value();
}

Result<void> check_credentials(const CertifyInputs& inputs, const Inventory* about, UtcTime now) {
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    if (!inputs.key) {
      break;
    }
    const auto notes = check_sealer_credentials(
        inputs.credentials, {inputs.key->public_key(), role, now, about}, nullptr);
    if (!notes) {
      return notes.error();
    }
  }
  return {};
}

Machine::Machine(FileTree files)
    : files_(std::move(files)),
      host_{files_, clock_},
      probes_(make_all_probes(host_)),
      inventory_(take_inventory(host_, probes_)) {}

Inventory Machine::look_again() const {
  return take_inventory(host_, make_all_probes(host_));
}

}  // namespace rackproof
