// Certificates and lists of revoked ones, as PEM or as one DER: what parses, parses again the same,
// and no chain of them is more than a refusal or a chain that ends at the pinned root.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/certificate_chain.h"

using namespace rackproof;

namespace {

void judge(const seal::Credentials& given) {
  for (const auto& root : given.certificates) {
    if (!seal::check_root(root)) {
      continue;
    }
    seal::Authority authority;
    authority.id = "pinned";
    authority.root = root;
    authority.roles = {"collector", "certifier"};
    for (const auto& leaf : given.certificates) {
      seal::ChainQuestion question;
      question.role = "collector";
      question.time = {};
      const auto chain = seal::judge_chain(leaf, given, authority, question);
      if (chain && !(chain->certificates.back() == root)) {
        std::abort();
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto one = seal::parse_certificate(bytes)) {
    const auto again = seal::parse_certificate(one->der);
    if (!again || !(*again == *one)) {
      std::abort();
    }
  }
  static_cast<void>(seal::parse_list(bytes));
  seal::Credentials given;
  if (auto certificates = seal::parse_certificates(bytes)) {
    given.certificates = *std::move(certificates);
  }
  if (auto lists = seal::parse_lists(bytes)) {
    given.lists = *std::move(lists);
  }
  judge(given);
  return 0;
}
