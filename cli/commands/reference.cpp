#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "certsuite/architectures/builtin.h"
#include "certsuite/architectures/find.h"
#include "cli/commands.h"
#include "cli/known_workloads.h"
#include "cli/reference_listing.h"

namespace rackproof {
namespace {

struct ReferenceOptions {
  std::string name;
  std::vector<std::string> files;
  bool json = false;
};

/// A name or a document that cannot be used is the user's question (2); a disk is not (3).
ExitCode refuse(const Error& error) {
  std::cerr << "rackproof reference: " << error.message << "\n";
  const bool question = error.kind == ErrorKind::absent || error.kind == ErrorKind::malformed ||
                        error.kind == ErrorKind::out_of_range;
  return question ? ExitCode::usage : ExitCode::failed;
}

ExitCode list_references(bool json) {
  std::vector<ResolvedReference> references;
  for (const auto& builtin : builtin_references()) {
    auto found = find_reference(std::string(builtin.id));
    if (!found) {
      return refuse(found.error());
    }
    references.push_back(std::move(found).value());
  }
  std::cout << (json ? listing_json(references) : listing_text(references));
  return ExitCode::done;
}

/// stdout is the canonical document and nothing else: its SHA-256 is the digest.
ExitCode show_reference(const std::string& name) {
  const auto found = find_reference(name);
  if (!found) {
    return refuse(found.error());
  }
  std::cout << found->canonical_toml;
  std::cerr << "sha256 " << found->digest << "\n";
  return ExitCode::done;
}

ExitCode lint_references(std::vector<std::string> files, bool json) {
  if (files.empty()) {
    for (const auto& builtin : builtin_references()) {
      files.emplace_back(builtin.id);
    }
  }
  const auto workloads = known_workloads();
  std::vector<LintedFile> linted;
  for (const auto& file : files) {
    const auto document = find_reference_text(file);
    if (!document) {
      return refuse(document.error());
    }
    linted.push_back(
        {document->file, lint_reference(*document, lookup_beside(document->file), workloads)});
  }
  std::cout << (json ? lint_json(linted) : lint_text(linted));
  return needs_attention(linted) ? ExitCode::not_pass : ExitCode::done;
}

ExitCode not_built(std::string_view what) {
  std::cerr << "rackproof reference " << what << ": not built yet\n";
  return ExitCode::usage;
}

}  // namespace

void add_reference_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ReferenceOptions>();
  auto* command = app.add_subcommand("reference", "List, show and lint reference architectures");
  command->require_subcommand(1);

  auto* list = command->add_subcommand("list", "Print every built-in reference");
  list->add_flag("--json", options->json, "One JSON document");
  list->callback([options, &result] { result = list_references(options->json); });

  auto* show = command->add_subcommand("show", "Print a reference with its overlays resolved");
  show->add_option("name", options->name, "Built-in id, or path of a TOML file")->required();
  show->callback([options, &result] { result = show_reference(options->name); });

  auto* lint = command->add_subcommand("lint", "Say everything that is wrong with a reference");
  lint->add_option("file", options->files, "TOML files or ids; without any, all built-in ones");
  lint->add_flag("--json", options->json, "One JSON document");
  lint->callback([options, &result] { result = lint_references(options->files, options->json); });

  auto* learn = command->add_subcommand("learn", "Derive floors from bundles (not built yet)");
  learn->add_option("bundle", options->files, "Bundles to learn from");
  learn->callback([&result] { result = not_built("learn"); });

  auto* diff = command->add_subcommand("diff", "Compare two references (not built yet)");
  diff->add_option("name", options->files, "The two references");
  diff->callback([&result] { result = not_built("diff"); });
}

}  // namespace rackproof
