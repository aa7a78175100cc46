# Builds by the second compiler and with the optimiser, which no preset describes since nobody works
# in them. Sourced by tests/fuzz/run and tests/rejudge/run; in the project's directory.
#   configure_clang_build    build/fuzz: clang++, -O2, AddressSanitizer and libFuzzer's counters
#   configure_plain_build    build/plain: g++, -O2, as it is shipped, with tests

configure_clang_build() {
  cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DRACKPROOF_TESTS=ON -DRACKPROOF_FUZZ=ON \
    -DRACKPROOF_SHARE_UNITS=ON -Wno-dev >/dev/null
}

configure_plain_build() {
  cmake -S . -B build/plain -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++ \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DRACKPROOF_TESTS=ON -Wno-dev >/dev/null
}
