#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/order_keeping.h"
#include "cli/order_page.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "schemas/encoding.h"
#include "schemas/json/order_json.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof order: " << printable(error.message, 400) << "\n";
  return code;
}
ExitCode refuse(const Error& error) {
  const bool untrusted = error.kind == ErrorKind::untrusted;
  return refuse(error, untrusted ? ExitCode::untrusted : exit_code_of_input(error));
}

ExitCode make_order(const NewOrderRequest& request, const std::string& out) {
  const auto sealed = new_order(request, SystemClock().now());
  if (!sealed) {
    return refuse(sealed.error());
  }
  if (const auto written = create_file(out, sealed->envelope); !written) {
    return refuse(written.error(), ExitCode::failed);
  }
  const auto& order = sealed->order;
  std::cout << "order " << order.order_id << " for " << order.reference_id << " revision "
            << order.reference_revision << ", tier " << order.tier << ", until "
            << format_utc(order.expires) << "\nsealed by " << sealed->key_id << "\n";
  return ExitCode::done;
}

ExitCode print_order(const ShowOrderRequest& request, bool as_json) {
  const auto shown = show_order(request);
  if (!shown) {
    return refuse(shown.error());
  }
  std::cout << (as_json ? encode_order_statement(shown->order) : order_page(shown->order));
  if (shown->signers.empty()) {
    std::cerr << "signature not looked at: --key PUB or --trust FILE says whose it must be\n";
  } else if (!as_json) {
    std::cout << "sealed by " << shown->signers << "\n";
  }
  return ExitCode::done;
}

struct NewOptions : NewOrderRequest {
  std::string out;
};

void add_new(CLI::App& command, ExitCode& result) {
  auto options = std::make_shared<NewOptions>();
  auto* fresh = command.add_subcommand("new", "Order a run: who carries it out bears its nonce");
  fresh->add_option("--reference", options->reference, "Built-in name or TOML file")->required();
  fresh->add_option("--tier", options->order.tier, "quick, check, accept or soak")->required();
  fresh->add_option("--dut", options->order.serials, "Serial number it is for, '*' for any letters")
      ->expected(1)
      ->take_all();
  fresh->add_flag("--any-dut", options->any_dut, "For whatever machine there is");
  fresh->add_option("--expires", options->expires, "When a run must have begun: 30d, or RFC 3339")
      ->required();
  fresh->add_option("--vendor", options->order.vendor, "Who orders");
  fresh->add_option("--customer", options->order.customer, "For whom");
  fresh->add_option("--note", options->order.note, "What else there is to say");
  fresh->add_option("--key", options->key, "Private key of the vendor")->required();
  fresh->add_option("--out", options->out, "File of the order; must not exist")->required();
  fresh->callback([options, &result] { result = make_order(*options, options->out); });
}

struct ShowOptions : ShowOrderRequest {
  bool json = false;
};

void add_show(CLI::App& command, ExitCode& result) {
  auto options = std::make_shared<ShowOptions>();
  auto* show = command.add_subcommand("show", "Print an order");
  show->add_option("file", options->file, "order.dsse.json")->required();
  auto* key = show->add_option("--key", options->key, "Public key that must have sealed it");
  show->add_option("--trust", options->trust, "Trust file whose vendors may have sealed it")
      ->excludes(key);
  show->add_flag("--json", options->json, "The statement as a JSON document");
  show->callback([options, &result] { result = print_order(*options, options->json); });
}

}  // namespace

void add_order_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("order", "Signed test orders");
  command->require_subcommand(1);
  add_new(*command, result);
  add_show(*command, result);
}

}  // namespace rackproof
