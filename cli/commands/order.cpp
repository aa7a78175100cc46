#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/architectures/find.h"
#include "cli/commands.h"
#include "cli/order_file.h"
#include "cli/signing.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "probes/machine/uuid.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "reports/test_order.h"
#include "reports/trust_file.h"
#include "schemas/encoding.h"
#include "schemas/json/order_json.h"

namespace rackproof {
namespace {

constexpr std::size_t kNonceBytes = 32;
constexpr std::size_t kLine = 400;

struct NewOrder {
  std::string reference;
  std::string expires;
  std::string key;
  std::string out;
  bool any_dut = false;
  TestOrder order;
};

struct ShownOrder {
  std::string file;
  std::string key;
  std::string trust;
  bool json = false;
};

ExitCode refuse(const std::string& why, ExitCode code) {
  std::cerr << "rackproof order: " << printable(why, kLine) << "\n";
  return code;
}
ExitCode refuse(const Error& error) {
  return refuse(error.message, exit_code_of_input(error));
}

/// A time, or a stretch from `now` on: "2026-12-31T00:00:00Z", "30d".
Result<UtcTime> expiry_of(const std::string& given, UtcTime now) {
  if (auto time = parse_utc(given)) {
    return time;
  }
  const auto seconds = parse_duration_seconds(given);
  if (!seconds) {
    return Error{ErrorKind::malformed,
                 "--expires: '" + printable(given) + "' is neither RFC 3339 in UTC nor like 30d"};
  }
  constexpr double kMostSeconds = 100.0 * 366 * 86'400;
  if (*seconds > kMostSeconds) {
    return Error{ErrorKind::out_of_range, "--expires: more than a hundred years"};
  }
  return now + std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::duration<double>(*seconds));
}

/// All that a person did not say: id, nonce, times and the digest of the reference.
Result<TestOrder> complete(const NewOrder& options) {
  auto order = options.order;
  auto id = random_uuid();
  auto nonce = random_bytes(kNonceBytes);
  if (!id || !nonce) {
    return !id ? id.error() : nonce.error();
  }
  const auto reference = find_reference(options.reference);
  if (!reference) {
    return reference.error();
  }
  order.order_id = *std::move(id);
  order.nonce = to_hex(std::string_view(*nonce));
  order.issued = SystemClock().now();
  auto expires = expiry_of(options.expires, order.issued);
  if (!expires) {
    return std::move(expires).error();
  }
  order.expires = *expires;
  order.reference_id = reference->architecture.id;
  order.reference_revision = reference->architecture.revision;
  order.reference_digest = reference->digest;
  return order;
}

ExitCode new_order(const NewOrder& options) {
  if (options.any_dut != options.order.serials.empty()) {
    return refuse("name the serial numbers it is for (--dut), or say --any-dut", ExitCode::usage);
  }
  const auto order = complete(options);
  if (!order) {
    return refuse(order.error());
  }
  const auto statement = encode_order_statement(*order);
  if (const auto sound = decode_order_statement(statement); !sound) {
    return refuse(sound.error());  // expired at once, an empty serial number
  }
  const auto key = open_signer({options.key, {}, {}});
  if (!key) {
    return refuse(key.error());
  }
  const auto envelope = seal::seal(statement, **key);
  if (!envelope) {
    return refuse(envelope.error());
  }
  if (const auto written = create_file(options.out, *envelope); !written) {
    return refuse(written.error().message, ExitCode::failed);
  }
  std::cout << "order " << order->order_id << " for " << order->reference_id << " revision "
            << order->reference_revision << ", tier " << order->tier << ", until "
            << format_utc(order->expires) << "\nsealed by " << (*key)->public_key().key_id()
            << "\n";
  return ExitCode::done;
}

void print_order(const TestOrder& order, std::ostream& out) {
  const auto line = [&out](const char* name, const std::string& value) {
    out << "  " << name << (value.empty() ? "not given" : printable(value, kLine)) << "\n";
  };
  out << "order " << printable(order.order_id) << "\n";
  line("vendor     ", order.vendor);
  line("customer   ", order.customer);
  line("issued     ", format_utc(order.issued));
  line("expires    ", format_utc(order.expires));
  line("reference  ", order.reference_id + " revision " + std::to_string(order.reference_revision) +
                          ", sha256 " + order.reference_digest);
  line("tier       ", order.tier);
  std::string serials;
  for (const auto& serial : order.serials) {
    serials += (serials.empty() ? "" : ", ") + serial;
  }
  line("for        ", serials.empty() ? "any device" : serials);
  line("nonce      ", order.nonce);
  line("note       ", order.note);
}

/// Whom the reader believes as vendor; empty where nobody was named.
Result<seal::Trust> vendors_of(const ShownOrder& options) {
  seal::Trust vendors;
  if (!options.trust.empty()) {
    auto policy = load_trust(options.trust);
    return policy ? Result<seal::Trust>(std::move(policy->signers)) : std::move(policy).error();
  }
  if (!options.key.empty()) {
    const auto key = seal::load_public_key(options.key);
    if (!key) {
      return key.error();
    }
    if (auto added = vendors.add({.key = *key, .roles = {seal::Role::vendor}}); !added) {
      return std::move(added).error();
    }
  }
  return vendors;
}

/// Key ids, ", " between them; "" where nobody was named. Error{untrusted} where others sealed it.
Result<std::string> signers_of(const ShownOrder& options, const OrderFile& file) {
  const auto vendors = vendors_of(options);
  if (!vendors) {
    return vendors.error();
  }
  if (options.trust.empty() && options.key.empty()) {
    return std::string();
  }
  const auto opened = open_order(file.envelope, *vendors);
  if (!opened) {
    return opened.error().during(options.file);
  }
  std::string all;
  for (const auto& signer : opened->signers) {
    all += (all.empty() ? "" : ", ") + signer.key.key_id();
  }
  return all;
}

ExitCode show_order(const ShownOrder& options) {
  const auto file = read_order_file(options.file);
  if (!file) {
    return refuse(file.error());
  }
  const auto signer = signers_of(options, *file);
  if (!signer) {
    const bool untrusted = signer.error().kind == ErrorKind::untrusted;
    return refuse(signer.error().message,
                  untrusted ? ExitCode::untrusted : exit_code_of_input(signer.error()));
  }
  if (options.json) {
    std::cout << encode_order_statement(file->order);
  } else {
    print_order(file->order, std::cout);
  }
  if (signer->empty()) {
    std::cerr << "signature not looked at: --key PUB or --trust FILE says whose it must be\n";
  } else if (!options.json) {
    std::cout << "sealed by " << *signer << "\n";
  }
  return ExitCode::done;
}

void add_new(CLI::App& command, ExitCode& result) {
  auto options = std::make_shared<NewOrder>();
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
  fresh->callback([options, &result] { result = new_order(*options); });
}

}  // namespace

void add_order_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("order", "Signed test orders");
  command->require_subcommand(1);
  add_new(*command, result);

  auto options = std::make_shared<ShownOrder>();
  auto* show = command->add_subcommand("show", "Print an order");
  show->add_option("file", options->file, "order.dsse.json")->required();
  auto* key = show->add_option("--key", options->key, "Public key that must have sealed it");
  show->add_option("--trust", options->trust, "Trust file whose vendors may have sealed it")
      ->excludes(key);
  show->add_flag("--json", options->json, "The statement as a JSON document");
  show->callback([options, &result] { result = show_order(*options); });
}

}  // namespace rackproof
