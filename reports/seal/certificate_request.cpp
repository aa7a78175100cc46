#include "reports/seal/certificate_request.h"

#include <algorithm>
#include <utility>

#include <openssl/pem.h>

#include "reports/seal/object_ids.h"
#include "reports/seal/pem_blocks.h"
#include "reports/seal/x509_handles.h"
#include "reports/seal/x509_words.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using KeyHandle = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using ExtensionsHandle = std::unique_ptr<STACK_OF(X509_EXTENSION), FreeExtensions>;
using AlgorithmHandle = std::unique_ptr<X509_ALGOR, FreeWith<X509_ALGOR_free>>;
using BitsHandle = std::unique_ptr<ASN1_BIT_STRING, FreeWith<ASN1_BIT_STRING_free>>;

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Error library_failed() {
  return {ErrorKind::io, "making a certificate request failed in libcrypto"};
}

/// The pieces between '/'s; a backslash keeps the next byte as it is.
Result<std::vector<std::string>> parts_of(std::string_view subject) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < subject.size(); ++at) {
    const bool escaped = subject[at] == '\\' && at + 1 < subject.size();
    if (subject[at] == '/') {
      parts.emplace_back();
      continue;
    }
    if (parts.empty()) {
      return malformed("a subject begins with '/': /O=Acme/CN=rack 7");
    }
    at += escaped ? 1U : 0U;
    parts.back() += subject[at];
  }
  return parts;
}

Result<void> add_subject(X509_NAME& name, const std::string& subject) {
  const auto parts = parts_of(subject);
  if (!parts) {
    return parts.error();
  }
  for (const auto& part : *parts) {
    const auto equals = part.find('=');
    const auto type = part.substr(0, equals);
    const auto value = equals == std::string::npos ? std::string() : part.substr(equals + 1);
    if (value.empty() || !is_utf8(value) ||
        X509_NAME_add_entry_by_txt(&name, type.c_str(), MBSTRING_UTF8, as_bytes(value),
                                   static_cast<int>(value.size()), -1, 0) != 1) {
      return malformed("'" + printable(part, 80) +
                       "': no part of a subject (TYPE=VALUE; CN, O, OU, C, ...), or too long");
    }
  }
  return parts->empty() ? malformed("an empty subject") : Result<void>();
}

Result<ExtensionsHandle> extensions_of(const RequestFacts& facts) {
  std::string names;
  for (const auto& name : facts.names) {
    names += (names.empty() ? "URI:" : ",URI:") + uri_of(name);
  }
  const std::array wanted{
      std::pair{NID_basic_constraints, std::string("critical,CA:FALSE")},
      std::pair{NID_key_usage, std::string("critical,digitalSignature")},
      std::pair{NID_ext_key_usage, "critical," + key_use_of(facts.role)},
      std::pair{NID_subject_alt_name, names},
  };
  ExtensionsHandle extensions(sk_X509_EXTENSION_new_null());
  for (const auto& [nid, value] : wanted) {
    auto* const extension = X509V3_EXT_nconf_nid(nullptr, nullptr, nid, value.c_str());
    if (!extensions || extension == nullptr ||
        sk_X509_EXTENSION_push(extensions.get(), extension) == 0) {
      X509_EXTENSION_free(extension);
      return library_failed();
    }
  }
  return extensions;
}

KeyHandle handle_of(const PublicKey& key) {
  const auto pem = key.pem();
  const std::unique_ptr<BIO, FreeWith<BIO_free>> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return KeyHandle(text ? PEM_read_bio_PUBKEY(text.get(), nullptr, nullptr, nullptr) : nullptr);
}

Result<void> check_facts(const RequestFacts& facts) {
  if (key_use_of(facts.role).empty()) {
    std::string known;
    for (const auto& use : kKeyUses) {
      known += (known.empty() ? "" : ", ") + std::string(use.role);
    }
    return malformed("role '" + printable(facts.role, 40) + "': knows " + known + " only");
  }
  if (facts.names.empty()) {
    return malformed("a request needs a rack, a host or a site that the key is bound to");
  }
  for (const auto& name : facts.names) {
    if (const auto read = parse_bound_name(uri_of(name)); !read) {
      return read.error();
    }
  }
  return {};
}

std::string subject_of(const RequestFacts& facts) {
  if (!facts.subject.empty()) {
    return facts.subject;
  }
  std::string subject = "/CN=" + facts.role + " ";
  for (const char c : facts.names.front().value) {
    subject += (c == '/' || c == '\\' ? "\\" : "") + std::string(1, c);
  }
  return subject;
}

Result<RequestHandle> unsigned_request(const RequestFacts& facts, EVP_PKEY& key) {
  RequestHandle request(X509_REQ_new());
  auto extensions = extensions_of(facts);
  if (!extensions) {
    return std::move(extensions).error();
  }
  if (!request || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
      X509_REQ_set_pubkey(request.get(), &key) != 1 ||
      X509_REQ_add_extensions(request.get(), extensions->get()) != 1) {
    return library_failed();
  }
  if (auto named = add_subject(*X509_REQ_get_subject_name(request.get()), subject_of(facts));
      !named) {
    return std::move(named).error();
  }
  return request;
}

/// The part of the request that is signed.
std::string signed_part(X509_REQ& request) {
  unsigned char* bytes = nullptr;
  const int length = i2d_re_X509_REQ_tbs(&request, &bytes);
  const BytesHandle owner(bytes);
  return length > 0
             ? std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length))
             : std::string();
}

bool put_signature(X509_REQ& request, EVP_PKEY& key, std::string_view signature) {
  const AlgorithmHandle algorithm(X509_ALGOR_new());
  BitsHandle bits(ASN1_BIT_STRING_new());
  const bool edwards = EVP_PKEY_get_base_id(&key) == EVP_PKEY_ED25519;
  const int nid = edwards ? NID_ED25519 : NID_ecdsa_with_SHA256;
  if (!algorithm || !bits ||
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(nid), V_ASN1_UNDEF, nullptr) != 1 ||
      X509_REQ_set1_signature_algo(&request, algorithm.get()) != 1 ||
      ASN1_STRING_set(bits.get(), signature.data(), static_cast<int>(signature.size())) != 1) {
    return false;
  }
  // Eight bits in every byte, or trailing zero bits would be cut off.
  bits->flags = (bits->flags & ~static_cast<long>(0x07)) | ASN1_STRING_FLAG_BITS_LEFT;
  X509_REQ_set0_signature(&request, bits.release());
  return X509_REQ_verify(&request, &key) == 1;
}

Result<std::string> pem_of(const X509_REQ& request) {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509_REQ(&request, &bytes);
  const BytesHandle owner(bytes);
  if (length <= 0) {
    return library_failed();
  }
  return pem_block({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)},
                   "CERTIFICATE REQUEST");
}

}  // namespace

Result<std::string> certificate_request(const RequestFacts& facts, const PublicKey& key,
                                        const SignBytes& sign) {
  if (auto right = check_facts(facts); !right) {
    return std::move(right).error();
  }
  const auto handle = handle_of(key);
  if (!handle) {
    return library_failed();
  }
  auto request = unsigned_request(facts, *handle);
  if (!request) {
    return std::move(request).error();
  }
  const auto signature = sign(signed_part(**request));
  if (!signature) {
    return signature.error();
  }
  if (!put_signature(**request, *handle, *signature)) {
    return Error{ErrorKind::untrusted, "what signed the request is not the key " + key.key_id()};
  }
  return pem_of(**request);
}

}  // namespace rackproof::seal
