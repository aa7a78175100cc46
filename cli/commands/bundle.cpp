#include <iostream>
#include <memory>
#include <string>

#include "cli/bundle_listing.h"
#include "cli/commands.h"
#include "cli/redaction.h"
#include "reports/archive_file.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof bundle: " << error.message << "\n";
  return code;
}

struct PackOptions {
  std::string bundle;
  std::string out;
};

ExitCode pack(const PackOptions& options) {
  const auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error(), exit_code_of(loaded.error()));
  }
  const auto packed = pack_bundle(options.bundle, options.out);
  return packed ? ExitCode::done : refuse(packed.error(), exit_code_of(packed.error()));
}

void add_pack(CLI::App& bundle, ExitCode& result) {
  auto options = std::make_shared<PackOptions>();
  auto* command = bundle.add_subcommand(
      "pack", "One file of a bundle directory: a strict ustar archive, the same bytes each time");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
  command->add_option("-o,--output", options->out, "Archive to make; must not exist")->required();
  command->callback([options, &result] { result = pack(*options); });
}

struct InspectOptions {
  std::string bundle;
  bool json = false;
};

ExitCode inspect(const InspectOptions& options) {
  const auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error(), exit_code_of(loaded.error()));
  }
  std::cout << (options.json ? bundle_listing_json(*loaded) : bundle_listing(*loaded));
  return ExitCode::done;
}

void add_inspect(CLI::App& bundle, ExitCode& result) {
  auto options = std::make_shared<InspectOptions>();
  auto* command =
      bundle.add_subcommand("inspect", "What is in a bundle; says nothing of whom to believe");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_flag("--json", options->json, "One JSON document");
  command->callback([options, &result] { result = inspect(*options); });
}

ExitCode redact(const RedactionWish& wish) {
  const auto request = request_of(wish);
  if (!request) {
    return refuse(request.error(), exit_code_of_input(request.error()));
  }
  const auto redactions = redact_into(wish, *request);
  if (!redactions) {
    const bool asked_wrongly = redactions.error().kind == ErrorKind::malformed;
    return refuse(redactions.error(),
                  asked_wrongly ? ExitCode::usage : exit_code_of(redactions.error()));
  }
  std::cout << wish.out << ": " << redactions->entries.size()
            << " redacted; both seals hold, and name the originals\n";
  return ExitCode::done;
}

void add_redact(CLI::App& bundle, ExitCode& result) {
  auto options = std::make_shared<RedactionWish>();
  auto* command = bundle.add_subcommand(
      "redact", "A copy of a bundle without some of its logs; the seals go on holding");
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--withhold", options->withheld, "Log to leave out, such as logs/gemm.log");
  command->add_option("--show", options->shown,
                      "MEMBER=FILE: what to put in the place of a log, not longer than it");
  command->add_option("--reason", options->reason, "Why; said by whoever verifies")->required();
  command->add_option("--by", options->by, "Who does it");
  command
      ->add_option("--out", options->out,
                   "The new bundle: a directory, or an archive where the old one is")
      ->required();
  command->callback([options, &result] { result = redact(*options); });
}

}  // namespace

void add_bundle_command(CLI::App& app, ExitCode& result) {
  auto* bundle = app.add_subcommand("bundle", "Bundles as files: pack, inspect, redact");
  bundle->require_subcommand(1);
  add_pack(*bundle, result);
  add_inspect(*bundle, result);
  add_redact(*bundle, result);
}

}  // namespace rackproof
