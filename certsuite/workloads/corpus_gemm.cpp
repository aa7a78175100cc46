#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

/// Square products, one after another.
struct Shape {
  std::string_view unit;
  std::size_t batches;
  std::size_t size;
  [[nodiscard]] std::size_t elements() const { return batches * size * size; }
};

constexpr Shape kSingle{"c01_gemm", 1, 256};  // as the kernels have it
constexpr Shape kBatched{"c02_batched_gemm", 8, 128};

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

std::vector<Half> narrowed(const std::vector<float>& values) {
  std::vector<Half> halves;
  halves.reserve(values.size());
  for (const float value : values) {
    halves.push_back(narrowed(value));
  }
  return halves;
}

struct Operands {
  Shape shape;
  std::vector<Half> a;
  std::vector<Half> b;
};

/// -8 .. 8: the sum of |a b| stays under 256 x 64 = 2^14, far from 2^24, so every order is exact.
Operands integers(const Shape& shape, std::uint64_t seed) {
  constexpr int kLargest = 8;
  return {shape, narrowed(integers_of(seed ^ 1U, shape.elements(), kLargest)),
          narrowed(integers_of(seed ^ 2U, shape.elements(), kLargest))};
}

/// Every mantissa bit of the operands in use.
Operands fractions(const Shape& shape, std::uint64_t seed) {
  return {shape, narrowed(fractions_of(seed ^ 3U, shape.elements(), 1)),
          narrowed(fractions_of(seed ^ 4U, shape.elements(), 1))};
}

CorpusBytes bytes_of(const Operands& data) {
  CorpusBytes bytes;
  append_numbers(bytes, data.a);
  append_numbers(bytes, data.b);
  return bytes;
}

/// "C[1][44]"; of several products "C[7][1][44]".
ElementName name_in(const Shape& shape) {
  return [shape](std::size_t index) {
    const auto within_one = index % (shape.size * shape.size);
    const auto batch =
        shape.batches == 1 ? "" : "[" + std::to_string(index / (shape.size * shape.size)) + "]";
    return element_of("C" + batch, shape.size)(within_one);
  };
}

/// The product in double precision, and |A| |B| beside it.
struct Reference {
  std::vector<double> product;
  std::vector<double> sizes;
};

/// A[row][k] times row k of B.
void add_line(const Operands& data, std::size_t row, std::size_t k, Reference& reference) {
  const auto size = data.shape.size;
  const auto batch = row / size * size * size;
  const double left = widened(data.a[row * size + k]);
  for (std::size_t j = 0; j < size; ++j) {
    const double term = left * widened(data.b[batch + k * size + j]);
    reference.product[row * size + j] += term;
    reference.sizes[row * size + j] += std::abs(term);
  }
}

/// Integers stay exact in it: they are far below 2^53.
Reference double_product(const Operands& data) {
  const auto size = data.shape.size;
  Reference reference{std::vector<double>(data.shape.elements()),
                      std::vector<double>(data.shape.elements())};
  for (std::size_t place = 0; place < data.shape.batches * size * size; ++place) {
    add_line(data, place / size, place % size, reference);
  }
  return reference;
}

CorpusCase integer_case(const Shape& shape, std::uint64_t seed) {
  const auto data = integers(shape, seed);
  const auto reference = double_product(data);
  std::vector<float> expected(reference.product.begin(), reference.product.end());
  CorpusBytes golden_bytes;
  append_numbers(golden_bytes, expected);
  auto judge = [shape, expected = std::move(expected), golden = digest_of(golden_bytes)](
                   std::span<const std::byte> output) -> std::string {
    if (digest_of(output) == golden) {
      return "";
    }
    const auto seen = numbers_at<float>(output, 0, expected.size());
    const auto trouble = differing(expected, seen, name_in(shape));
    return trouble.empty() ? "the digest differs in the sign of a zero" : trouble;
  };
  return {"integers", bytes_of(data), shape.elements() * sizeof(float), std::move(judge)};
}

CorpusCase fraction_case(const Shape& shape, std::uint64_t seed) {
  const auto data = fractions(shape, seed);
  const auto reference = double_product(data);
  std::vector<Bounded> bounds;
  for (std::size_t i = 0; i < shape.elements(); ++i) {
    // K products, each exact in single precision (8 x 8 bits), and K additions.
    bounds.push_back(
        {reference.product[i], gamma(static_cast<double>(shape.size)) * reference.sizes[i]});
  }
  auto judge = [shape, bounds = std::move(bounds)](std::span<const std::byte> output) {
    return outside(bounds, numbers_at<float>(output, 0, bounds.size()), name_in(shape));
  };
  return {"fractions", bytes_of(data), shape.elements() * sizeof(float), std::move(judge)};
}

CorpusUnit unit_of(const Shape& shape, std::uint64_t seed) {
  CorpusUnit unit{std::string(shape.unit), kernel_text(shape.unit), {}};
  unit.cases.push_back(integer_case(shape, seed));
  unit.cases.push_back(fraction_case(shape, seed));
  return unit;
}

}  // namespace

CorpusUnit corpus_gemm(std::uint64_t seed) {
  return unit_of(kSingle, seed);
}

CorpusUnit corpus_batched_gemm(std::uint64_t seed) {
  return unit_of(kBatched, seed);
}

}  // namespace rackproof
