#include "reports/ustar.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

std::string text_of(const ustar::Block& block, std::size_t at, std::size_t length) {
  return {block.data() + at, length};
}

/// The checksum made right again, so that nothing but what a test is about is wrong.
void mend_checksum(ustar::Block& block) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    sum += static_cast<unsigned char>(i >= 148 && i < 156 ? ' ' : block.at(i));
  }
  for (std::size_t place = 6; place > 0; --place) {
    block.at(148 + place - 1) = static_cast<char>('0' + sum % 8);
    sum /= 8;
  }
}

std::string refusal_of(const ustar::Block& block) {
  const auto read = ustar::parse_header(block);
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::untrusted);
  return read.error().message;
}

}  // namespace

TEST_CASE("ustar: a header is what it was written as", "[reports][archive]") {
  const auto block = ustar::header("logs/gemm.log", 4711);
  REQUIRE(block);
  CHECK(text_of(*block, 257, 8) == std::string("ustar\00000", 8));
  CHECK(text_of(*block, 124, 12) == std::string("00000011147\0", 12));
  const auto read = ustar::parse_header(*block);
  REQUIRE(read);
  CHECK(read->path == "logs/gemm.log");
  CHECK(read->size_bytes == 4711);
}

TEST_CASE("ustar: a long path is cut where both parts fit", "[reports][archive]") {
  const auto path = "logs/" + std::string(90, 'a') + "/" + std::string(80, 'b');
  const auto block = ustar::header(path, 1);
  REQUIRE(block);
  CHECK(text_of(*block, 0, 81) == std::string(80, 'b') + std::string(1, '\0'));
  CHECK(ustar::parse_header(*block)->path == path);
}

TEST_CASE("ustar: what it cannot hold is refused when it is written", "[reports][archive]") {
  CHECK(ustar::header(std::string(101, 'a'), 1).error().kind == ErrorKind::out_of_range);
  CHECK(ustar::header("logs/" + std::string(101, 'a'), 1).error().kind == ErrorKind::out_of_range);
  CHECK(ustar::header("samples.db", std::uint64_t{1} << 33).error().kind ==
        ErrorKind::out_of_range);
  CHECK(ustar::header("samples.db", (std::uint64_t{1} << 33) - 1));
}

TEST_CASE("ustar: padding fills whole blocks", "[reports][archive]") {
  CHECK(ustar::padding(0) == 0);
  CHECK(ustar::padding(1) == 511);
  CHECK(ustar::padding(512) == 0);
  CHECK(ustar::padding(513) == 511);
}

TEST_CASE("ustar: every kind of member but a plain file is refused by name", "[reports][archive]") {
  struct Row {
    std::string name;
    char type;
    std::string says;
  };
  const auto row =
      GENERATE(values<Row>({{"44.10 symbolic link in an archive", '2', "a symbolic link"},
                            {"44.11 hard link in an archive", '1', "a hard link"},
                            {"44.12 character device in an archive", '3', "a character device"},
                            {"44.13 block device in an archive", '4', "a block device"},
                            {"44.14 FIFO in an archive", '6', "a FIFO"},
                            {"44.15 directory in an archive", '5', "a directory"},
                            {"44.16 pax header in an archive", 'x', "a pax header"},
                            {"44.17 global pax header", 'g', "a pax header for all"},
                            {"44.18 GNU long name", 'L', "a GNU long name"},
                            {"44.19 sparse file of GNU tar", 'S', "a sparse file"},
                            {"44.20 type byte of old tar", '\0', "older format"}}));
  INFO(row.name);
  auto block = *ustar::header("events.jsonl", 0);
  block.at(156) = row.type;
  mend_checksum(block);
  CHECK(refusal_of(block).find(row.says) != std::string::npos);
}

TEST_CASE("ustar: a header in another spelling is refused", "[reports][archive]") {
  struct Row {
    std::string name;
    std::size_t at;
    std::string bytes;
    std::string says;
  };
  const auto row = GENERATE(
      values<Row>({{"44.21 setuid bit in an archive", 100, "0004755", "setuid"},
                   {"44.22 mode 0777", 100, "0000777", "another mode"},
                   {"44.23 owner", 108, "0001750", "an owner or a group"},
                   {"44.24 group", 116, "0001750", "an owner or a group"},
                   {"44.25 time", 136, "14721336000", "a time other than 0"},
                   {"44.26 link name on a file", 157, "/etc/passwd", "names a link"},
                   {"44.27 owner's name", 265, "root", "optional stands in it"},
                   {"44.28 size as base 256", 124, "\x80", "eleven octal digits"},
                   {"44.29 size with blanks", 124, "          0", "eleven octal digits"},
                   {"44.30 bytes behind the name's end", 20, "hidden", "optional stands in it"},
                   {"44.31 bytes behind the prefix", 500, "x", "optional stands in it"},
                   {"44.32 device number", 329, "0000001", "optional stands in it"}}));
  INFO(row.name);
  auto block = *ustar::header("events.jsonl", 0);
  std::copy(row.bytes.begin(), row.bytes.end(),
            block.begin() + static_cast<std::ptrdiff_t>(row.at));
  mend_checksum(block);
  CHECK(refusal_of(block).find(row.says) != std::string::npos);
}

TEST_CASE("ustar: a wrong checksum and another format are refused", "[reports][archive]") {
  auto block = *ustar::header("events.jsonl", 0);
  SECTION("46.1 checksum of a header") {
    block.at(150) = '7';
    CHECK(refusal_of(block).find("checksum") != std::string::npos);
  }
  SECTION("46.2 checksum spelled with blanks") {
    block.at(148) = ' ';
    CHECK(refusal_of(block).find("checksum") != std::string::npos);
  }
  SECTION("46.3 the GNU format of tar") {
    std::copy_n("ustar  ", 8, block.begin() + 257);
    mend_checksum(block);
    CHECK(refusal_of(block).find("GNU format") != std::string::npos);
  }
  SECTION("46.4 a tar without a magic") {
    std::fill_n(block.begin() + 257, 8, '\0');
    mend_checksum(block);
    CHECK(refusal_of(block).find("no ustar header") != std::string::npos);
  }
}
