# The build by the second compiler, which no preset describes since nobody works in it. Sourced in
# the project's directory.
#   configure_clang_build    build/fuzz: clang++, -O2, AddressSanitizer and libFuzzer's counters

configure_clang_build() {
  cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DRACKPROOF_TESTS=ON -DRACKPROOF_FUZZ=ON -Wno-dev >/dev/null
}
