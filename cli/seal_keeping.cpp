#include "cli/seal_keeping.h"

#include <cstddef>
#include <utility>

#include "cli/bundle_page.h"
#include "cli/signing.h"
#include "probes/machine/clock.h"
#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 1000;

/// null where none was brought along.
JsonValue certificate_of(const Sealed& sealed) {
  if (sealed.credentials.certificates.empty()) {
    return {};
  }
  const auto& leaf = sealed.credentials.certificates.front();
  return JsonObject()
      .add("subject", leaf.subject)
      .add("serial", leaf.serial)
      .add("notBefore", format_utc(leaf.not_before))
      .add("notAfter", format_utc(leaf.not_after))
      .take();
}

/// The page shows who sealed; the old one would be out of date, and is replaced with the seal.
Result<void> add_page(Loaded& loaded, BundleChange& change) {
  if (!loaded.has_report()) {
    return {};
  }
  const bool replaces = loaded.bundle.has(bundle::kHtml);
  apply(change, loaded.bundle);
  auto page = page_of(loaded);
  if (!page) {
    return std::move(page).error();
  }
  change.put.push_back({bundle::kHtml, *std::move(page), replaces});
  return {};
}

}  // namespace

std::string sealed_json(const Sealed& sealed) {
  return write_json(JsonObject()
                        .add("format", "rackproof-sealed/1")
                        .add("bundle", sealed.bundle)
                        .add("as", sealed.role)
                        .add("keyId", sealed.key_id)
                        .add("certificate", certificate_of(sealed))
                        .add("sequence", sealed.sequence)
                        .add("members", sealed.members)
                        .add("notes", sealed.notes)
                        .take());
}

std::string sealed_text(const Sealed& sealed) {
  std::string text;
  if (sealed.sequence != 0) {
    text += "number " + std::to_string(sealed.sequence) + " of its issuer's reports\n";
  }
  text += "sealed as " + sealed.role + " by " + sealed.key_id + "\n";
  if (!sealed.credentials.certificates.empty()) {
    const auto& leaf = sealed.credentials.certificates.front();
    text += "certificate " + printable(describe(leaf), kLine) + ", valid until " +
            format_utc(leaf.not_after) + "\n";
  }
  return text;
}

Result<void> seal_loaded(Loaded& loaded, const seal::Signer& key, seal::Role role, Sealed& sealed) {
  auto change = sealing_of(loaded, {role, key, sealed.credentials});
  if (!change) {
    return std::move(change).error();
  }
  if (auto page = add_page(loaded, *change); !page) {
    return page;
  }
  for (const auto& put : change->put) {
    sealed.members.push_back(put.path);
  }
  return change_bundle(sealed.bundle, *change);
}

Result<void> count_report(const SequenceFile& file, const seal::Signer& key, Loaded& loaded,
                          Sealed& sealed) {
  if (file.path.empty()) {
    return {};
  }
  if (auto usable = try_signer(key); !usable) {
    return usable;
  }
  const auto number = number_report(sealed.bundle, file, SystemClock().now());
  if (!number) {
    return number.error();
  }
  sealed.sequence = *number;
  auto counted = load_bundle(sealed.bundle);
  if (!counted) {
    return std::move(counted).error();
  }
  loaded = *std::move(counted);
  return {};
}

}  // namespace rackproof
