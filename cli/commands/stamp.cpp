#include <cstddef>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/stamp_page.h"
#include "probes/machine/output_file.h"
#include "reports/stamping.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

struct StampOptions {
  std::string bundle;
  std::string role = "certifier";
  int signature = 1;
  std::string out;
  std::string response;
  std::string query;
  std::string root;
  bool json = false;
};

constexpr std::size_t kRootLimit = std::size_t{1} << 20;
constexpr std::size_t kLine = 400;

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof stamp: " << printable(error.message, kLine) << "\n";
  return code;
}

ExitCode request_stamp(const StampOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  const bool sealed = role == seal::Role::collector || role == seal::Role::certifier;
  if (!sealed || options.signature < 1) {
    std::cerr << "rackproof stamp: --as collector (the run) or certifier (the report), --signature "
                 "from 1\n";
    return ExitCode::usage;
  }
  const auto query =
      stamp_query(options.bundle, *role, static_cast<std::size_t>(options.signature - 1));
  if (!query) {
    return refuse(query.error(), exit_code_of_input(query.error()));
  }
  if (const auto written = create_file(options.out, *query); !written) {
    return refuse(written.error(), ExitCode::failed);
  }
  if (options.json) {
    std::cout << stamp_request_json(options.bundle, {options.role, options.signature, options.out});
    return ExitCode::done;
  }
  std::cout << "query over signature " << options.signature << " of the "
            << (role == seal::Role::collector ? "run record" : "report") << ": " << options.out
            << "\n";
  return ExitCode::done;
}

/// What a file holds, "" for no file.
Result<std::string> read_optional(const std::string& path, std::size_t limit) {
  return path.empty() ? Result<std::string>(std::string()) : read_file(path, limit);
}

ExitCode put_stamp(const StampOptions& options) {
  const auto response = read_file(options.response, seal::kTimeStampLimit);
  const auto query = read_optional(options.query, seal::kTimeStampLimit);
  const auto root = read_optional(options.root, kRootLimit);
  for (const auto* input : {&response, &query, &root}) {
    if (!*input) {
      return refuse(input->error(), exit_code_of_input(input->error()));
    }
  }
  const seal::TimeStamper believed{options.root, *root, {}, {}, false, {}, {}};
  const bool has_root = !options.root.empty();
  if (const auto sound = check_time_stamper(believed); has_root && !sound) {
    return refuse(sound.error(), ExitCode::usage);
  }
  const auto added = add_stamp(options.bundle, {*response, *query, has_root ? &believed : nullptr});
  if (!added) {
    // What came in is the wrong thing to put here; the bundle itself is as it was.
    return refuse(added.error(), exit_code_of(added.error()));
  }
  std::cout << (options.json ? stamp_added_json(options.bundle, *added, has_root)
                             : stamp_added_text(*added));
  if (!has_root) {
    std::cerr << "it fits; whether its authority is believed is not looked at without --root\n";
  }
  return ExitCode::done;
}

}  // namespace

void add_stamp_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<StampOptions>();
  auto* command =
      app.add_subcommand("stamp", "Time stamps of somebody else over a seal (RFC 3161)");
  command->require_subcommand(1);

  auto* request = command->add_subcommand("request", "Write a query to be taken to an authority");
  request->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  request->add_option("--as", options->role, "Whose seal: collector or certifier");
  request->add_option("--signature", options->signature, "Which of several, from 1");
  request->add_option("-o,--out", options->out, "File of the query; must not exist")->required();
  request->add_flag("--json", options->json, "What was done as a JSON document");
  request->callback([options, &result] { result = request_stamp(*options); });

  auto* add = command->add_subcommand("add", "Put the authority's answer beside the seal it fits");
  add->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  add->add_option("response", options->response, "The answer (TimeStampResp in DER)")->required();
  add->add_option("--query", options->query, "The query, so that its nonce is compared");
  add->add_option("--root", options->root, "Root certificate (PEM) that the authority must have");
  add->add_flag("--json", options->json, "What was done as a JSON document");
  add->callback([options, &result] { result = put_stamp(*options); });
}

}  // namespace rackproof
