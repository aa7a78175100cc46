#include "reports/issuer_identity.h"

#include <algorithm>

namespace rackproof {
namespace {

bool holds(const IssuerMarks& marks, const std::string& mark) {
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

IssuerMarks of_key(const seal::PublicKey& key, const std::string& issuer) {
  IssuerMarks marks{"key " + key.key_id()};
  if (!issuer.empty()) {
    marks.push_back("issuer " + issuer);
  }
  return marks;
}

}  // namespace

IssuerMarks marks_of(const seal::TrustedKey& entry) {
  return of_key(entry.key, entry.issuer);
}

IssuerMarks marks_of(const seal::PublicKey& key, const seal::Chain& chain,
                     const std::string& issuer) {
  auto marks = of_key(key, issuer);
  if (!chain.certificates.empty()) {
    marks.push_back("certificate " + chain.certificates.back().fingerprint + " " +
                    chain.certificates.front().subject);
  }
  return marks;
}

bool same_issuer(const IssuerMarks& one, const IssuerMarks& other) {
  return std::any_of(one.begin(), one.end(),
                     [&other](const std::string& mark) { return holds(other, mark); });
}

void add_marks(IssuerMarks& all, const IssuerMarks& more) {
  for (const auto& mark : more) {
    if (!holds(all, mark)) {
      all.push_back(mark);
    }
  }
}

}  // namespace rackproof
