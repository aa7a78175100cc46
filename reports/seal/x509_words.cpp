#include "reports/seal/x509_words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <utility>

#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kMostNameBytes = 400;

}  // namespace

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string octets_of(const ASN1_STRING& text) {
  const auto* data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text));
  const auto length = static_cast<std::size_t>(std::max(0, ASN1_STRING_length(&text)));
  return data == nullptr ? std::string() : std::string(data, length);
}

std::string words_of(const X509_NAME& name) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> out(BIO_new(BIO_s_mem()));
  char* text = nullptr;
  if (!out || X509_NAME_print_ex(out.get(), &name, 0, XN_FLAG_RFC2253) < 0) {
    return "(a name that cannot be told)";
  }
  const auto length = BIO_get_mem_data(out.get(), &text);
  return length <= 0 || text == nullptr
             ? "(no name)"
             : printable({text, static_cast<std::size_t>(length)}, kMostNameBytes);
}

std::string hex_of(const ASN1_INTEGER& number) {
  const NumberHandle value(ASN1_INTEGER_to_BN(&number, nullptr));
  const TextHandle text(value ? BN_bn2hex(value.get()) : nullptr);
  return text ? std::string(text.get()) : std::string();
}

Result<UtcTime> time_of(const ASN1_TIME& time) {
  constexpr int kFirstYear = 1970;
  constexpr int kLastYear = 2261;
  std::tm told{};
  if (ASN1_TIME_to_tm(&time, &told) != 1) {
    return Error{ErrorKind::malformed, "a time that cannot be read"};
  }
  const int year = told.tm_year + 1900;
  if (year < kFirstYear) {
    return UtcTime{};
  }
  using std::chrono::day, std::chrono::month, std::chrono::sys_days;
  if (year > kLastYear) {
    return UtcTime{sys_days{std::chrono::year{kLastYear} / month{12} / day{31}}};
  }
  const sys_days date = std::chrono::year{year} / month{static_cast<unsigned>(told.tm_mon + 1)} /
                        day{static_cast<unsigned>(told.tm_mday)};
  return UtcTime{date + std::chrono::hours{told.tm_hour} + std::chrono::minutes{told.tm_min} +
                 std::chrono::seconds{told.tm_sec}};
}

std::string dotted(const ASN1_OBJECT& object) {
  std::array<char, 256> text{};
  const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), &object, 1);
  const bool fits = length > 0 && static_cast<std::size_t>(length) < text.size();
  return fits ? std::string(text.data(), static_cast<std::size_t>(length)) : std::string();
}

X509Handle x509_of(std::string_view der) {
  const auto* at = as_bytes(der);
  const auto* const end = at + der.size();
  X509Handle certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return certificate && at == end ? std::move(certificate) : nullptr;
}

CrlHandle crl_of(std::string_view der) {
  const auto* at = as_bytes(der);
  const auto* const end = at + der.size();
  CrlHandle list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  return list && at == end ? std::move(list) : nullptr;
}

bool is_list_of(const X509_CRL& list, X509& issuer) {
  if (X509_NAME_cmp(X509_CRL_get_issuer(&list), X509_get_subject_name(&issuer)) != 0) {
    return false;
  }
  const AuthorityKeyHandle named(static_cast<AUTHORITY_KEYID*>(
      X509_CRL_get_ext_d2i(&list, NID_authority_key_identifier, nullptr, nullptr)));
  const auto* const own = X509_get0_subject_key_id(&issuer);
  return !named || named->keyid == nullptr || own == nullptr ||
         ASN1_OCTET_STRING_cmp(named->keyid, own) == 0;
}

}  // namespace rackproof::seal
