#include "cli/certify_inputs.h"

#include <utility>

#include "certsuite/architectures/find.h"
#include "probes/collector.h"
#include "probes/machine/output_file.h"
#include "reports/seal/key_file.h"
#include "schemas/toml/site_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

std::optional<CertifyInputs> refuse(const Error& error, Refusal& refusal) {
  refusal = {exit_code_of_input(error), error.message};
  return std::nullopt;
}

Result<void> read_site(const CertifyOptions& options, CertifyInputs& inputs) {
  if (options.site.empty()) {
    return {};
  }
  auto text = read_file(options.site, kTomlLimit);
  if (!text) {
    return std::move(text).error();
  }
  auto site = load_site(*text, options.site);
  if (!site) {
    return std::move(site).error();
  }
  inputs.site_toml = *std::move(text);
  inputs.site = *std::move(site);
  return {};
}

Result<void> read_probe_choice(const CertifyOptions& options, CertifyInputs& inputs) {
  auto files = read_probe_files(options.bmcs, options.sources);
  if (!files) {
    return std::move(files).error();
  }
  auto choice = ProbeChoice::load(*files);
  if (!choice) {
    return std::move(choice).error();
  }
  inputs.probe_files = *std::move(files);
  inputs.probes = *std::move(choice);
  return {};
}

}  // namespace

std::optional<CertifyInputs> read_inputs(const CertifyOptions& options, Refusal& refusal) {
  CertifyInputs inputs;
  auto reference = find_reference(options.reference);
  if (!reference) {
    return refuse(reference.error(), refusal);
  }
  inputs.reference = *std::move(reference);
  if (const auto read = read_site(options, inputs); !read) {
    return refuse(read.error(), refusal);
  }
  if (const auto read = read_probe_choice(options, inputs); !read) {
    return refuse(read.error(), refusal);
  }
  if (!read_key(options, inputs, refusal)) {
    return std::nullopt;
  }
  return inputs;
}

bool read_key(const CertifyOptions& options, CertifyInputs& inputs, Refusal& refusal) {
  if (options.key.empty()) {
    return true;
  }
  auto key = seal::load_private_key(options.key);
  if (!key) {
    refuse(key.error(), refusal);
    return false;
  }
  inputs.key = *std::move(key);
  return true;
}

Machine::Machine(FileTree files, const ProbeChoice& choice)
    : files_(std::move(files)),
      choice_(choice),
      host_{files_, clock_},
      probes_(choice_.make_all(host_)),
      inventory_(take_inventory(host_, probes_)) {}

Inventory Machine::look_again() const {
  return take_inventory(host_, choice_.make_all(host_));
}

}  // namespace rackproof
