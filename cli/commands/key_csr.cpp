#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/signing_options.h"
#include "probes/machine/output_file.h"
#include "reports/seal/certificate_request.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

struct CsrOptions {
  KeyChoice key;
  std::string out;
  std::string role;
  std::string subject;
  std::vector<std::string> racks;
  std::vector<std::string> hosts;
  std::vector<std::string> sites;
  bool json = false;
};

/// A request, and whose it is.
struct Request {
  std::string pem;
  std::string key_id;
};

std::vector<seal::BoundName> names_of(const CsrOptions& options) {
  std::vector<seal::BoundName> names;
  const auto add = [&names](seal::NameKind kind, const std::vector<std::string>& values) {
    for (const auto& value : values) {
      names.push_back({kind, value});
    }
  };
  add(seal::NameKind::rack, options.racks);
  add(seal::NameKind::host, options.hosts);
  add(seal::NameKind::site, options.sites);
  return names;
}

/// The request of the key at `options.key`, for its names.
Result<Request> request_of(const CsrOptions& options, const std::vector<seal::BoundName>& names) {
  const auto signer = open_signer(options.key);
  if (!signer) {
    return signer.error();
  }
  const auto key = (*signer)->public_key();
  auto request = seal::certificate_request(
      {options.role, names, options.subject}, key,
      [&signer](std::string_view bytes) { return seal::signed_by(**signer, bytes); });
  return request ? Result<Request>(Request{*std::move(request), key.key_id()})
                 : std::move(request).error();
}

/// Format "rackproof-key-csr/1".
std::string request_json(const CsrOptions& options, const Request& request,
                         const std::vector<seal::BoundName>& names) {
  std::vector<std::string> uris;
  uris.reserve(names.size());
  for (const auto& name : names) {
    uris.push_back(seal::uri_of(name));
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-key-csr/1")
                        .add("request", options.out)
                        .add("role", options.role)
                        .add("keyId", request.key_id)
                        .add("subject", options.subject)
                        .add("names", uris)
                        .take());
}

ExitCode make_request(const CsrOptions& options) {
  const auto names = names_of(options);
  const auto request = request_of(options, names);
  if (!request) {
    std::cerr << "rackproof key csr: " << request.error().message << "\n";
    return exit_code_of_input(request.error());
  }
  if (const auto written = create_file(options.out, request->pem); !written) {
    std::cerr << "rackproof key csr: " << written.error().message << "\n";
    return exit_code_of(written.error());
  }
  if (options.json) {
    std::cout << request_json(options, *request, names);
    return ExitCode::done;
  }
  for (const auto& name : names) {
    std::cout << seal::uri_of(name) << "\n";
  }
  std::cerr << options.out << " asks for a certificate as " << options.role
            << "; what a CA does with it: docs/certificate-authority.md\n";
  return ExitCode::done;
}

}  // namespace

void add_key_csr_command(CLI::App& key, ExitCode& result) {
  auto options = std::make_shared<CsrOptions>();
  auto* command = key.add_subcommand("csr", "Ask a CA for a certificate of a key");
  command
      ->add_option("path", options->key.key,
                   "Private key file, pkcs11:..., or \"command:PROGRAM ARG...\"")
      ->required();
  add_key_details(*command, options->key);
  command->add_option("--out", options->out, "File of the request, which must not exist")
      ->required();
  command->add_option("--role", options->role, "collector, certifier, vendor or status")
      ->required();
  command->add_option("--rack", options->racks, "Serial number of a rack that it speaks of");
  command->add_option("--host", options->hosts, "Serial number of a node that it speaks of");
  command->add_option("--site", options->sites, "Name of a site, all of which it speaks of");
  command->add_option("--subject", options->subject, "Whose key: /O=Acme/CN=collector 7");
  command->add_flag("--json", options->json, "What was done as a JSON document");
  command->callback([options, &result] { result = make_request(*options); });
}

}  // namespace rackproof
