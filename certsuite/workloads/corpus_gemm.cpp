#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kSize = 256;  // as c01_gemm.c has it
constexpr std::size_t kElements = kSize * kSize;

/// bfloat16: the upper half of a float.
using Half = std::uint16_t;

float widened(Half half) {
  const auto bits = static_cast<std::uint32_t>(half) << 16U;
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Exact for numbers of at most eight significant bits.
Half narrowed(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return static_cast<Half>(bits >> 16U);
}

struct Operands {
  std::vector<Half> a;
  std::vector<Half> b;
};

/// -8 .. 8: the sum of |a b| stays under 256 x 64 = 2^14, far from 2^24, so every order is exact.
Operands integers(std::uint64_t seed) {
  Operands data{std::vector<Half>(kElements), std::vector<Half>(kElements)};
  for (std::size_t i = 0; i < kElements; ++i) {
    constexpr std::uint64_t kSpan = 17;
    const auto draw = [&](std::uint64_t stream) {
      return narrowed(static_cast<float>(mixed_word(seed ^ stream, i) % kSpan) - 8.0F);
    };
    data.a[i] = draw(1);
    data.b[i] = draw(2);
  }
  return data;
}

/// Every mantissa bit of the operands in use.
Operands fractions(std::uint64_t seed) {
  Operands data{std::vector<Half>(kElements), std::vector<Half>(kElements)};
  for (std::size_t i = 0; i < kElements; ++i) {
    data.a[i] = narrowed(signed_fraction(seed ^ 3U, i));
    data.b[i] = narrowed(signed_fraction(seed ^ 4U, i));
  }
  return data;
}

CorpusBytes bytes_of(const Operands& data) {
  CorpusBytes bytes;
  append_numbers(bytes, data.a);
  append_numbers(bytes, data.b);
  return bytes;
}

std::string element(std::size_t index) {
  return "C[" + std::to_string(index / kSize) + "][" + std::to_string(index % kSize) + "]";
}

/// The product in integers, as floats: what every order of summation must give.
std::vector<float> exact_product(const Operands& data) {
  std::vector<std::int64_t> sums(kElements);
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t k = 0; k < kSize; ++k) {
      const auto left = static_cast<std::int64_t>(widened(data.a[i * kSize + k]));
      for (std::size_t j = 0; j < kSize; ++j) {
        sums[i * kSize + j] += left * static_cast<std::int64_t>(widened(data.b[k * kSize + j]));
      }
    }
  }
  std::vector<float> product;
  for (const auto sum : sums) {
    product.push_back(static_cast<float>(sum));
  }
  return product;
}

/// The product in double precision, and |A| |B| beside it.
struct Reference {
  std::vector<double> product = std::vector<double>(kElements);
  std::vector<double> sizes = std::vector<double>(kElements);
};

Reference double_product(const Operands& data) {
  Reference reference;
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t k = 0; k < kSize; ++k) {
      const double left = widened(data.a[i * kSize + k]);
      for (std::size_t j = 0; j < kSize; ++j) {
        const double term = left * widened(data.b[k * kSize + j]);
        reference.product[i * kSize + j] += term;
        reference.sizes[i * kSize + j] += std::abs(term);
      }
    }
  }
  return reference;
}

CorpusCase integer_case(std::uint64_t seed) {
  const auto data = integers(seed);
  auto expected = exact_product(data);
  CorpusBytes golden_bytes;
  append_numbers(golden_bytes, expected);
  auto judge = [expected = std::move(expected), golden = digest_of(golden_bytes)](
                   std::span<const std::byte> output) -> std::string {
    if (digest_of(output) == golden) {
      return "";
    }
    const auto seen = numbers_at<float>(output, 0, kElements);
    for (std::size_t i = 0; i < kElements; ++i) {
      if (seen[i] != expected[i]) {
        return element(i) + " is " + shown(seen[i]) + ", exactly " + shown(expected[i]);
      }
    }
    return "the digest differs in the sign of a zero";
  };
  return {"integers", bytes_of(data), kElements * sizeof(float), std::move(judge)};
}

CorpusCase fraction_case(std::uint64_t seed) {
  const auto data = fractions(seed);
  auto judge = [reference =
                    double_product(data)](std::span<const std::byte> output) -> std::string {
    const auto seen = numbers_at<float>(output, 0, kElements);
    for (std::size_t i = 0; i < kElements; ++i) {
      // K products, each exact in single precision (8 x 8 bits), and K additions.
      const Bounded bound{reference.product[i],
                          gamma(static_cast<double>(kSize)) * reference.sizes[i]};
      if (!within(bound, seen[i])) {
        return element(i) + " is further from double precision than " + format_double(bound.error);
      }
    }
    return "";
  };
  return {"fractions", bytes_of(data), kElements * sizeof(float), std::move(judge)};
}

}  // namespace

CorpusUnit corpus_gemm(std::uint64_t seed) {
  CorpusUnit unit{"c01_gemm", kernel_text("c01_gemm"), {}};
  unit.cases.push_back(integer_case(seed));
  unit.cases.push_back(fraction_case(seed));
  return unit;
}

}  // namespace rackproof
