#include "schemas/store/block_packer.h"

#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

TEST_CASE("block packer: words of any width come back and take no more bytes than was told",
          "[schemas][store]") {
  std::mt19937_64 random(10);
  for (int round = 0; round < 500; ++round) {
    Words words(random() % 400);
    const auto narrow = random() % 65;
    for (auto& word : words) {
      const auto width = random() % 20 == 0 ? 64 : narrow;
      word = width == 0 ? 0 : random() >> (64 - width);
      word = random() % 4 == 0 ? ~word : word;
    }
    ByteWriter out;
    write_blocks(words, out);
    CHECK(out.bytes().size() <= blocks_size(words));
    for (const auto& kernels : word_kernels()) {
      Words back(words.size());
      ByteReader in(out.bytes());
      read_blocks(back, in, kernels);
      CHECK(in.ok());
      CHECK(in.left() == 0);
      CHECK(back == words);
    }
  }
}

TEST_CASE("block packer: one far number does not widen its block", "[schemas][store]") {
  Words words(kBlock, 3);
  words[5] = 1;
  const auto without = blocks_size(words);
  words[77] = std::uint64_t{1} << 50;
  CHECK(blocks_size(words) < without + 12);
}

TEST_CASE("block packer: torn and impossible blocks fail", "[schemas][store]") {
  Words words(200);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = i * i;
  }
  ByteWriter out;
  write_blocks(words, out);
  Words back(words.size());
  for (std::size_t length = 0; length < out.bytes().size(); ++length) {
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    read_blocks(back, in);
    CHECK_FALSE(in.ok());
  }
  ByteReader wide("\x3F");  // a width that there is not
  read_blocks(back, wide);
  CHECK_FALSE(wide.ok());
  ByteReader far(std::string_view("\x80\x01\x09\x01", 4));  // a patch past the block's end
  read_blocks(std::span(back).first(3), far);
  CHECK_FALSE(far.ok());
}

}  // namespace
}  // namespace rackproof::store
