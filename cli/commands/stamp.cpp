#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/stamp_page.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/stamping.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

struct StampOptions {
  std::string bundle;
  std::string role = "certifier";
  int signature = 1;
  std::string digest;
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

/// What the options name; nothing, with a complaint, where they name nothing.
std::optional<StampWish> wish_of(const StampOptions& options) {
  const auto role = value_of(seal::kRoles, options.role);
  const auto digest = value_of(seal::kStampDigests, options.digest);
  const bool sealed = role == seal::Role::collector || role == seal::Role::certifier;
  if (!sealed || options.signature < 1 || !digest) {
    std::cerr << "rackproof stamp: --as collector (the run) or certifier (the report), --signature "
                 "from 1, --digest sha256, sha384 or sha512\n";
    return std::nullopt;
  }
  return StampWish{*role, static_cast<std::size_t>(options.signature - 1), *digest};
}

StampQueryMade made_of(const StampOptions& options) {
  return {options.role, options.signature, options.out, options.digest};
}

/// "signature 1 of the report"
std::string signature_words(const StampOptions& options) {
  return "signature " + std::to_string(options.signature) + " of the " +
         (options.role == word_of(seal::kRoles, seal::Role::collector) ? "run record" : "report");
}

ExitCode request_stamp(const StampOptions& options) {
  const auto wish = wish_of(options);
  if (!wish) {
    return ExitCode::usage;
  }
  const auto query = stamp_query(options.bundle, *wish);
  if (!query) {
    return refuse(query.error(), exit_code_of_input(query.error()));
  }
  if (const auto written = create_file(options.out, *query); !written) {
    return refuse(written.error(), ExitCode::failed);
  }
  std::cout << (options.json
                    ? stamp_request_json(options.bundle, made_of(options))
                    : "query over " + signature_words(options) + ": " + options.out + "\n");
  return ExitCode::done;
}

ExitCode renew_stamp(const StampOptions& options) {
  const auto wish = wish_of(options);
  if (!wish) {
    return ExitCode::usage;
  }
  const auto renewal = renewal_query(options.bundle, *wish, SystemClock().now());
  if (!renewal) {
    return refuse(renewal.error(), renewal.error().kind == ErrorKind::untrusted
                                       ? ExitCode::untrusted
                                       : exit_code_of_input(renewal.error()));
  }
  if (const auto written = create_file(options.out, renewal->query); !written) {
    return refuse(written.error(), ExitCode::failed);
  }
  std::cout << (options.json ? stamp_renewal_json(options.bundle, made_of(options), *renewal)
                             : "query over " + signature_words(options) + " and its stamps up to " +
                                   renewal->renews + ": " + options.out + "\n");
  if (!options.json) {
    std::cerr << "the certificate behind " << renewal->renews << " ends at "
              << format_utc(renewal->until) << ": no later does an answer renew it\n";
  }
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

struct QueryWords {
  const char* name;
  const char* help;
  const char* digest;  ///< Where none is named.
};

/// `request` and `renew`: both write a query.
void add_query_command(CLI::App& stamp, const QueryWords& words,
                       ExitCode (*make)(const StampOptions&), ExitCode& result) {
  auto options = std::make_shared<StampOptions>();
  options->digest = words.digest;
  auto* command = stamp.add_subcommand(words.name, words.help);
  command->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  command->add_option("--as", options->role, "Whose seal: collector or certifier");
  command->add_option("--signature", options->signature, "Which of several, from 1");
  command->add_option("--digest", options->digest,
                      std::string("sha256, sha384 or sha512; default ") + words.digest);
  command->add_option("-o,--out", options->out, "File of the query; must not exist")->required();
  command->add_flag("--json", options->json, "What was done as a JSON document");
  command->callback([options, make, &result] { result = make(*options); });
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

  auto options = std::make_shared<StampOptions>();
  auto* add = command->add_subcommand("add", "Put the authority's answer beside the seal it fits");
  add->add_option("bundle", options->bundle, "Bundle directory or archive")->required();
  add->add_option("response", options->response, "The answer (TimeStampResp in DER)")->required();
  add->add_option("--query", options->query, "The query, so that its nonce is compared");
  add->add_option("--root", options->root, "Root certificate (PEM) that the authority must have");
  add->add_flag("--json", options->json, "What was done as a JSON document");
  add->callback([options, &result] { result = put_stamp(*options); });
}

}  // namespace rackproof
