#include "reports/sealer_credentials.h"

#include <algorithm>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/chain_signers.h"
#include "reports/seal/own_chain.h"
#include "reports/seal/pem_blocks.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

const char* chain_member(seal::Role role) {
  return role == seal::Role::collector ? bundle::kRunRecordChain : bundle::kReportChain;
}

template <typename T>
using Parse = Result<std::vector<T>> (*)(std::string_view);

template <typename T>
Result<std::vector<T>> read_pem(const std::string& file, std::size_t limit, Parse<T> parse) {
  if (file.empty()) {
    return std::vector<T>();
  }
  const auto text = read_file(file, limit);
  if (!text) {
    return text.error();
  }
  auto parsed = parse(*text);
  return parsed ? parsed : Result<std::vector<T>>(std::move(parsed).error().during(file));
}

/// A member that was put there before; none where there is none.
template <typename T>
Result<std::vector<T>> in_bundle(const Bundle& bundle, const char* member, Parse<T> parse) {
  if (!bundle.has(member)) {
    return std::vector<T>();
  }
  const auto bytes = bundle.bytes(member);
  auto parsed = bytes ? parse(*bytes) : bytes.error();
  if (!parsed) {
    return Error{ErrorKind::untrusted, std::string(member) + ": " + parsed.error().message};
  }
  return parsed;
}

/// `before` as it stands, and behind it those of `given` that it does not hold.
template <typename T>
std::string joined(std::string before, const std::vector<T>& held, const std::vector<T>& given,
                   std::string_view label) {
  if (!before.empty() && before.back() != '\n') {
    before += '\n';
  }
  std::vector<std::string_view> known;
  known.reserve(held.size() + given.size());
  for (const auto& each : held) {
    known.emplace_back(each.der);
  }
  for (const auto& each : given) {
    if (std::find(known.begin(), known.end(), each.der) == known.end()) {
      before += seal::pem_block(each.der, label);
      known.emplace_back(each.der);
    }
  }
  return before;
}

/// The member with `given` in it, where that is more than it has. Read again, as its readers will.
template <typename T>
Result<void> put_member(const std::vector<T>& given, const char* member, Parse<T> parse,
                        std::pair<const Bundle&, BundleChange&> where) {
  auto& [bundle, change] = where;
  const auto label =
      std::string_view(member) == bundle::kRevocations ? seal::kListLabel : seal::kCertificateLabel;
  const auto held = in_bundle(bundle, member, parse);
  if (!held) {
    return held.error();
  }
  const bool replaces = bundle.has(member);
  const std::string before(replaces ? *bundle.bytes(member) : std::string_view());
  auto after = joined(before, *held, given, label);
  if (after == before || given.empty()) {
    return {};
  }
  if (const auto read = parse(after); !read) {
    return read.error().during(std::string(member) + " with what is there already");
  }
  change.put.push_back({member, std::move(after), replaces});
  return {};
}

/// One issuer never makes two lists of one number; a verifier refuses both.
Result<void> check_rivals(const std::vector<seal::RevocationList>& given, const Bundle& bundle) {
  const auto held = in_bundle(bundle, bundle::kRevocations, &seal::parse_lists);
  if (!held) {
    return held.error();
  }
  for (const auto& list : given) {
    const auto rival = [&list](const seal::RevocationList& each) {
      return seal::are_rivals(list, each);
    };
    if (std::any_of(held->begin(), held->end(), rival)) {
      return Error{ErrorKind::untrusted, "revocation list " + std::to_string(list.number) + " of " +
                                             list.issuer +
                                             ": the bundle has another one of this number"};
    }
  }
  return {};
}

/// Certificates of the bundle's signers of `role`, and behind them those that come.
Result<std::vector<seal::Certificate>> all_certificates(const seal::Credentials& given,
                                                        seal::Role role, const Loaded* loaded) {
  if (loaded == nullptr) {
    return given.certificates;
  }
  auto all = in_bundle(loaded->bundle, chain_member(role), &seal::parse_certificates);
  if (all) {
    all->insert(all->end(), given.certificates.begin(), given.certificates.end());
  }
  return all;
}

}  // namespace

Result<seal::Credentials> read_sealer_credentials(const std::string& chain_file,
                                                  const std::string& list_file) {
  auto chain = read_pem(chain_file, seal::kCertificateLimits.bytes, &seal::parse_certificates);
  if (!chain) {
    return std::move(chain).error();
  }
  auto lists = read_pem(list_file, seal::kListLimits.bytes, &seal::parse_lists);
  if (!lists) {
    return std::move(lists).error();
  }
  return seal::Credentials{*std::move(chain), *std::move(lists)};
}

Result<std::vector<std::string>> check_sealer_credentials(const seal::Credentials& given,
                                                          const SealerQuestion& question,
                                                          const Loaded* loaded) {
  seal::OwnQuestion own{question.key, word_of(seal::kRoles, question.role), nullptr, nullptr,
                        question.now};
  const auto* const about = loaded != nullptr ? &loaded->inventory : question.about;
  const auto serials = about != nullptr ? bound_serials(*about) : seal::DutSerials();
  own.dut = about != nullptr ? &serials : nullptr;
  if (loaded != nullptr && question.role == seal::Role::collector) {
    own.claimed = &loaded->run_record.record.finished;
  } else if (loaded != nullptr && loaded->has_report()) {
    own.claimed = &loaded->report.report.issued;
  }
  if (!given.certificates.empty()) {
    if (auto sound = seal::check_own_chain(given.certificates, own); !sound) {
      return std::move(sound).error();
    }
  }
  if (given.lists.empty()) {
    return std::vector<std::string>();
  }
  const auto certificates = all_certificates(given, question.role, loaded);
  if (!certificates) {
    return certificates.error();
  }
  if (loaded != nullptr) {
    if (auto alone = check_rivals(given.lists, loaded->bundle); !alone) {
      return std::move(alone).error();
    }
  }
  return seal::check_own_lists(given.lists, *certificates, question.now);
}

Result<void> put_credentials(const seal::Credentials& given, seal::Role role, const Bundle& bundle,
                             BundleChange& change) {
  auto put = put_member(given.lists, bundle::kRevocations, &seal::parse_lists, {bundle, change});
  return put ? put_member(given.certificates, chain_member(role), &seal::parse_certificates,
                          {bundle, change})
             : put;
}

}  // namespace rackproof
