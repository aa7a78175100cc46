#include "cli/trust_page.h"

#include <string_view>
#include <vector>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 200;

std::string joined(const std::vector<std::string>& words, const std::string& otherwise) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + printable(word, kLine);
  }
  return all.empty() ? otherwise : all;
}

std::string roles_of(const seal::TrustedKey& entry) {
  std::vector<std::string> words;
  for (const auto role : entry.roles) {
    words.emplace_back(word_of(seal::kRoles, role));
  }
  return joined(words, "nothing");
}

std::string header_of(const TrustPolicy& trust) {
  const auto digest =
      trust.digest.empty() ? "" : "sha256 with all that it names " + trust.digest + "\n";
  if (trust.sequence == 0) {
    return "trust file without name and sequence\n" + digest;
  }
  return "trust file '" + printable(trust.name, kLine) + "', sequence " +
         std::to_string(trust.sequence) +
         (trust.valid_until ? ", valid until " + format_utc(*trust.valid_until) : ", no end") +
         "\n" + digest;
}

std::string lowest_of(int sequence) {
  return sequence == 0 ? "" : "\n  reports  from sequence " + std::to_string(sequence);
}

std::string issuer_of(const std::string& issuer) {
  return issuer.empty() ? "" : "\n  issuer   " + printable(issuer, kLine);
}

std::string key_of(const seal::TrustedKey& entry) {
  auto text = "key " + entry.key.key_id();
  text += entry.id.empty() ? "" : " '" + printable(entry.id, kLine) + "'";
  text += "\n  as       " + roles_of(entry);
  if (!entry.predicates.empty()) {
    text += "\n  signs    " + joined(entry.predicates, "");
  }
  text += "\n  devices  " + joined(entry.dut, "every one");
  text += lowest_of(entry.lowest_sequence);
  text += issuer_of(entry.issuer);
  return text + "\n  good     " + entry.window.words() + "\n";
}

std::string authority_of(const seal::Authority& authority) {
  const auto& revocation = authority.revocation;
  auto text = "authority '" + printable(authority.id, kLine) + "'";
  text +=
      "\n  root     " + seal::describe(authority.root) + ", sha256 " + authority.root.fingerprint;
  text += "\n  as       " + joined(authority.roles, "nothing");
  text += "\n  names    " + joined(authority.names, "any rack or host, no site");
  text += "\n  devices  " + joined(authority.duts, "every one");
  if (!authority.predicates.empty()) {
    text += "\n  signs    " + joined(authority.predicates, "");
  }
  text += lowest_of(authority.lowest_sequence);
  text += issuer_of(authority.issuer);
  text += "\n  good     " + authority.window.words();
  text += "\n  lists    " + std::string(word_of(seal::kRevocationDemands, revocation.demand));
  for (const auto& floor : revocation.floors) {
    text +=
        ", from number " + std::to_string(floor.number) + " of " + printable(floor.issuer, kLine);
  }
  return text + "\n";
}

std::string thresholds_of(const seal::Trust& signers) {
  std::string text;
  for (const auto& role : seal::kRoles) {
    if (signers.threshold(role.value) > 1) {
      text += std::to_string(signers.threshold(role.value)) + " different keys are needed as " +
              std::string(role.word) + "\n";
    }
  }
  return text;
}

std::string demands_of(const ReportPolicy& policy) {
  const auto demand = [](std::string_view what, Demand word) {
    return ", " + std::string(what) + " " + std::string(word_of(kDemands, word));
  };
  auto text = "time " + std::string(word_of(kTimeDemands, policy.time)) +
              demand("order", policy.order) + demand("status", policy.status) +
              demand("log", policy.log) + demand("sequence", policy.sequence) + ", journal " +
              std::string(word_of(kJournalDemands, policy.journal)) + ", redactions " +
              std::string(word_of(kRedactionDemands, policy.redactions));
  text += policy.tpm_quote == Demand::required ? ", quote of a TPM required" : "";
  text += policy.status_sequence == 0
              ? "\n"
              : ", status lists from sequence " + std::to_string(policy.status_sequence) + "\n";
  if (policy.references.empty()) {
    return text + "every reference is accepted\n";
  }
  for (const auto& reference : policy.references) {
    text += "reference " + printable(reference.id, kLine) + " from revision " +
            std::to_string(reference.minimum_revision) + ", sha256 " +
            joined(reference.digests, "any") + ", tier " + joined(reference.tiers, "any") + "\n";
  }
  return text;
}

std::string stamper_of(const seal::TimeStamper& stamper) {
  const seal::Window window{stamper.from, stamper.until};
  return "time stamper '" + printable(stamper.id, kLine) + "'\n  policies " +
         joined(stamper.policies, "every one") + "\n  believed " + window.words() +
         (stamper.must_be_renewed ? "; once its certificates have ended, only where it is renewed"
                                  : "") +
         "\n";
}

std::string log_of(const seal::LogPolicy& log) {
  auto text = "log '" + printable(log.origin, kLine) + "'\n  key      " +
              printable(log.log.text(), kLine) + "\n  witness  ";
  const auto good = "\n  good     " + log.window.words() + "\n";
  if (log.quorum == 0) {
    return text + "none is needed" + good;
  }
  std::vector<std::string> names;
  for (const auto& witness : log.witnesses) {
    names.push_back(witness.name);
  }
  return text + std::to_string(log.quorum) + " of " + joined(names, "none") + good;
}

}  // namespace

std::string trust_page(const TrustPolicy& trust) {
  auto text = header_of(trust);
  for (const auto& entry : trust.signers.keys()) {
    text += key_of(entry);
  }
  for (const auto& authority : trust.authorities) {
    text += authority_of(authority);
  }
  for (const auto& stamper : trust.time_stampers) {
    text += stamper_of(stamper);
  }
  for (const auto& log : trust.logs) {
    text += log_of(log);
  }
  return text + thresholds_of(trust.signers) + demands_of(trust.reports);
}

}  // namespace rackproof
