#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/stamp_keeping.h"

namespace rackproof {
namespace {

using Making = ExitCode (*)(const StampRequest& request, std::ostream& out, std::ostream& err);

struct QueryWords {
  const char* name;
  const char* help;
  const char* digest;  ///< Where none is named.
};

/// `request` and `renew`: both write a query.
void add_query_command(CLI::App& stamp, const QueryWords& words, Making make, ExitCode& result) {
  auto options = std::make_shared<StampRequest>();
  options->digest = words.digest;
  auto* command = stamp.add_subcommand(words.name, words.help);
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--as", options->role, "Whose seal: collector or certifier");
  command->add_option("--signature", options->signature, "Which of several, from 1");
  command->add_option("--digest", options->digest,
                      std::string("sha256, sha384 or sha512; default ") + words.digest);
  command->add_option("-o,--out", options->out, "File of the query; must not exist")->required();
  command->add_flag("--json", options->json, "What was done as a JSON document");
  command->callback([options, make, &result] { result = make(*options, std::cout, std::cerr); });
}

}  // namespace

void add_stamp_command(CLI::App& app, ExitCode& result) {
  auto* command =
      app.add_subcommand("stamp", "Time stamps of somebody else over a seal (RFC 3161)");
  command->require_subcommand(1);

  add_query_command(*command, {"request", "Write a query to be taken to an authority", "sha256"},
                    request_stamp, result);
  add_query_command(
      *command,
      {"renew",
       "Write a query over a signature and its stamps, before the last one's certificate ends",
       "sha512"},
      renew_stamp, result);

  auto options = std::make_shared<StampRequest>();
  auto* add = command->add_subcommand("add", "Put the authority's answer beside the seal it fits");
  add->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  add->add_option("response", options->response, "The answer (TimeStampResp in DER)")->required();
  add->add_option("--query", options->query, "The query, so that its nonce is compared");
  add->add_option("--root", options->root, "Root certificate (PEM) that the authority must have");
  add->add_flag("--json", options->json, "What was done as a JSON document");
  add->callback([options, &result] { result = put_stamp(*options, std::cout, std::cerr); });
}

}  // namespace rackproof
