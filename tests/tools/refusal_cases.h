#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The numbered list of what a verifier must refuse, and which tests hold it. A test, a section or
/// a row of a table whose text begins with "GROUP.NUMBER " holds that single case.
namespace rackproof::testing {

/// Titles of the groups, 1 first.
inline constexpr std::array<std::string_view, 55> kRefusalGroups{
    "a payload that is not the one that was signed",
    "a payload written anew, though its JSON is equal",
    "another payload type",
    "bytes moved between type and body",
    "a signature that is no signature",
    "Ed25519 signatures made malleable",
    "ECDSA signatures in other spellings",
    "a list of signatures that is none, or endless",
    "members of an envelope said twice",
    "text that is not one JSON object",
    "base64 in other spellings",
    "statements without an envelope, envelopes within envelopes",
    "a stranger under a trusted key's name",
    "keys and algorithms that an envelope brings along",
    "key names that are paths, or endless",
    "one signer counted twice",
    "thresholds met by those who may not sign",
    "input that changes between two looks",
    "payloads that are not one statement",
    "statement types that are not ours",
    "a predicate that is not there",
    "subjects that are missing or weak",
    "subjects of another rack",
    "digests that contradict one another",
    "an overall verdict that does not follow",
    "verdicts that the evidence does not give",
    "numbers in other spellings",
    "criteria that are not the trusted ones",
    "test orders that are not for this run",
    "reports that were replaced, or replace themselves",
    "signers of another rack or another role",
    "companions that say more than the report",
    "times that cannot be",
    "text that looks like other text",
    "chains to roots that nobody named",
    "certificates that may not sign",
    "certificates outside their time",
    "revocation",
    "expired certificates without a proof of time",
    "time stamps of something else, or of somebody else",
    "proofs of a log that prove nothing",
    "members that the manifest does not know so",
    "member names that lead elsewhere",
    "members that are no plain files",
    "members without end",
    "archives with two truths",
    "statements that do not hang together",
    "redactions that nobody noted",
    "bundles that change while they are read",
    "journals with a gap, or a twin",
    "OCPTV runs that contradict themselves",
    "trust that is stale, ambiguous or found lying about",
    "errors that look like success",
    "valid reports of a failure",
    "hostile text in what people read",
};

/// One single case and the file, relative to the project, that holds it.
struct RefusalCase {
  std::size_t group = 0;
  std::size_t number = 0;
  std::string file;
};

/// Every single case under tests/ of `source_directory`, by group and number.
[[nodiscard]] std::vector<RefusalCase> refusal_cases(const std::string& source_directory);

/// The single cases that `text` holds, with `file` as their place.
[[nodiscard]] std::vector<RefusalCase> cases_in(const std::string& text, const std::string& file);

/// "55 of 55 groups, 300 single cases".
[[nodiscard]] std::string refusal_summary(const std::vector<RefusalCase>& cases);

/// docs/refusals.md.
[[nodiscard]] std::string refusals_page(const std::vector<RefusalCase>& cases);

}  // namespace rackproof::testing
