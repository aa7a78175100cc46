#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/status_keeping.h"
#include "cli/status_page.h"
#include "probes/machine/clock.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof status: " << printable(error.message, 400) << "\n";
  return error.kind == ErrorKind::untrusted     ? ExitCode::untrusted
         : error.kind == ErrorKind::unsupported ? ExitCode::failed
                                                : exit_code_of_input(error);
}

/// What was kept, in one line.
ExitCode told(const Result<StatusList>& kept, const std::string& file) {
  if (!kept) {
    return refuse(kept.error());
  }
  std::cout << file << ": status list " << kept->sequence << " of " << printable(kept->issuer)
            << ", " << kept->entries.size() << (kept->entries.size() == 1 ? " report" : " reports")
            << ", next update " << format_utc(kept->next_update) << "\n";
  return ExitCode::done;
}

ExitCode print_status(const ShowStatusRequest& request, bool as_json) {
  const auto shown = show_status(request);
  if (!shown) {
    return refuse(shown.error());
  }
  if (as_json) {
    std::cout << shown->statement << "\n";
    return ExitCode::done;
  }
  std::cout << status_page(shown->list, SystemClock().now());
  if (!request.asks_who_signed()) {
    std::cout << "who signed it was not asked: --trust FILE or --key PUB\n";
  }
  return ExitCode::done;
}

void add_new(CLI::App& command, ExitCode& result) {
  auto request = std::make_shared<NewStatusRequest>();
  auto* sub = command.add_subcommand("new", "Begin a status list");
  sub->add_option("--out", request->file, "File to make: status.dsse.json")->required();
  sub->add_option("--key", request->key, "Private key file")->required();
  sub->add_option("--issuer", request->issuer, "Who keeps the list; default the key's id");
  sub->add_option("--next-update", request->next_update,
                  "Day or time by which the next edition is there; default in 30 days");
  sub->callback([request, &result] {
    result = told(keep_new_status(*request, SystemClock().now()), request->file);
  });
}

/// What `set` and `renew` share.
CLI::App* add_next(CLI::App& command, const std::string& name, const std::string& about,
                   const std::shared_ptr<SetStatusRequest>& request) {
  auto* sub = command.add_subcommand(name, about);
  sub->add_option("file", request->file, "The status list")->required();
  sub->add_option("--key", request->key, "Private key file")->required();
  sub->add_option("--signed-by", request->signed_by,
                  "Public key that signed the list so far, where --key is another");
  sub->add_option("--next-update", request->next_update,
                  "Day or time of the next edition; default after as long as before");
  return sub;
}

void add_set(CLI::App& command, ExitCode& result) {
  auto request = std::make_shared<SetStatusRequest>();
  auto* sub = add_next(command, "set", "Say what became of reports, in a new edition", request);
  sub->add_option("report", request->reports, "Bundles, or ids of reports in the list")->required();
  sub->add_option("--to", request->to, "valid, superseded or withdrawn")->required();
  sub->add_option("--reason", request->reason, "Why; may be left out for valid only");
  sub->add_option("--by", request->by, "The report in its place: bundle or id");
  sub->callback([request, &result] {
    result = told(keep_next_status(*request, SystemClock().now()), request->file);
  });
}

void add_renew(CLI::App& command, ExitCode& result) {
  auto request = std::make_shared<SetStatusRequest>();
  auto* sub = add_next(command, "renew", "The same content in a new edition", request);
  sub->callback([request, &result] {
    result = told(keep_next_status(*request, SystemClock().now()), request->file);
  });
}

struct ShowOptions : ShowStatusRequest {
  bool json = false;
};

void add_show(CLI::App& command, ExitCode& result) {
  auto options = std::make_shared<ShowOptions>();
  auto* sub = command.add_subcommand("show", "Print a status list");
  sub->add_option("file", options->file, "The status list")->required();
  auto* trust = sub->add_option("--trust", options->trust, "Trust file: who may keep status lists");
  sub->add_option("--key", options->key, "One public key (PEM), trusted for it")->excludes(trust);
  sub->add_flag("--json", options->json, "The signed statement as it is");
  sub->callback([options, &result] { result = print_status(*options, options->json); });
}

}  // namespace

void add_status_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("status", "Keep the list of reports that still hold");
  command->require_subcommand(1);
  add_new(*command, result);
  add_set(*command, result);
  add_renew(*command, result);
  add_show(*command, result);
}

}  // namespace rackproof
