#include "certsuite/workloads/triad_arrays.h"

#include <utility>

#include "certsuite/workloads/float_bits.h"
#include "certsuite/workloads/tally.h"

namespace rackproof {

namespace {

/// Integers under 2^20, different along an array and between the arrays.
double from_value(std::size_t index) {
  return static_cast<double>(index & 0xFFFFFU);
}
double other_value(std::size_t index) {
  return static_cast<double>((index * 7 + 3) & 0xFFFFFU);
}

}  // namespace

TriadArrays::TriadArrays(std::size_t count, Pages to, Pages from, Pages other)
    : count_(count), to_(std::move(to)), from_(std::move(from)), other_(std::move(other)) {}

Result<TriadArrays> TriadArrays::map(std::size_t count) {
  const auto rounded = (count + 7) / 8 * 8;
  auto to = Pages::map(rounded * sizeof(double));
  auto from = Pages::map(rounded * sizeof(double));
  auto other = Pages::map(rounded * sizeof(double));
  for (auto* pages : {&to, &from, &other}) {
    if (!*pages) {
      return std::move(*pages).error();
    }
  }
  return TriadArrays(rounded, std::move(*to), std::move(*from), std::move(*other));
}

void TriadArrays::fill() {
  auto* to = to_.as<double>().data();
  auto* from = from_.as<double>().data();
  auto* other = other_.as<double>().data();
  for (std::size_t i = 0; i < count_; ++i) {
    to[i] = -1;
    from[i] = from_value(i);
    other[i] = other_value(i);
  }
}

void TriadArrays::run(const TriadKernel& kernel, double factor) {
  kernel.run(to_.as<double>().data(), from_.as<double>().data(), other_.as<double>().data(), factor,
             count_);
}

TriadArrays::Check TriadArrays::check(double factor) const {
  constexpr std::size_t kDescribed = 8;
  Check check;
  const auto* to = to_.as<double>().data();
  for (std::size_t i = 0; i < count_; ++i) {
    const double expected = from_value(i) + factor * other_value(i);
    if (to[i] == expected) {  // not-a-number equals nothing
      continue;
    }
    ++check.wrong;
    if (check.described.size() < kDescribed) {
      check.described.push_back(word_mismatch(
          "node/memory",
          "element " + std::to_string(i) + " at offset " + hex_word(i * sizeof(double)),
          bits_of(expected), bits_of(to[i])));
    }
  }
  return check;
}

}  // namespace rackproof
